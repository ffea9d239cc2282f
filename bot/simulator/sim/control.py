"""What tests order and ask: calls, faults, flood limits, ready-made updates."""

from dataclasses import asdict, replace
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from bot.simulator.errors import SimError
from bot.simulator.faults import read_fault
from bot.simulator.sim.bodies import (
    answer,
    bot_of,
    flag_field,
    query_number,
    read_json,
    wait_seconds,
    world_of,
)
from bot.simulator.updates import inject_update


async def calls(request: Request) -> Response:
    """`GET /sim/calls`"""
    world = world_of(request)
    after, method = int(query_number(request, "after", 0)), request.query_params.get("method")
    wait = wait_seconds(query_number(request, "wait", 0))
    return answer(await world.calls.changed.until(lambda: world.calls.after(after, method), wait))


def _faults(request: Request) -> Response:
    return answer({"faults": [fault.as_json() for fault in world_of(request).faults.coming]})


async def add_fault(request: Request) -> Response:
    """`POST /sim/faults`"""
    fault = read_fault(await read_json(request))
    coming = world_of(request).faults.coming
    if len(coming) >= 1000:
        raise SimError("There are too many faults to come; clear them with DELETE /sim/faults.")
    coming.append(fault)
    return _faults(request)


async def list_faults(request: Request) -> Response:
    """`GET /sim/faults`"""
    return _faults(request)


async def clear_faults(request: Request) -> Response:
    """`DELETE /sim/faults`"""
    world_of(request).faults.coming.clear()
    return _faults(request)


async def flood(request: Request) -> Response:
    """`POST /sim/flood`; what is not given stays."""
    world, body = world_of(request), await read_json(request)
    changes: dict[str, Any] = {}
    for name in ("per_second", "per_chat_per_second", "per_chat_burst", "per_group_per_minute"):
        if name in body:
            value = body[name]
            if isinstance(value, bool) or not isinstance(value, int | float) or not 0.001 <= value <= 1e6:
                raise SimError(f"{name!r} must be a number above 0.")
            if name in ("per_second", "per_chat_burst", "per_group_per_minute") and value < 1:
                raise SimError(f"{name!r} must be at least 1.")
            changes[name] = value
    if unknown := sorted(set(body) - set(asdict(world.flood_limits))):
        raise SimError(f"There is no limit {unknown[0]!r}.")
    changes["enabled"] = flag_field(body, "enabled", world.flood_limits.enabled)
    world.flood_limits = replace(world.flood_limits, **changes)
    world.floods.clear()
    return answer(asdict(world.flood_limits))


async def add_update(request: Request) -> Response:
    """`POST /sim/updates`"""
    bot, body = bot_of(request), await read_json(request)
    update_id = body.get("update_id", 0)
    if isinstance(update_id, bool) or not isinstance(update_id, int):
        raise SimError("'update_id' must be a whole number.")
    return answer({"update_id": inject_update(bot, body)})


async def reset(request: Request) -> Response:
    """`POST /sim/reset`"""
    world_of(request).reset()
    return answer({"ok": True})
