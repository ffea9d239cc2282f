"""Telegram counts the offsets of entities in UTF-16 code units."""


def utf16_length(text: str) -> int:
    """How many UTF-16 code units a text has; letters outside the basic plane, such as most emoji, count two."""
    return len(text) + sum(1 for letter in text if ord(letter) > 0xFFFF)
