"""One form for many spellings: what is the same to a reader becomes the same to a comparison.

`clean` keeps a text readable and makes it safe, `normalise` also forgets case and Arabic or Persian
typing habits, `fold` also forgets diacritics and scripts of digits and is meant for matching only.
All three accept any `str`, lone surrogates included, and never raise.
"""

import re
import unicodedata
from typing import Final

# Letters that NFD does not take apart although readers take one for the other.
_LETTERS: Final = str.maketrans(
    {
        "ø": "o",
        "ı": "i",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "æ": "ae",
        "œ": "oe",
        "ħ": "h",
        "ŋ": "n",
        "ə": "e",
        "ґ": "г",
        "ђ": "д",
    }
)
# Keyboards for Arabic, Persian, Kurdish and Urdu type the same letter with different code points.
_ARABIC: Final = str.maketrans(
    {
        "ى": "ي",
        "ی": "ي",
        "ې": "ي",
        "ے": "ي",
        "ک": "ك",
        "ڪ": "ك",
        "ة": "ه",
        "ۀ": "ه",
        "ہ": "ه",
        "ھ": "ه",
        "ە": "ه",
        "ۃ": "ه",
        "ٱ": "ا",
        "ـ": None,
    }
)
_TASHKEEL: Final = re.compile("[\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed]")
_LONG_LETTER: Final = re.compile(r"([^\W\d_])\1{2,}")
_LONG_SIGN: Final = re.compile(r"([^\w\s])\1+")
_SPACE: Final = re.compile(r"\s+")


class _Plain(dict[int, str | int | None]):
    """For `str.translate`: marks away, digits of any script to ASCII; found out once for each character."""

    def __missing__(self, code: int) -> str | int | None:
        character = chr(code)
        if unicodedata.category(character) == "Mn":
            plain: str | int | None = None
        else:
            digit = unicodedata.digit(character, None)
            plain = code if digit is None else str(digit)
        self[code] = plain
        return plain


_PLAIN: Final = _Plain()
_INVISIBLE: Final = frozenset({"Cc", "Cf", "Cs", "Co"})
_BREAKS: Final = frozenset("\t\n\r\v\f\x1c\x1d\x1e\x1f\x85")


def visible(text: str) -> str:
    """`text` without control, bidi, zero-width or private characters and surrogates; breaks become spaces."""
    if text.isprintable():
        return text
    return "".join(
        " " if c in _BREAKS else c
        for c in text
        if c in _BREAKS or c.isalnum() or unicodedata.category(c) not in _INVISIBLE
    )


def clean(text: str) -> str:
    """`text` in NFKC, visible characters only, "sooooo" as "soo", "!!!" as "!", single spaces."""
    text = unicodedata.normalize("NFKC", visible(text))
    # NFKC unfolds a few characters into spaces and marks, so the rest comes after it.
    text = _LONG_LETTER.sub(r"\1\1", text)
    text = _LONG_SIGN.sub(r"\1", text)
    return _SPACE.sub(" ", text).strip()


def normalise(text: str) -> str:
    """`clean`, then without case, tashkeel and the variants of Arabic and Persian letters."""
    text = clean(text).casefold().replace("i\u0307", "i")
    return _LONG_LETTER.sub(r"\1\1", _TASHKEEL.sub("", text).translate(_ARABIC))


def fold(text: str) -> str:
    """`normalise`, then without any diacritics ("Hörde" is "horde", "ß" "ss") and with ASCII digits."""
    folded = unicodedata.normalize("NFD", normalise(text)).translate(_PLAIN)
    # A letter without its hamza may be one of the variants that `normalise` knows, and what stood apart
    # through a mark may now be long.
    folded = unicodedata.normalize("NFC", folded.translate(_LETTERS).translate(_ARABIC))
    return _SPACE.sub(" ", _LONG_SIGN.sub(r"\1", _LONG_LETTER.sub(r"\1\1", folded))).strip()
