"""What `nlu` says of a text: plain data that every room may read."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True)
class Intent:
    """One reading of a text: a category or dialogue intent of taxonomy.yml.

    `confidence` is calibrated: of readings given with 0.8, about 80 % are right.
    """

    id: str
    confidence: float


@dataclass(frozen=True)
class Segment:
    """A part of the text that voices one need; `intents` come most likely first."""

    text: str
    intents: tuple[Intent, ...]


@dataclass(frozen=True)
class AreaMention:
    """A place that the text names: `areas` are the ids it can mean, [start:end] its place in the text."""

    text: str
    start: int
    end: int
    areas: tuple[str, ...]


@dataclass(frozen=True)
class Understanding:
    """What a text means.

    `language` is one of the twelve codes or "other"; `intents` are all readings, most likely first;
    `segments` are the needs in order of mention (one where the text voices one thing).
    """

    language: str
    intents: tuple[Intent, ...] = ()
    segments: tuple[Segment, ...] = ()
    areas: tuple[AreaMention, ...] = field(default=())

    @property
    def top(self) -> Intent | None:
        """The likeliest reading, if there is any."""
        return self.intents[0] if self.intents else None

    def confidence(self, intent_id: str) -> float:
        """How sure the reading `intent_id` is; 0 where it was not considered."""
        return next((i.confidence for i in self.intents if i.id == intent_id), 0.0)


class Interpreter(Protocol):
    """Understands a text. `language_hint` is the language the resident chose, if any."""

    def parse(self, text: str, language_hint: str | None = None) -> Understanding: ...


class BatchInterpreter(Interpreter, Protocol):
    """An interpreter that is faster with many texts at once."""

    def parse_many(
        self, texts: Sequence[str], language_hints: Sequence[str | None] | None = None
    ) -> list[Understanding]:
        """One answer a text."""
        ...
