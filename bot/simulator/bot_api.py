"""The side of the server that bots see: `/bot<token>/METHOD` and `/file/bot<token>/PATH`."""

import asyncio
import json
import re
from urllib.parse import unquote

from starlette.requests import Request
from starlette.responses import Response

from bot.simulator.connections import drop_connection
from bot.simulator.dispatch import dispatch
from bot.simulator.errors import ApiError, error
from bot.simulator.jsontypes import Json
from bot.simulator.parameters import read_parameters
from bot.simulator.state import Bot
from bot.simulator.world import World

# A number, a colon, a secret; Telegram's secrets have 35 letters, those of tests may be short.
_TOKEN = re.compile(r"[1-9]\d{0,15}:[A-Za-z0-9_-]{1,128}")


def _answer(status: int, body: Json) -> Response:
    return Response(json.dumps(body, ensure_ascii=False), status, media_type="application/json")


def _refusal(refused: ApiError) -> Response:
    return _answer(refused.status, refused.as_json())


def _bot(world: World, token: str) -> Bot:
    token = unquote(token)
    if not _TOKEN.fullmatch(token):
        raise error("not_found")
    bot = None if token in world.settings.invalid_tokens else world.bot_with_token(token)
    if bot is None:
        raise error("unauthorized")
    return bot


async def call_method(request: Request) -> Response:
    """Answer one call of a method."""
    world: World = request.app.state.world
    try:
        bot = _bot(world, request.path_params["token"])
        parameters = await read_parameters(request)
    except ApiError as refused:
        return _refusal(refused)
    gone = asyncio.Event()
    watching = asyncio.create_task(_watch(request, gone))
    try:
        outcome = await dispatch(world, bot, request.path_params["method"], parameters, gone)
    finally:
        watching.cancel()
    if outcome.body is None:
        return await drop_connection(request)
    return _answer(outcome.status, outcome.body)


async def _watch(request: Request, gone: asyncio.Event) -> None:
    """Notice when the bot hangs up, so that a long poll does not go on for nobody."""
    # The body has been read, so the next thing to come is the end of the connection.
    while (await request.receive())["type"] != "http.disconnect":
        pass
    gone.set()


async def download(request: Request) -> Response:
    """Answer with a file's bytes."""
    world: World = request.app.state.world
    try:
        bot = _bot(world, request.path_params["token"])
    except ApiError as refused:
        return _refusal(refused)
    stored = bot.files.by_path.get(request.path_params["path"])
    if stored is None:
        return _refusal(error("not_found"))
    return Response(stored.data, media_type="application/octet-stream")


async def unknown(request: Request) -> Response:
    """Answer what is no call at all as Telegram does."""
    return _refusal(error("not_found"))
