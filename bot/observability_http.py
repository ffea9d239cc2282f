"""Addresses for operators and their tools: is it alive, is it ready, what are its figures."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from typing import Final

import uvicorn
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from bot.observability import Metrics

Check = Callable[[], Awaitable[str | None]]
"""Gives None when all is well, else what is wrong in a few words without anything secret."""

Measure = Callable[[], Awaitable[None]]
"""Brings figures up to date that are looked up rather than counted."""

CHECK_SECONDS: Final = 3.0
STOP_SECONDS: Final = 5


def routes(metrics: Metrics, checks: Mapping[str, Check], measure: Measure | None = None) -> list[Route]:
    """`/healthz` (the process answers), `/readyz` (every check is well, else 503), `/metrics` (Prometheus)."""

    async def healthz(_: Request) -> Response:
        return PlainTextResponse("ok\n")

    async def readyz(_: Request) -> Response:
        found = await asyncio.gather(*(_state(check) for check in checks.values()))
        states = dict(zip(checks, found, strict=True))
        ready = all(state == "ok" for state in states.values())
        return JSONResponse({"ready": ready, **states}, status_code=200 if ready else 503)

    async def figures(_: Request) -> Response:
        with contextlib.suppress(Exception):  # the other figures are worth having without these
            async with asyncio.timeout(CHECK_SECONDS):
                await (measure or _nothing)()
        return Response(generate_latest(metrics.registry), media_type=CONTENT_TYPE_LATEST)

    return [Route("/healthz", healthz), Route("/readyz", readyz), Route("/metrics", figures)]


def observability_app(
    metrics: Metrics, checks: Mapping[str, Check], measure: Measure | None = None
) -> Starlette:
    """The three addresses alone, for a process that serves nothing else."""
    return Starlette(routes=routes(metrics, checks, measure))


@contextlib.asynccontextmanager
async def serving(app: ASGIApp, host: str, port: int) -> AsyncIterator[int]:
    """Serves `app` as long as the context lasts and gives the port (`port` 0: any free one).

    Raises OSError where the address cannot be had.
    """
    listening = _listening(host, port)
    config = uvicorn.Config(
        app, log_config=None, access_log=False, server_header=False, timeout_graceful_shutdown=STOP_SECONDS
    )
    server = _QuietServer(config)
    task = asyncio.create_task(server.serve(sockets=[listening]))
    try:
        yield int(listening.getsockname()[1])
    finally:
        server.should_exit = True
        await task
        listening.close()


def _listening(host: str, port: int) -> socket.socket:
    """A listening socket that says it is TCP: only then asyncio sends small answers at once."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        listening.listen()
    except OSError:
        listening.close()
        raise
    return listening


class _QuietServer(uvicorn.Server):
    """Leaves signals to the process that it is a part of."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


async def _nothing() -> None:
    return None


async def _state(check: Check) -> str:
    try:
        async with asyncio.timeout(CHECK_SECONDS):
            return await check() or "ok"
    except TimeoutError:
        return "no answer"
    except Exception as error:  # a check that breaks is a finding, not a crash
        return type(error).__name__
