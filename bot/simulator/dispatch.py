"""Carries out calls of bots: faults, limits, the method itself, the check, the log."""

import asyncio
import logging
from dataclasses import dataclass
from functools import partial
from typing import Any

from bot.simulator.errors import ApiError, error
from bot.simulator.faults import Fault
from bot.simulator.flood import Flood
from bot.simulator.jsontypes import Json
from bot.simulator.messages import find_chat
from bot.simulator.methods.call import Call
from bot.simulator.methods.table import ASYNC_METHODS, METHODS, NAMES, counts_as_message
from bot.simulator.parameters import Parameters, decoded
from bot.simulator.spec import violations
from bot.simulator.state import Bot
from bot.simulator.world import World

_LOG = logging.getLogger("bot.simulator")


@dataclass(frozen=True)
class Outcome:
    """What a call came to: the HTTP status and the body; no body where the connection is to be dropped."""

    status: int
    body: Json | None


async def dispatch(
    world: World, bot: Bot, method: str, parameters: Parameters, gone: asyncio.Event, via: str = "http"
) -> Outcome:
    """Carry out one call and write it down. `via` says how it came: by `http` or in a `webhook`'s answer."""
    spelled = NAMES.get(method.lower()) or (world.spec and world.spec.name(method)) or method
    started, clock = world.settings.monotonic(), world.settings.clock()
    fault = world.faults.take(spelled)
    answer = await _answer(world, bot, spelled, parameters, gone, fault)
    outcome = _outcome(answer)
    if fault and fault.drop:
        outcome = Outcome(0, None)
    world.calls.add(
        {
            "bot_id": bot.id,
            "method": spelled,
            "params": parameters.values,
            "files": {name: upload.described() for name, upload in parameters.files.items()},
            "status": outcome.status,
            "ok": outcome.status == 200,
            "result": None if isinstance(answer, ApiError) else answer,
            "error": answer.description if isinstance(answer, ApiError) else None,
            "time": clock,
            "duration": round(world.settings.monotonic() - started, 6),
            "violations": violations(world.spec, spelled, parameters, answer),
            "fault": fault.as_json() if fault else None,
            "via": via,
        }
    )
    return outcome


def _outcome(answer: Any) -> Outcome:
    if isinstance(answer, ApiError):
        return Outcome(answer.status, answer.as_json())
    return Outcome(200, {"ok": True, "result": answer})


async def _answer(
    world: World, bot: Bot, method: str, parameters: Parameters, gone: asyncio.Event, fault: Fault | None
) -> Any:
    """What the method gives, or the ApiError that refuses it."""
    if fault and fault.delay:
        await world.pause(fault.delay)
    if fault and fault.fails and not fault.after:
        return fault.error()
    try:
        answer = await _carry_out(world, bot, method, parameters, gone)
    except ApiError as refusal:
        return refusal
    except Exception:
        # A mistake of the simulator must not look like silence; what was sent stays out of the log.
        _LOG.exception("The simulator failed in %s", method)
        return error("internal")
    return fault.error() if fault and fault.fails and not fault.drop else answer


async def _carry_out(world: World, bot: Bot, method: str, parameters: Parameters, gone: asyncio.Event) -> Any:
    only = world.settings.only_methods
    if only is not None and method not in only:
        raise error("method_not_found" if world.settings.other_status == 404 else "internal")
    if method not in METHODS and method not in ASYNC_METHODS:
        raise error("method_not_found")
    call = Call(world, bot, parameters, gone, partial(call_in_answer, world, bot))
    if counts_as_message(method) and world.flood_limits.enabled:
        chat = find_chat(bot, parameters, sending=method.startswith("send"))
        flood = world.floods.setdefault(bot.id, Flood())
        flood.check(world.flood_limits, chat.id, world.settings.monotonic())
    if method in ASYNC_METHODS:
        return await ASYNC_METHODS[method](call)
    return METHODS[method](call)


async def call_in_answer(world: World, bot: Bot, method: str, values: Json) -> None:
    """Carry out the call that a bot put into its answer to a webhook; it never learns what came of it."""
    await dispatch(world, bot, method, Parameters(decoded(values)), asyncio.Event(), via="webhook")
