"""Words of residents in cells: without what programs for tables would take for commands.

What spreadsheets run: https://owasp.org/www-community/attacks/CSV_Injection
"""

import re
import unicodedata
from typing import Final

_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_TURNS: Final = re.compile(r"[\u202a-\u202e\u2066-\u2069]")
"""Marks that turn the direction of writing; one that is left open would turn what stands beside it."""
_STARTS: Final = "=+-@\t\r＝＋－＠"
_INSIDE: Final = re.compile(r"([,;|\t\r\n][\s\"']*)(?=[=+\-@＝＋－＠])")
"""A program that takes another sign for the one between cells begins a cell within the words."""


def shown(words: str) -> str:
    """`words` without control characters and turns of direction; line breaks and tabs stay."""
    return _TURNS.sub("", _CONTROL.sub("\ufffd", words))


def defused(words: str) -> str:
    """`words` for a cell of a text file, with an apostrophe before whatever would begin a formula."""
    words = _INSIDE.sub(r"\1'", shown(words))
    first = next((char for char in words if not _is_invisible(char)), "")
    begins = words[:1] in ("\t", "\r") or (first != "" and first in _STARTS)
    return f"'{words}" if begins else words


def _is_invisible(char: str) -> bool:
    return char.isspace() or unicodedata.category(char) in ("Cf", "Zs") or char == '"'
