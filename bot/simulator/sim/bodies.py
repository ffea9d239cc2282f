"""Requests of `/sim`, read and checked; refusals in one sentence."""

import json
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from bot.simulator.errors import ApiError, SimError
from bot.simulator.jsontypes import Json
from bot.simulator.limits import LIMITS
from bot.simulator.messages import refused
from bot.simulator.parameters import Parameters, read_body, read_parameters
from bot.simulator.state import Bot, Chat, User
from bot.simulator.world import World


def answer(body: Any, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """An answer in JSON."""
    text = json.dumps(body, ensure_ascii=False)
    return Response(text, status, headers, "application/json")


def answering(handler: Callable[[Request], Awaitable[Response]]) -> Callable[[Request], Awaitable[Response]]:
    """Turn refusals into answers."""

    async def handled(request: Request) -> Response:
        try:
            return await handler(request)
        except SimError as reason:
            return answer(reason.body, reason.status)
        except ApiError as reason:
            # A body that is too big or no JSON, or words that Telegram refuses of residents too.
            return answer({"error": refused(reason)}, reason.status if reason.status == 413 else 400)

    return handled


def world_of(request: Request) -> World:
    """The world that a request is about."""
    world: World = request.app.state.world
    return world


def bot_of(request: Request) -> Bot:
    """The bot that a request is about. Raises SimError."""
    given = query_number(request, "bot", -1)
    return world_of(request).bot(int(given) if given >= 0 else None)


def chat_of(request: Request) -> tuple[Bot, Chat]:
    """The chat that a request is about, and its bot. Raises SimError."""
    bot = bot_of(request)
    return bot, world_of(request).chat(bot, request.path_params["chat_id"])


def query_number(request: Request, name: str, default: float) -> float:
    """A number in the query. Raises SimError."""
    text = request.query_params.get(name, "")
    if not text:
        return default
    try:
        number = float(text)
    except ValueError:
        number = float("nan")
    if not abs(number) < 1e15:
        raise SimError(f"{name!r} must be a number.")
    return number


def wait_seconds(given: float) -> float:
    """How long a request may wait."""
    return min(max(given, 0.0), float(LIMITS["wait"]))


async def read_json(request: Request) -> Json:
    """The JSON object in the body of a request. Raises SimError or ApiError."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    body = await read_body(request, LIMITS["json_body"])
    if kind != "application/json" and body:
        raise SimError("The body must be JSON (Content-Type: application/json).", 415)
    try:
        values = json.loads(body or b"{}")
        json.dumps(values, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        raise SimError("The body is not JSON.") from None
    if not isinstance(values, dict):
        raise SimError("The body must be a JSON object.")
    return values


async def read_sent(request: Request) -> Parameters:
    """What a resident sends: JSON, or multipart with a file. Raises SimError or ApiError."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "multipart/form-data":
        parameters = await read_parameters(request)
        for name in request.query_params:
            parameters.values.pop(name, None)
        return parameters
    return Parameters(await read_json(request))


def text_field(body: Json, name: str, *, longest: int = 256, default: str | None = None) -> str | None:
    """A text in a body; missing, null or empty it is `default`. Raises SimError."""
    value = body.get(name)
    if value is None or value == "":
        return default
    if not isinstance(value, str) or len(value) > longest:
        raise SimError(f"{name!r} must be a text of at most {longest} characters.")
    return value


def number_field(body: Json, name: str) -> int:
    """A whole number in a body. Raises SimError."""
    value = body.get(name)
    if isinstance(value, bool) or not isinstance(value, int):
        raise SimError(f"{name!r} must be a whole number.")
    return value


def flag_field(body: Json, name: str, default: bool) -> bool:
    """A truth value in a body. Raises SimError."""
    value = body.get(name, default)
    if not isinstance(value, bool):
        raise SimError(f"{name!r} must be true or false.")
    return value


def speaker(world: World, chat: Chat, body: Json) -> User:
    """Who acts in a chat: the resident it belongs to, or the member of the group named by `user_id`. Raises SimError."""
    if chat.user is not None:
        return chat.user
    user_id = body.get("user_id") or (chat.members[0] if chat.members else None)
    if user_id not in chat.members or user_id not in world.users:
        raise SimError("'user_id' must be a member of the group.")
    return world.users[user_id]


def open_to_residents(chat: Chat) -> None:
    """Raise SimError where a resident has blocked the bot, or the bot has left."""
    if chat.blocked:
        reason = (
            "The resident has blocked the bot" if chat.kind == "private" else "The bot is not in this group"
        )
        raise SimError(f"{reason}; unblock it first.", 403)
