"""Updates that Telegram brings: one address that takes them in."""

import hashlib
import hmac
from typing import Final

import structlog
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from telegram import Bot

from bot.telegram.bot import call
from bot.telegram.intake import MAX_BYTES, Intake, parse
from bot.telegram.updates import ALLOWED_UPDATES, NotAnUpdate, raw_update

log = structlog.get_logger(__name__)

PATH: Final = "/telegram/updates"
SECRET_HEADER: Final = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105
MAX_CONNECTIONS: Final = 40
_PURPOSE: Final = b"quartierstimme telegram webhook"


def webhook_secret(instance_key: bytes) -> str:
    """What Telegram must show with every update; made from the instance's key, which it does not reveal."""
    return hmac.new(instance_key, _PURPOSE, hashlib.sha256).hexdigest()


def webhook_route(intake: Intake, secret: str) -> Route:
    """The address: 200 once an update is committed, 403 without the secret, 413 or 400 for what is no update."""

    async def endpoint(request: Request) -> Response:
        shown = request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(shown.encode("utf-8", "replace"), secret.encode()):
            return PlainTextResponse("The secret token is missing or wrong.\n", status_code=403)
        try:
            body = await _body(request)
        except ClientDisconnect:
            return Response(status_code=400)
        if body is None:
            return PlainTextResponse("The update is too large.\n", status_code=413)
        try:
            update = parse(body)
            raw_update(update)
        except NotAnUpdate as problem:
            return PlainTextResponse(f"Not an update: {problem}.\n", status_code=400)
        try:
            await intake.take([update])
        except Exception as error:  # not committed: Telegram brings it again
            log.error("inbox refused an update", error=type(error).__name__)
            return PlainTextResponse("The update could not be kept; please send it again.\n", status_code=503)
        return Response(status_code=200)

    return Route(PATH, endpoint, methods=["POST"])


async def set_webhook(bot: Bot, base_url: str, secret: str) -> None:
    """Tells Telegram where updates go, unless it knows already. Raises TelegramError."""
    url = base_url.rstrip("/") + PATH
    known = await call(bot, "getWebhookInfo", {})
    wanted = {"url": url, "allowed_updates": list(ALLOWED_UPDATES), "max_connections": MAX_CONNECTIONS}
    differs = any(
        (sorted(known.get(key) or []) != sorted(value))
        if isinstance(value, list)
        else known.get(key) != value
        for key, value in wanted.items()
    )
    refused = "403" in str(known.get("last_error_message", ""))  # another secret was set, with an older key
    if differs or refused:
        await call(bot, "setWebhook", {**wanted, "secret_token": secret})
        log.info("webhook set")


async def _body(request: Request) -> bytes | None:
    """The body, or None as soon as it is larger than an update can be."""
    announced = request.headers.get("content-length", "")
    if announced.isascii() and announced.isdigit() and int(announced) > MAX_BYTES:
        return None
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BYTES:
            return None
    return bytes(body)
