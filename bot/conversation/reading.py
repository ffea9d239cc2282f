"""What to make of a text: sure of its needs, unsure, a turn of the dialogue, an emergency, or none of these."""

from dataclasses import dataclass
from enum import StrEnum

from bot.conversation.talk import Talk
from nlu.understanding import Intent, Understanding

SURE_FROM = 0.5
EMERGENCY_FROM = 0.35
OFFERED_FROM = 0.08
DIALOGUE = frozenset(
    {
        "greet",
        "thank",
        "goodbye",
        "affirm",
        "deny",
        "ask_bot",
        "talk_to_human",
        "change_language",
        "delete_data",
    }
)


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
    if understanding is None or understanding.top is None:
        return Reading(Kind.NOTHING)
    top, language = understanding.top, understanding.language
    if understanding.confidence("emergency") >= EMERGENCY_FROM:
        return Reading(Kind.EMERGENCY, language=language)
    if top.id in DIALOGUE and top.confidence >= SURE_FROM:
        return Reading(Kind.DIALOGUE, intent=top.id, language=language)
    sure = _sure(understanding)
    if sure:
        return Reading(Kind.SURE, categories=tuple(need.id for need in sure), language=language)
    other = DIALOGUE | {"out_of_scope", "emergency"}
    candidates = tuple(
        i.id for i in understanding.intents if i.id not in other and i.confidence >= OFFERED_FROM
    )
    kind = Kind.UNSURE if candidates and top.id != "out_of_scope" else Kind.NOTHING
    return Reading(kind, candidates=candidates, language=language)


def _sure(understanding: Understanding) -> tuple[Intent, ...]:
    other = DIALOGUE | {"out_of_scope", "emergency"}
    found: dict[str, Intent] = {}
    for segment in understanding.segments:
        top = segment.intents[0] if segment.intents else None
        if top and top.id not in other and top.confidence >= SURE_FROM:
            found.setdefault(top.id, top)
    return tuple(found.values())


def needs_in(talk: Talk, understanding: Understanding) -> tuple[Intent, ...]:
    """The needs that the text surely voices, in order of mention; only categories that there are."""
    known = talk.world.taxonomy.category_ids
    return tuple(need for need in _sure(understanding) if need.id in known)
