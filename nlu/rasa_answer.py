"""Reading what a Rasa server answers; nothing in it is taken on trust."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

import numpy as np

from nlu.gazetteer import Gazetteer
from nlu.head import Floats
from nlu.rasa_server import RasaProblem
from nlu.understanding import AreaMention

# What Rasa's FallbackClassifier puts before the ranking when it is unsure; the ranking itself says that better.
_UNSURE: Final = "nlu_fallback"
_PLACES: Final = ("area", "location")
_MOST_ENTITIES: Final = 20
# Rounding of single precision, summed up.
_SLACK: Final = 0.01


def read_probabilities(answer: object, labels: Sequence[str]) -> Floats:
    """How likely each of `labels` is; one that the ranking leaves out gets 0. Raises RasaProblem."""
    ranking = answer.get("intent_ranking") if isinstance(answer, dict) else None
    if not isinstance(ranking, list):
        raise RasaProblem("no intent_ranking")
    probabilities: dict[str, float] = {}
    for entry in ranking:
        name: Any = entry.get("name") if isinstance(entry, dict) else None
        if name == _UNSURE:
            continue
        if name not in labels:
            raise RasaProblem("an intent that is not in taxonomy.yml")
        if name in probabilities:
            raise RasaProblem("an intent twice")
        probabilities[name] = _confidence(entry)
    if not 0 < sum(probabilities.values()) <= 1 + _SLACK:
        raise RasaProblem("confidences that do not add up")
    return np.array([probabilities.get(label, 0.0) for label in labels], dtype=np.float32)


def read_places(answer: object, asked: str, text: str, gazetteer: Gazetteer) -> tuple[AreaMention, ...]:
    """Places that the server found and the city's gazetteer knows, where they stand in `text`.

    The server's positions count in what it was `asked`, which may be a cleaned or shortened `text`.
    """
    mentions = []
    for surface, value in _entities(answer, asked):
        start = text.find(surface)
        areas = dict.fromkeys(a for name in (surface, value) for m in gazetteer.find(name) for a in m.areas)
        if start >= 0 and areas:
            mentions.append(AreaMention(surface, start, start + len(surface), tuple(areas)))
    return tuple(mentions)


def _entities(answer: object, asked: str) -> Iterator[tuple[str, str]]:
    entities = answer.get("entities") if isinstance(answer, dict) else None
    for entity in entities[:_MOST_ENTITIES] if isinstance(entities, list) else ():
        if not isinstance(entity, dict) or entity.get("entity") not in _PLACES:
            continue
        start, end, value = entity.get("start"), entity.get("end"), entity.get("value")
        if type(start) is int and type(end) is int and 0 <= start < end <= len(asked):
            yield asked[start:end], value if isinstance(value, str) else ""


def _confidence(entry: dict[str, Any]) -> float:
    value: Any = entry.get("confidence")
    # NaN is in no range, and True is no number here.
    if type(value) not in (int, float) or not 0 <= value <= 1 + _SLACK:
        raise RasaProblem("a confidence that is no number from 0 to 1")
    return min(float(value), 1.0)
