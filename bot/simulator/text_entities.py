"""Formatted texts: cleaned as Telegram cleans them, with the entities that Telegram finds by itself."""

import json
import re
from typing import Any

from bot.simulator.errors import error
from bot.simulator.html_entities import parse_html
from bot.simulator.jsontypes import Json
from bot.simulator.utf16 import utf16_length

# Telegram drops carriage returns and embedded text directions, and turns control characters into spaces.
_CLEANED = dict.fromkeys([0x0D, *range(0x2028, 0x202F)], None) | dict.fromkeys(
    [*range(9), 11, 12, *range(14, 32)], " "
)
_FOUND = re.compile(
    r"(?P<email>(?<![\w.+-])[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+)"
    r"|(?P<url>(?<![\w@/.])(?:(?:https?|tg)://[^\s<>\"]+|(?:[a-z0-9-]+\.)+(?:de|com|org|net|eu|info|me)\b(?:/[^\s<>\"]*)?))"
    r"|(?P<mention>(?<!\w)@[A-Za-z]\w{2,31}\b)"
    r"|(?P<hashtag>(?<!\w)#(?=\w*[^\W\d])\w{1,256})"
    r"|(?P<bot_command>(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z]\w{2,31})?(?![\w/]))",
    re.IGNORECASE | re.ASCII,
)
_HASHTAG = re.compile(r"(?<!\w)#(?=\w*[^\W\d])\w{1,256}")
_EXCLUSIVE = {"code", "pre", "text_link", "text_mention", "url", "email", "mention", "hashtag", "bot_command"}
_TYPES = _EXCLUSIVE | {
    "bold", "italic", "underline", "strikethrough", "spoiler", "blockquote", "expandable_blockquote",
    "custom_emoji", "cashtag", "phone_number", "date_time",
}  # fmt: skip


def found_entities(text: str) -> list[Json]:
    """Commands, links, addresses, mentions and hashtags in a text."""
    spans = [
        (m.start(), m.end(), m.lastgroup or "") for m in _FOUND.finditer(text) if m.lastgroup != "hashtag"
    ]
    spans += [(m.start(), m.end(), "hashtag") for m in _HASHTAG.finditer(text)]
    entities = []
    end_of_last = 0
    for start, end, kind in sorted(spans):
        if kind == "url":
            end -= len(text[start:end]) - len(text[start:end].rstrip(".,;:!?)'"))
        if start >= end_of_last:
            offset = utf16_length(text[:start])
            entities.append({"type": kind, "offset": offset, "length": utf16_length(text[start:end])})
            end_of_last = end
    return entities


def formatted(text: str, parse_mode: str | None, given: Any = None) -> tuple[str, list[Json]]:
    """A text as Telegram would keep it, and its entities. Raises ApiError where it cannot be parsed.

    Only the parse mode HTML is known to the simulator; the others are refused as an unknown one would be.
    """
    text = text.translate(_CLEANED)
    entities: list[Json]
    if not parse_mode:
        entities = _given(given)
    elif parse_mode.lower() == "html":
        text, entities = parse_html(text)
    else:
        raise error("parse_mode")
    text, entities = _trimmed(text, entities)
    return text, _merged(entities, found_entities(text))


def _given(given: Any) -> list[Json]:
    if given in (None, ""):
        return []
    if isinstance(given, str):
        try:
            given = json.loads(given)
        except ValueError:
            raise error("entities", reason="can't parse entities JSON object") from None
    if not isinstance(given, list):
        raise error("entities", reason="expected an Array of MessageEntity")
    for entity in given:
        if not isinstance(entity, dict) or entity.get("type") not in _TYPES:
            raise error("entities", reason="expected a MessageEntity of a known type")
        if not all(type(entity.get(name)) is int for name in ("offset", "length")):
            raise error("entities", reason="offset and length of an entity must be of type Number")
    # What Telegram finds by itself it does not take from the bot.
    return [dict(entity) for entity in given if entity["offset"] >= 0 and entity["length"] > 0]


def _trimmed(text: str, entities: list[Json]) -> tuple[str, list[Json]]:
    stripped = text.strip()
    cut = utf16_length(text[: len(text) - len(text.lstrip())])
    longest = utf16_length(stripped)
    kept = []
    for entity in entities:
        start = max(entity["offset"] - cut, 0)
        end = min(entity["offset"] + entity["length"] - cut, longest)
        if end > start:
            kept.append(entity | {"offset": start, "length": end - start})
    return stripped, kept


def _merged(written: list[Json], found: list[Json]) -> list[Json]:
    def overlaps(one: Json, other: Json) -> bool:
        return bool(
            one["offset"] < other["offset"] + other["length"]
            and other["offset"] < one["offset"] + one["length"]
        )

    blocks = [entity for entity in written if entity["type"] in ("code", "pre")]
    exclusive = [entity for entity in written if entity["type"] in _EXCLUSIVE]
    # Nothing lives inside code, and what Telegram finds never crosses what the bot has linked.
    written = [e for e in written if e in blocks or not any(overlaps(e, block) for block in blocks)]
    found = [e for e in found if not any(overlaps(e, other) for other in exclusive)]
    return sorted(written + found, key=lambda e: (e["offset"], -e["length"]))
