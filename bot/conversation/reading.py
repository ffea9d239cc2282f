"""What to make of a text: sure of its needs, unsure, a turn of the dialogue, an emergency, or none of these."""

from dataclasses import dataclass
from enum import StrEnum

from bot.conversation.talk import Talk
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
    raise NotImplementedError


def needs_in(talk: Talk, understanding: Understanding) -> tuple[Intent, ...]:
    raise NotImplementedError
