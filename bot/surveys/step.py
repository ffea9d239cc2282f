"""One thing that a resident meets on the way through a survey."""

from dataclasses import dataclass
from enum import StrEnum

from bot.surveys.model import Question


class Kind(StrEnum):
    """What a step is: something that waits for an answer, words that are only shown, or "another round?"."""

    ASK = "ask"
    NOTE = "note"
    ANOTHER = "another"


@dataclass(frozen=True)
class Step:
    """One thing that the resident meets. `rounds` are the rounds of the repeats around it, the outermost first;
    `headings` the groups around it that have a label."""

    kind: Kind
    question: Question
    path: str
    rounds: tuple[int, ...] = ()
    headings: tuple[Question, ...] = ()
