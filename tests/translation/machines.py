"""Translators without models, for tests: a good one, and such as models are on their bad days."""

import re
from collections.abc import Callable, Set

from bot.translation import Pair


class Machine:
    """A translator whose work is a function of the text and the language; `seen` is what it was given."""

    def __init__(self, work: Callable[[str, str], str], pairs: Set[Pair]) -> None:
        self._work = work
        self.pairs = pairs
        self.seen: list[tuple[str, str, str]] = []

    def translate(self, text: str, source: str, target: str) -> str:
        self.seen.append((text, source, target))
        return self._work(text, target)


def in_capitals(text: str, target: str) -> str:
    """`TR: WOHNEN SIE HIER?`"""
    return f"{target.upper()}: {text.upper()}"


def between(*codes: str) -> frozenset[Pair]:
    """Each language into each other."""
    return frozenset(Pair(one, other) for one in codes for other in codes if one != other)


def capitals(*codes: str) -> Machine:
    """A machine that leaves alone what it does not know, and knows these languages."""
    return Machine(in_capitals, between(*codes))


# What models do to what they do not understand.
SPOILS: dict[str, Callable[[str], str]] = {
    "loses the masks": lambda text: re.sub(r"[\[<]\d+[\]>]|X\d+X", "", text),
    "says a mask twice": lambda text: re.sub(r"([\[<]\d+[\]>])", r"\1 \1", text),
    "turns the masks round": lambda text: " ".join(reversed(text.split())),
    "counts differently": lambda text: re.sub(r"\d", lambda digit: str((int(digit[0]) + 1) % 10), text),
    "adds a number": lambda text: f"{text} 7",
    "adds markup": lambda text: f"**{text}** <b>",
    "adds a reference": lambda text: f"{text} ${{x}}",
    "adds lines": lambda text: f"{text}\n\n- {text}",
    "adds signs that nobody sees": lambda text: f"\x00\u202e{text}\x85",
    "says nothing": lambda text: "",
    "says only a sign": lambda text: ".",
    "says it for ever": lambda text: f"{text} " * 500,
    "spaces the masks": lambda text: re.sub(r"([\[<X])(\d+)([\]>X])", r"\1 \2 \3", text),
    "writes Persian digits": lambda text: text.translate({48 + digit: 0x6F0 + digit for digit in range(10)}),
    "leaves all as it is": lambda text: text,
}  # fmt: skip
