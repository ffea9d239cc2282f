"""Keeps other websites out: a page in a browser on this machine must not drive the simulator."""

from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_LOOPBACK = {"localhost", "127.0.0.1", "[::1]"}
_CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; "
    "connect-src 'self'; font-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _CSP,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "microphone=(self), geolocation=(self), camera=(self)",
}


class Guard:
    """Refuses requests with a foreign `Host` (DNS rebinding) or from a foreign page, and adds headers of safety."""

    def __init__(self, app: ASGIApp, allowed_hosts: frozenset[str]) -> None:
        self._app = app
        self._hosts = _LOOPBACK | {host.lower() for host in allowed_hosts}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer 403."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        sentence = self._refusal(scope)
        if sentence is None:
            await self._app(scope, receive, with_headers)
        else:
            body = {
                "ok": False,
                "error_code": 403,
                "description": f"Forbidden: {sentence}",
                "error": sentence,
            }
            await JSONResponse(body, 403)(scope, receive, with_headers)

    def _refusal(self, scope: Scope) -> str | None:
        headers = Headers(scope=scope)
        host = headers.get("host", "").lower()
        name = host if host.endswith("]") else host.rpartition(":")[0] or host
        if name not in self._hosts:
            return "This name of the host is not allowed; allow it with --allow-host."
        origin = headers.get("origin")
        if origin is not None and urlsplit(origin).netloc.lower() != host:
            return "Requests from other websites are not allowed."
        if scope["path"] != "/" and headers.get("sec-fetch-site", "none") not in ("none", "same-origin"):
            return "Requests from other websites are not allowed."
        return None
