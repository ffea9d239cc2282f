"""Closing a connection without an answer, which HTTP servers do not offer by themselves."""

import asyncio
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from uvicorn.protocols.http.h11_impl import H11Protocol


class OpenConnections:
    """The transports of open connections by the address of their other end."""

    def __init__(self) -> None:
        self._transports: dict[tuple[str, int], asyncio.Transport] = {}

    def protocol(self) -> type[H11Protocol]:
        """A protocol for uvicorn that registers its connections here."""
        transports = self._transports

        class Protocol(H11Protocol):
            def connection_made(self, transport: Any) -> None:
                super().connection_made(transport)
                if self.client:
                    transports[self.client] = transport

            def connection_lost(self, exc: Exception | None) -> None:
                if self.client:
                    transports.pop(self.client, None)
                super().connection_lost(exc)

        return Protocol

    def abort(self, client: tuple[str, int]) -> bool:
        """Close a connection at once; False if it is not known."""
        transport = self._transports.get(client)
        if transport is not None:
            transport.abort()
        return transport is not None


class _Silence(Response):
    """A response that sends nothing."""

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        while (await receive())["type"] != "http.disconnect":
            pass


async def drop_connection(request: Request) -> Response:
    """Close the connection of a request; nothing is answered. Raises where the server cannot do so."""
    connections: OpenConnections | None = getattr(request.app.state, "connections", None)
    if (
        connections is None
        or request.client is None
        or not connections.abort((request.client.host, request.client.port))
    ):
        raise ConnectionAbortedError("A fault dropped this connection.")
    return _Silence()
