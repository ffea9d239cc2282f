"""What is known after a turn that was not known before; the store writes each down in the turn's transaction.

Ids come from the world's `new_id`. Languages are codes such as "ar"; areas and categories are ids.
"""

from dataclasses import dataclass

from bot.surveys.stored import Answer

AnswerValue = Answer
"""text, number, a choice's name, the names of several choices, or None where the question was skipped."""


@dataclass(frozen=True)
class LanguageChosen:
    language: str


@dataclass(frozen=True)
class ConsentGiven:
    """The resident agreed to the privacy text of that version, read in that language."""

    version: str
    language: str


@dataclass(frozen=True)
class ConsentRefused:
    version: str
    language: str


@dataclass(frozen=True)
class AreaChosen:
    """`area` is an area's id, or None where the resident would rather not say or lives outside.

    `how`: "button", "name", "location" or "none".
    """

    area: str | None
    how: str


@dataclass(frozen=True)
class ResponseStarted:
    response: str
    survey: str
    version: int
    language: str


@dataclass(frozen=True)
class QuestionShown:
    """A question was put to the resident, for the drop-off figures. Told once per response and question."""

    response: str
    question: str


@dataclass(frozen=True)
class AnswerGiven:
    """An answer, first or changed: the last one counts. `question` is its path; `by_voice` where it was spoken."""

    response: str
    question: str
    value: AnswerValue
    language: str
    by_voice: bool = False


@dataclass(frozen=True)
class AnswersSetAside:
    """These questions (paths) are no longer relevant: their answers do not count while that is so."""

    response: str
    questions: tuple[str, ...]


@dataclass(frozen=True)
class AnswersCount:
    """Answers that were set aside count again, because their questions are relevant again."""

    response: str
    questions: tuple[str, ...]


@dataclass(frozen=True)
class ResponseCompleted:
    response: str


@dataclass(frozen=True)
class ResponseDropped:
    """The resident began the survey anew; this response no longer counts."""

    response: str


@dataclass(frozen=True)
class CategoryGuess:
    category: str
    confidence: float


@dataclass(frozen=True)
class RequestMade:
    """A need in a resident's own words. `source`: "chat", or the survey's code for an open answer."""

    request: str
    text: str
    language: str
    guesses: tuple[CategoryGuess, ...]
    source: str = "chat"
    by_voice: bool = False


@dataclass(frozen=True)
class RequestExtended:
    """The resident added words to a request; `guesses` are those of the whole text."""

    request: str
    text: str
    guesses: tuple[CategoryGuess, ...]


@dataclass(frozen=True)
class RequestClassified:
    """The resident confirmed or corrected the categories of a request; none means: none of them fits."""

    request: str
    categories: tuple[str, ...]


@dataclass(frozen=True)
class RequestWithdrawn:
    """The resident said it was not meant as a request; it is erased."""

    request: str


@dataclass(frozen=True)
class HumanWanted:
    """The resident wants to speak with a person."""


@dataclass(frozen=True)
class MessagesStopped:
    """No message of any lane goes to the resident any more, except answers to what they send."""


@dataclass(frozen=True)
class MessagesResumed:
    pass


@dataclass(frozen=True)
class ErasureWanted:
    """Confirmed by the resident: contact, session, texts and voice go; counts stay, without the person.

    It is the turn's last fact, and the turn's session is that of somebody never met.
    """


Fact = (
    LanguageChosen
    | ConsentGiven
    | ConsentRefused
    | AreaChosen
    | ResponseStarted
    | QuestionShown
    | AnswerGiven
    | AnswersSetAside
    | AnswersCount
    | ResponseCompleted
    | ResponseDropped
    | RequestMade
    | RequestExtended
    | RequestClassified
    | RequestWithdrawn
    | HumanWanted
    | MessagesStopped
    | MessagesResumed
    | ErasureWanted
)
