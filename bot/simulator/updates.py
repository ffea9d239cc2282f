"""Updates on their way to a bot: queued, confirmed, handed out."""

from typing import Any

from bot.simulator.jsontypes import Json
from bot.simulator.limits import LIMITS
from bot.simulator.state import Bot, PendingUpdate

# Sent only to bots that ask for them by name.
_ON_REQUEST = {"chat_member", "message_reaction", "message_reaction_count"}


def queue_update(bot: Bot, chat_id: int, **content: Json) -> None:
    """Queue an update such as `message={...}`, unless the bot has said that it wants none of its kind."""
    kind = next(iter(content))
    wanted = kind in bot.allowed_updates if bot.allowed_updates else kind not in _ON_REQUEST
    if not wanted:
        return
    _add(bot, PendingUpdate({"update_id": bot.next_update_id, **content}, chat_id))
    bot.next_update_id += 1


def inject_update(bot: Bot, body: Json) -> int:
    """Queue a ready-made update, whatever is in it, and return its id."""
    if "update_id" not in body:
        body = {"update_id": bot.next_update_id, **body}
        bot.next_update_id += 1
    _add(bot, PendingUpdate(body, chat_of(body), injected=True))
    return int(body["update_id"])


def _add(bot: Bot, pending: PendingUpdate) -> None:
    if len(bot.updates) >= LIMITS["kept_updates"]:
        bot.updates.popleft()
    bot.updates.append(pending)
    bot.updated.fire()
    if bot.webhook:
        bot.webhook.deliver(pending)


def chat_of(value: Any) -> int:
    """The chat that a ready-made update is about, or 0: updates of one chat go to a webhook in order."""
    content = next((part for name, part in value.items() if name != "update_id"), None)
    for part in (content, content.get("message") if isinstance(content, dict) else None):
        chat = part.get("chat") if isinstance(part, dict) else None
        if isinstance(chat, dict) and isinstance(chat.get("id"), int):
            return int(chat["id"])
    return 0


def confirm(bot: Bot, offset: int) -> None:
    """Forget the updates below `offset`; a negative one keeps only the newest so many."""
    if offset < 0:
        while len(bot.updates) > -offset:
            bot.updates.popleft()
    elif offset > 0:
        kept = [u for u in bot.updates if u.body["update_id"] >= offset or (u.injected and not u.handed_out)]
        bot.updates.clear()
        bot.updates.extend(kept)


def waiting(bot: Bot, limit: int) -> list[Json]:
    """The oldest updates that are not confirmed, at most `limit`."""
    found = [pending for pending, _ in zip(bot.updates, range(limit), strict=False)]
    for pending in found:
        pending.handed_out = True
    return [pending.body for pending in found]


def forget_update(bot: Bot, pending: PendingUpdate) -> None:
    """Drop an update that a webhook has taken."""
    if pending in bot.updates:
        bot.updates.remove(pending)
