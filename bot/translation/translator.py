"""What a translator is, whatever model is behind it, and the way from one language to another."""

from collections.abc import Set
from typing import Final, NamedTuple, Protocol

PIVOT: Final = "en"
"""The language through which the way goes where no model goes straight."""


class TranslationProblem(Exception):
    """Something cannot be translated, or a model cannot be used; the message is one sentence."""


class Pair(NamedTuple):
    """Two language codes: from `source` to `target`."""

    source: str
    target: str

    def __str__(self) -> str:
        return f"{self.source}-{self.target}"


class Translator(Protocol):
    """Translates texts. It works at once and may take seconds: callers with an event loop run it in a thread."""

    @property
    def pairs(self) -> Set[Pair]:
        """The languages between which it goes straight, without `PIVOT`."""
        ...

    def translate(self, text: str, source: str, target: str) -> str:
        """`text`, which is in `source`, in `target`. Raises TranslationProblem where there is no way."""
        ...


def route(pairs: Set[Pair], source: str, target: str) -> tuple[Pair, ...]:
    """The pairs that lead from `source` to `target`, straight or by `PIVOT`; none where no way leads there."""
    straight = Pair(source, target)
    if straight in pairs:
        return (straight,)
    around = (Pair(source, PIVOT), Pair(PIVOT, target))
    return around if all(each in pairs for each in around) else ()
