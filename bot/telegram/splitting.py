"""Texts that are longer than Telegram takes, cut where a reader would pause."""

from typing import Final

MAX_UNITS: Final = 4096  # UTF-16 code units, https://core.telegram.org/bots/api#sendmessage
_BORDERS: Final = ("\n\n", "\n", " ")
_LEAST_FILL: Final = 0.5  # a border in the first half would make needlessly short parts


def utf16_length(text: str) -> int:
    """How long Telegram thinks a text is."""
    return len(text) + sum(char > "\uffff" for char in text)


def split(text: str, limit: int = MAX_UNITS) -> list[str]:
    """`text` in parts of at most `limit` UTF-16 units: between paragraphs, else lines, else words, else anywhere.

    A text without anything visible gives no part at all, since Telegram refuses it.
    """
    parts: list[str] = []
    rest = text.strip()
    while utf16_length(rest) > limit:
        head = rest[: _fitting(rest, limit)]
        cut = _border(head, rest)
        parts.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    if rest:
        parts.append(rest)
    return parts


def _fitting(text: str, limit: int) -> int:
    """How many characters of `text` fit into `limit` units."""
    units = 0
    for index, char in enumerate(text):
        units += 2 if char > "\uffff" else 1
        if units > limit:
            return index
    return len(text)


def _border(head: str, rest: str) -> int:
    for border in _BORDERS:
        if rest[len(head) : len(head) + len(border)] == border:
            return len(head)
        cut = head.rfind(border)
        if cut >= len(head) * _LEAST_FILL:
            return cut
    return len(head)
