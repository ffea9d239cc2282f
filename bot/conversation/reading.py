"""What to make of a text: sure of its needs, unsure, a turn of the dialogue, an emergency, or none of these."""

from dataclasses import dataclass
from enum import StrEnum

from bot.conversation.talk import Talk
from nlu.decision import Dialogue, Emergency, OutOfScope, Sure, Unsure, decide
from nlu.understanding import Intent, Understanding


class Kind(StrEnum):
    SURE = "sure"
    UNSURE = "unsure"
    DIALOGUE = "dialogue"
    EMERGENCY = "emergency"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Reading:
    """`categories` where it is sure, `candidates` where it is not, `intent` where it is dialogue."""

    kind: Kind
    categories: tuple[str, ...] = ()
    candidates: tuple[str, ...] = ()
    intent: str = ""
    language: str = ""


def read(understanding: Understanding | None) -> Reading:
    """What to make of it; nothing where it was not understood at all."""
    if understanding is None:
        return Reading(Kind.NOTHING)
    language = understanding.language
    match decide(understanding):
        case Emergency():
            return Reading(Kind.EMERGENCY, language=language)
        case Sure(categories):
            return Reading(Kind.SURE, categories=categories, language=language)
        case Unsure(candidates):
            return Reading(Kind.UNSURE, candidates=candidates, language=language)
        case Dialogue(intent):
            return Reading(Kind.DIALOGUE, intent=intent, language=language)
        case OutOfScope():
            return Reading(Kind.NOTHING, language=language)


def needs_in(talk: Talk, understanding: Understanding) -> tuple[Intent, ...]:
    """The needs that the text surely voices, in order of mention; only categories that there are."""
    decision = decide(understanding, taxonomy=talk.world.taxonomy)
    if not isinstance(decision, Sure):
        return ()
    return tuple(Intent(category, _confidence(understanding, category)) for category in decision.categories)


def _confidence(understanding: Understanding, category: str) -> float:
    in_segments = (
        i.confidence for segment in understanding.segments for i in segment.intents if i.id == category
    )
    return max(in_segments, default=understanding.confidence(category))
