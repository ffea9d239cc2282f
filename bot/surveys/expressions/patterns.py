"""The patterns of `regex()`.

ODK runs them with Java, which tries every way and can take for ever. RE2 cannot: its time grows with the length
of the text alone, and it gives up on a pattern that would need much memory. What RE2 leaves out (looking ahead
and behind, repeating what a group has found) is a problem when the form is checked."""

import re
from functools import lru_cache
from typing import Any, Final

import re2  # type: ignore[import-untyped]

LONGEST_PATTERN: Final = 1_000
"""Characters."""
LONGEST_TEXT: Final = 10_000
"""Characters; a longer text matches nothing."""
MOST_MEMORY: Final = 4 * 1024 * 1024
"""Bytes for one pattern."""

# What Java writes differently: \u0600 for a character, \p{IsArabic} for a script.
_JAVA: Final = re.compile(r"\\u([0-9a-fA-F]{4})|\\([pP])\{Is(\w+)\}|\\.", re.DOTALL)

_CURES: Final = {
    "invalid perl operator": (
        "Patterns that look ahead or behind, such as (?=...) or (?!...), are not understood. "
        "Write several regex() and join them with 'and', or not(regex(...))"
    ),
    "bad repetition operator": "Two signs of repetition stand side by side. Write only one of them",
    "no argument for repetition operator": "A sign of repetition has nothing before it. Write \\ before it if you mean the sign itself",
    "invalid repetition size": "A part is repeated too often. Repeat at most 1000 times, also in all",
    "pattern too large": "The pattern needs too much memory. Write a simpler one",
    "missing ]": "A [ has no ] after it. Write the ], or \\[ for the sign itself",
    "missing )": "A ( has no ) after it. Write the ), or \\( for the sign itself",
    "unexpected )": "A ) has no ( before it. Write the (, or \\) for the sign itself",
    "invalid escape sequence": "A \\ stands before a letter or number where it has no meaning. Write the pattern without it",
    "invalid character class range": "A range in [ ] runs backwards or its ends are no characters. Write \\- for the sign itself",
    "trailing \\": "A \\ stands at the end. Write \\\\ for the sign itself",
}


def pattern_problem(pattern: str) -> str | None:
    """What is wrong with `pattern` and what to write instead; None where nothing is."""
    if len(pattern) > LONGEST_PATTERN:
        return f"The pattern is longer than {LONGEST_PATTERN} characters. Write a shorter one."
    if "&&" in pattern:
        return "'&&' in a pattern is not understood. Write the set of characters without it."
    error = _compiled(pattern)[1]
    if error is None:
        return None
    cure = next((cure for cause, cure in _CURES.items() if error.startswith(cause)), None)
    return f"{cure} ({error})." if cure else f"The pattern cannot be read ({error}). Write a simpler one."


def matches(pattern: str, text: str) -> bool:
    """Whether the whole of `text` fits `pattern`, as ODK has it; False where the pattern cannot be used."""
    if len(text) > LONGEST_TEXT or pattern_problem(pattern):
        return False
    compiled = _compiled(pattern)[0]
    return compiled is not None and compiled.fullmatch(_bytes(text)) is not None


# Only 32, and none kept by RE2 itself: together they must stay small, whatever a form brings along.
@lru_cache(maxsize=32)
def _compiled(pattern: str) -> tuple[Any, str | None]:
    options = re2.Options()
    options.log_errors = False
    options.never_capture = True
    options.max_mem = MOST_MEMORY
    try:
        return re2.compile(_bytes(_JAVA.sub(_translated, pattern)), options=options), None
    except re2.error as error:
        cause = error.args[0]
        return None, cause.decode("utf-8", "replace") if isinstance(cause, bytes) else str(cause)
    finally:
        re2.purge()


def _translated(found: re.Match[str]) -> str:
    if found[1]:
        return rf"\x{{{found[1]}}}"
    return rf"\{found[2]}{{{found[3]}}}" if found[2] else found[0]


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "replace")
