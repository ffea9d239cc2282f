"""What follows from an understanding: the one place where confidences become a decision."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import yaml

from nlu.taxonomy import EMERGENCY, OUT_OF_SCOPE, Taxonomy, load_taxonomy
from nlu.understanding import Intent, Understanding

THRESHOLDS_FILE: Final = Path(__file__).with_name("thresholds.yml")
MAX_CANDIDATES: Final = 4
_WORD: Final = re.compile(r"\w+")


@dataclass(frozen=True)
class Thresholds:
    """Confidences from 0 to 1 from which a reading counts; thresholds.yml says how they were chosen."""

    emergency: float
    emergency_in_a_word: float
    dialogue: float
    out_of_scope: float
    sure: float
    also: float
    candidate: float


@dataclass(frozen=True)
class Sure:
    """The needs that the text voices, in order of mention."""

    categories: tuple[str, ...]


@dataclass(frozen=True)
class Unsure:
    """A need, but which one must be asked: up to four categories, most likely first."""

    candidates: tuple[str, ...]


@dataclass(frozen=True)
class Dialogue:
    """A turn of the dialogue, such as "greet" or "talk_to_human"."""

    intent: str


@dataclass(frozen=True)
class Emergency:
    """Someone may be in danger now."""


@dataclass(frozen=True)
class OutOfScope:
    """Nothing that a neighbourhood service answers, or nothing that was understood."""


Decision = Sure | Unsure | Dialogue | Emergency | OutOfScope


@cache
def load_thresholds(path: Path = THRESHOLDS_FILE) -> Thresholds:
    """Read thresholds; a `ValueError` names one that is missing or no confidence."""
    raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    values = {}
    for name in Thresholds.__dataclass_fields__:
        value = raw.get(name) if isinstance(raw, dict) else None
        if not isinstance(value, int | float) or not 0 <= value <= 1:
            raise ValueError(f"{path.name}: {name} must be a number from 0 to 1, not {value!r}.")
        values[name] = float(value)
    return Thresholds(**values)


def decide(
    understanding: Understanding, thresholds: Thresholds | None = None, taxonomy: Taxonomy | None = None
) -> Decision:
    """What the text is taken for. An emergency goes before everything, a need before small talk beside it."""
    limits = thresholds or load_thresholds()
    labels = taxonomy or load_taxonomy()
    top = understanding.top
    words = sum(_words(text) for text in {segment.text for segment in understanding.segments})
    only_places = 0 < words <= sum(_words(area.text) for area in understanding.areas)
    alarm = limits.emergency_in_a_word if words == 1 else limits.emergency
    if understanding.confidence(EMERGENCY) >= alarm and not only_places:
        return Emergency()
    if top is None:
        return OutOfScope()
    sure = _sure_needs(understanding, limits, labels)
    if sure:
        return Sure(sure)
    if top.id == OUT_OF_SCOPE and top.confidence >= limits.out_of_scope:
        return OutOfScope()
    of_dialogue = top.id not in (OUT_OF_SCOPE, EMERGENCY) and not labels.is_need(top.id)
    if of_dialogue and top.confidence >= limits.dialogue:
        return Dialogue(top.id)
    candidates = [
        i.id for i in understanding.intents if labels.is_need(i.id) and i.confidence >= limits.candidate
    ]
    return Unsure(tuple(candidates[:MAX_CANDIDATES])) if candidates else OutOfScope()


def _words(text: str) -> int:
    return len(_WORD.findall(text))


def needs_voiced(understanding: Understanding, taxonomy: Taxonomy | None = None) -> list[tuple[Intent, str]]:
    """The needs of a text in order of mention, each with the words that voice it; none where it is no need.

    Whether they are believed is `decide`'s: here stands the likeliest, with its confidence.
    """
    labels = taxonomy or load_taxonomy()
    tops = [(segment.intents[0], segment.text) for segment in understanding.segments if segment.intents]
    return [(intent, text) for intent, text in tops if labels.is_need(intent.id)]


def _sure_needs(understanding: Understanding, limits: Thresholds, labels: Taxonomy) -> tuple[str, ...]:
    """The needs of the segments, if one of them at least is sure; beside it, others need to be less so."""
    tops = [segment.intents[0] for segment in understanding.segments if segment.intents]
    needs = [intent for intent in tops if labels.is_need(intent.id)]
    if not any(intent.confidence >= limits.sure for intent in needs):
        return ()
    return tuple(dict.fromkeys(intent.id for intent in needs if intent.confidence >= limits.also))
