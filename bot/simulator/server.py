"""The simulator as a web application and as a running server."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from types import FrameType

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from bot.simulator import bot_api
from bot.simulator.connections import OpenConnections
from bot.simulator.guard import Guard
from bot.simulator.settings import SimulatorSettings
from bot.simulator.sim.routes import ROUTES
from bot.simulator.world import World


def create_app(settings: SimulatorSettings | None = None) -> Starlette:
    """The simulator as an ASGI application; its world is at `app.state.world`."""
    settings = settings or SimulatorSettings()
    app = Starlette(
        routes=[
            Route("/bot{token}/{method}", bot_api.call_method, methods=["GET", "POST"]),
            Route("/file/bot{token}/{path:path}", bot_api.download, methods=["GET"]),
            Mount("/sim", routes=ROUTES),
            Route("/bot{rest:path}", bot_api.unknown, methods=["GET", "POST"]),
            Mount("/", StaticFiles(directory=settings.page_path, html=True, check_dir=False)),
        ],
        middleware=[Middleware(Guard, allowed_hosts=settings.allowed_hosts)],
    )
    app.state.world = World(settings)
    return app


@dataclass(frozen=True)
class RunningSimulator:
    """A simulator that is being served: its address, and its world for those in the same process."""

    host: str
    port: int
    world: World

    @property
    def url(self) -> str:
        """The root for bots, tests and people."""
        return f"http://{f'[{self.host}]' if ':' in self.host else self.host}:{self.port}"


class _Server(uvicorn.Server):
    """Stops when told, at once: requests that wait are ended rather than waited for."""

    def __init__(self, config: uvicorn.Config, world: World, *, own_signals: bool) -> None:
        super().__init__(config)
        self._world = world
        self._own_signals = own_signals
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stopped = asyncio.Event()
        self.ready = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        self._loop = asyncio.get_running_loop()
        await super().startup(sockets)
        self.ready.set()

    async def main_loop(self) -> None:
        await self._stopped.wait()

    def stop(self) -> None:
        """End all waiting and then the server."""
        self.should_exit = True
        self._world.close()
        self._stopped.set()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        super().handle_exit(sig, frame)
        if self._loop:
            self._loop.call_soon_threadsafe(self.stop)

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        if self._own_signals:
            with super().capture_signals():
                yield
        else:
            yield  # Signals belong to the programme that the simulator is part of.


def _listen(host: str, port: int) -> socket.socket:
    """A socket that listens. Raises OSError."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # asyncio sends small packets at once only where it knows that a socket is TCP; else each answer takes 40 ms.
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        listening.listen(512)
    except BaseException:
        listening.close()
        raise
    return listening


def _prepare(
    host: str, port: int, settings: SimulatorSettings | None, *, own_signals: bool
) -> tuple[_Server, socket.socket, RunningSimulator]:
    app = create_app(settings)
    app.state.connections = OpenConnections()
    listening = _listen(host, port)
    config = uvicorn.Config(
        app,
        http=app.state.connections.protocol(),
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=2,
        server_header=False,
        date_header=False,
    )
    world: World = app.state.world
    running = RunningSimulator(host, listening.getsockname()[1], world)
    return _Server(config, world, own_signals=own_signals), listening, running


@asynccontextmanager
async def running_simulator(
    host: str = "127.0.0.1", port: int = 0, settings: SimulatorSettings | None = None
) -> AsyncIterator[RunningSimulator]:
    """Serve a simulator as long as the block lasts; port 0 takes a free one. Raises OSError if the port is taken.

    It stops at once, with long polls and event streams still open. Signals stay with the caller.
    """
    server, listening, running = _prepare(host, port, settings, own_signals=False)
    serving = asyncio.create_task(server.serve(sockets=[listening]))
    try:
        ready = asyncio.create_task(server.ready.wait())
        await asyncio.wait([serving, ready], return_when=asyncio.FIRST_COMPLETED)
        ready.cancel()
        yield running
    finally:
        server.stop()
        await serving
        listening.close()


async def serve(
    host: str = "127.0.0.1",
    port: int = 8081,
    settings: SimulatorSettings | None = None,
    started: Callable[[RunningSimulator], None] = lambda running: None,
) -> None:
    """Serve a simulator until the process is told to stop (SIGINT, SIGTERM). Raises OSError if the port is taken.

    `started` is told the address as soon as it answers.
    """
    server, listening, running = _prepare(host, port, settings, own_signals=True)
    try:
        started(running)
        await server.serve(sockets=[listening])
    finally:
        listening.close()
