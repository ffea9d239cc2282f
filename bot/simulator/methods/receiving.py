"""How a bot receives its updates: getUpdates and webhooks."""

import asyncio
import re
from typing import Any
from urllib.parse import urlsplit

from bot.simulator.errors import ApiError, error
from bot.simulator.jsontypes import Json
from bot.simulator.limits import LIMITS
from bot.simulator.methods.call import Call
from bot.simulator.state import Bot
from bot.simulator.updates import confirm, forget_update, waiting
from bot.simulator.waiting import Signal
from bot.simulator.webhooks import Webhook
from bot.simulator.world import World

_SECRET = re.compile(r"[A-Za-z0-9_-]*")
_LOOPBACK = {"localhost", "127.0.0.1", "::1"}


async def get_updates(call: Call) -> list[Json]:
    """https://core.telegram.org/bots/api#getupdates"""
    bot, parameters = call.bot, call.parameters
    if bot.webhook:
        raise error("conflict_webhook")
    _allow_updates(call)
    confirm(bot, parameters.integer("offset"))
    limit = min(max(parameters.integer("limit", 100), 1), LIMITS["updates"])
    seconds = min(max(parameters.integer("timeout"), 0), LIMITS["long_poll"])
    if bot.updates or not seconds:
        return waiting(bot, limit)
    await _take_over(call.world, bot)
    mine = bot.poller = Signal()

    def ready() -> bool:
        return bool(bot.updates or mine.closed or bot.webhook or call.gone.is_set())

    watching = asyncio.create_task(call.gone.wait())
    watching.add_done_callback(lambda _: bot.updated.fire())
    try:
        await bot.updated.until(ready, seconds)
    finally:
        watching.cancel()
        if bot.poller is mine:
            bot.poller = None
    if mine.closed:
        raise await _conflict(call.world, bot, "conflict_poll")
    if bot.webhook:
        raise error("conflict_set_webhook")
    return [] if call.gone.is_set() else waiting(bot, limit)


async def _take_over(world: World, bot: Bot) -> None:
    """The newest poller wins; the older one is told, as at Telegram."""
    if bot.poller is not None:
        bot.poller.close()
        bot.updated.fire()
        await asyncio.sleep(0)


async def _conflict(world: World, bot: Bot, name: str) -> ApiError:
    # Telegram holds back further conflicts for a while, or two pollers would throw each other out in a rush.
    now, last = world.settings.monotonic(), bot.last_conflict
    bot.last_conflict = now
    if last is not None and now - last < world.settings.conflict_pause:
        await world.pause(world.settings.conflict_pause)
    return error(name)


def _allow_updates(call: Call) -> None:
    """Remember which updates a bot wants; without the parameter, the earlier choice stays."""
    wanted: Any = call.parameters.values.get("allowed_updates")
    if isinstance(wanted, list):
        call.bot.allowed_updates = [name for name in wanted if isinstance(name, str)]


def set_webhook(call: Call) -> bool:
    """https://core.telegram.org/bots/api#setwebhook, but plain HTTP is fine for this machine."""
    world, bot, parameters = call.world, call.bot, call.parameters
    url = parameters.text("url")
    if not url:
        return delete_webhook(call)
    _check_webhook_url(url, world)
    secret = parameters.text("secret_token")
    if len(secret) > LIMITS["secret_token"]:
        raise error("secret_long")
    if not _SECRET.fullmatch(secret):
        raise error("secret_characters")
    _allow_updates(call)
    connections = min(max(parameters.integer("max_connections", 40), 1), LIMITS["webhook_connections"])
    old, settings = bot.webhook, world.settings
    same = old is not None and (old.url, old.secret_token, old.max_connections) == (url, secret, connections)
    if same and not parameters.flag("drop_pending_updates"):
        return True  # Nothing changes, so nothing that is on its way is sent again.
    _stop_webhook(call)

    bot.webhook = Webhook(
        url=url,
        secret_token=secret,
        max_connections=connections,
        first_retry=settings.webhook_first_retry,
        longest_retry=settings.webhook_longest_retry,
        patience=settings.webhook_patience,
        clock=settings.clock,
        taken=lambda pending: forget_update(bot, pending),
        call=call.call_in_answer,
    )
    for pending in list(bot.updates):
        bot.webhook.deliver(pending)
    bot.updated.fire()
    return True


def _check_webhook_url(url: str, world: World) -> None:
    try:
        parts = urlsplit(url if "://" in url else f"https://{url}")
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise error("webhook_url") from None
    if not host or parts.scheme not in ("http", "https") or any(ord(c) <= 32 for c in url):
        raise error("webhook_url")
    if parts.scheme == "http" and host not in _LOOPBACK | world.settings.http_webhook_hosts:
        raise error("webhook_https")


def delete_webhook(call: Call) -> bool:
    """https://core.telegram.org/bots/api#deletewebhook"""
    _stop_webhook(call)
    return True


def _stop_webhook(call: Call) -> None:
    if call.bot.webhook:
        call.bot.webhook.stop()
        call.bot.webhook = None
    if call.parameters.flag("drop_pending_updates"):
        call.bot.updates.clear()


def get_webhook_info(call: Call) -> Json:
    """https://core.telegram.org/bots/api#getwebhookinfo"""
    bot = call.bot
    info: Json = {"url": "", "has_custom_certificate": False, "pending_update_count": len(bot.updates)}
    if bot.webhook:
        info |= {
            "url": bot.webhook.url,
            "max_connections": bot.webhook.max_connections,
            "ip_address": "127.0.0.1",
        }
        if bot.webhook.last_error_message:
            info["last_error_date"] = bot.webhook.last_error_date
            info["last_error_message"] = bot.webhook.last_error_message
    if bot.allowed_updates:
        info["allowed_updates"] = bot.allowed_updates
    return info
