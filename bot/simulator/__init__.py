"""A Bot API server of its own, with a chat page: the bot can be tried and tested without Telegram."""

from bot.simulator.server import RunningSimulator, create_app, running_simulator, serve
from bot.simulator.settings import FloodLimits, SimulatorSettings

__all__ = ["FloodLimits", "RunningSimulator", "SimulatorSettings", "create_app", "running_simulator", "serve"]
