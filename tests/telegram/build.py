"""Raw updates as Telegram sends them; a test names only what matters."""

from itertools import count
from typing import Any

from bot.telegram.bot import Identity

ME = Identity(1, "quartierstimme_bot", "Quartierstimme")
AMINA = {"id": 1001, "is_bot": False, "first_name": "Amina", "language_code": "ar"}
PRIVATE = {"id": 1001, "type": "private", "first_name": "Amina"}
GROUP = {"id": -5001, "type": "group", "title": "Workshop"}

_ids = count(1)


def message(text: str | None = None, *, chat: dict[str, Any] = PRIVATE, **content: Any) -> dict[str, Any]:
    """A message; a text that begins with a slash gets its command entity."""
    built: dict[str, Any] = {"message_id": next(_ids), "date": 1_790_000_000, "chat": chat, "from": AMINA}
    if text is not None:
        built["text"] = text
        if text.startswith("/"):
            length = len(text.split()[0])
            built["entities"] = [{"type": "bot_command", "offset": 0, "length": length}]
    return {**built, **content}


def update(kind: str = "message", **body: Any) -> dict[str, Any]:
    return {"update_id": next(_ids), kind: body}


def press(
    data: str | None = "menu.0.survey", *, chat: dict[str, Any] = PRIVATE, **more: Any
) -> dict[str, Any]:
    """A pressed button under message 5."""
    query: dict[str, Any] = {
        "id": "77",
        "from": AMINA,
        "chat_instance": "1",
        "message": message("Menu", chat=chat) | {"message_id": 5},
    }
    if data is not None:
        query["data"] = data
    return update("callback_query", **{**query, **more})


def member(status: str, before: str = "member", *, chat: dict[str, Any] = PRIVATE) -> dict[str, Any]:
    """The bot's own standing in a chat changed."""
    bot = {"id": 1, "is_bot": True, "first_name": "Quartierstimme"}

    def standing(which: str) -> dict[str, Any]:
        return {"user": bot, "status": which, **({"until_date": 0} if which == "kicked" else {})}

    return update(
        "my_chat_member",
        chat=chat,
        date=1_790_000_000,
        **{"from": AMINA},
        old_chat_member=standing(before),
        new_chat_member=standing(status),
    )
