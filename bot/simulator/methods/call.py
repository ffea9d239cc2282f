"""One call of a Bot API method."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.simulator.jsontypes import Json
from bot.simulator.parameters import Parameters
from bot.simulator.state import Bot
from bot.simulator.world import World


@dataclass
class Call:
    """Who calls with which parameters.

    `gone` is set when the caller no longer listens. `call_in_answer` carries out a method call (name and
    parameters) that the bot puts into its answer to a webhook.
    """

    world: World
    bot: Bot
    parameters: Parameters
    gone: asyncio.Event
    call_in_answer: Callable[[str, Json], Awaitable[None]]
