"""Reading chats, files and events."""

import json
from collections.abc import AsyncIterator
from functools import partial

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from bot.simulator.errors import SimError
from bot.simulator.events import Event
from bot.simulator.jsontypes import Json
from bot.simulator.sim.bodies import answer, bot_of, chat_of, query_number, wait_seconds, world_of
from bot.simulator.voting import close_if_due
from bot.simulator.world import World

_HEARTBEAT = 15.0  # seconds between signs of life, so that proxies keep a stream open
# What a browser may show itself; anything else is only ever downloaded.
_SHOWN = ("image/png", "image/jpeg", "image/gif", "image/webp", "audio/", "video/")


async def messages(request: Request) -> Response:
    """`GET /sim/chats/{chat_id}/messages`

    Messages with an id above `after`, and older ones changed since `changed_after` (a sequence number; by
    default: since the request came). The answer's `X-Sim-Sequence` is the number to give next time.
    """
    world = world_of(request)
    bot, chat = chat_of(request)
    after = int(query_number(request, "after", 0))
    changed_after = int(query_number(request, "changed_after", world.sequence))
    for message in list(chat.messages.values()):
        close_if_due(world, bot, chat, message)

    def found() -> list[Json]:
        kept = chat.messages.values()
        return [m.shown() for m in kept if m.id > after or m.sequence > changed_after]

    shown = await chat.changed.until(found, wait_seconds(query_number(request, "wait", 0)))
    return answer(shown, headers={"X-Sim-Sequence": str(world.sequence)})


async def file(request: Request) -> Response:
    """`GET /sim/files/{file_id}`"""
    stored = bot_of(request).files.by_id.get(request.path_params["file_id"])
    if stored is None:
        raise SimError("There is no such file.", 404)
    safe = (
        stored.mime_type.startswith(_SHOWN) and stored.mime_type.isascii() and stored.mime_type.isprintable()
    )
    headers = {"Cache-Control": "private, max-age=3600"} | (
        {} if safe else {"Content-Disposition": "attachment"}
    )
    return Response(
        stored.data, headers=headers, media_type=stored.mime_type if safe else "application/octet-stream"
    )


async def events(request: Request) -> Response:
    """`GET /sim/events`"""
    world = world_of(request)
    chat_id = request.query_params.get("chat_id")
    wanted = None if chat_id is None else int(query_number(request, "chat_id", 0))
    last = request.headers.get("last-event-id", "")
    start = int(last) if last.isdecimal() and len(last) < 16 else world.events.last_id
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(_stream(world, start, wanted), headers=headers, media_type="text/event-stream")


async def _stream(world: World, last_id: int, chat_id: int | None) -> AsyncIterator[str]:
    log = world.events
    yield _line(Event(last_id, "hello", {"bot_id": None}))
    while not world.closing.closed:
        new = log.after(last_id)
        if new is None:
            last_id = log.last_id
            yield _line(Event(last_id, "reset", {"bot_id": None}))
            continue
        for event in new:
            last_id = event.id
            if chat_id is None or event.data.get("chat_id", chat_id) == chat_id:
                yield _line(event)
        if not await log.changed.until(partial(log.has_after, last_id), _HEARTBEAT):
            yield ": still here\n\n"


def _line(event: Event) -> str:
    # JSON holds no line break of its own, so one data line is enough.
    return f"id: {event.id}\nevent: {event.name}\ndata: {json.dumps(event.data, ensure_ascii=False)}\n\n"
