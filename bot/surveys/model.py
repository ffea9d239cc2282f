"""The survey model: what a survey asks, whatever file it came from.

Names follow XLSForm (https://xlsform.org/en/). Conditions, calculations and the like are kept as the text of their
expression, as the author wrote it; `bot.surveys.expressions` reads them.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Final

from bot.surveys.stored import as_stored

Translated = Mapping[str, str]
"""A text by language code."""

YES: Final = "true()"
"""The expression that is always true."""


class QuestionType(StrEnum):
    """The kinds of questions, and of rows that ask nothing."""

    TEXT = "text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    DATE = "date"
    TIME = "time"
    DATETIME = "dateTime"
    SELECT_ONE = "select_one"
    SELECT_MULTIPLE = "select_multiple"
    RANK = "rank"
    RANGE = "range"
    GEOPOINT = "geopoint"
    IMAGE = "image"
    AUDIO = "audio"
    VIDEO = "video"
    FILE = "file"
    ACKNOWLEDGE = "acknowledge"
    NOTE = "note"
    CALCULATE = "calculate"
    HIDDEN = "hidden"
    START = "start"
    END = "end"
    TODAY = "today"
    GROUP = "group"
    REPEAT = "repeat"


NESTS: Final = frozenset({QuestionType.GROUP, QuestionType.REPEAT})
"""Hold other questions."""
CHOSEN: Final = frozenset({QuestionType.SELECT_ONE, QuestionType.SELECT_MULTIPLE, QuestionType.RANK})
"""Are answered from a list of choices."""
MEDIA: Final = frozenset({QuestionType.IMAGE, QuestionType.AUDIO, QuestionType.VIDEO, QuestionType.FILE})
"""Are answered with a file."""
SILENT: Final = frozenset(
    {QuestionType.CALCULATE, QuestionType.HIDDEN, QuestionType.START, QuestionType.END, QuestionType.TODAY}
)
"""Are never shown; their value is made."""
ASKED: Final = frozenset(QuestionType) - NESTS - SILENT - {QuestionType.NOTE}
"""Wait for something from the resident."""
OTHER: Final = "other"
"""The name of the choice that `or_other` adds; the resident's own words follow."""


@dataclass(frozen=True)
class Choice:
    """One of the answers to choose from. `name` is what is stored, whatever the language; `filters` are the
    extra columns that a choice filter reads."""

    name: str
    label: Translated
    media: Mapping[str, Translated] = field(default_factory=dict)
    filters: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Question:
    """One row of a survey: a question, a note, a made value, or a group or repeat with `questions` inside.

    Expressions, "" where there is none: `required`, `relevant`, `constraint`, `calculation`, `choice_filter`,
    `repeat_count`; `default` is a value or an expression. `media` is by kind ("image", "audio", "video"), then
    language: the name of a file that lies beside the form. `other` adds a choice for own words (`or_other`).
    """

    name: str
    type: QuestionType
    label: Translated = field(default_factory=dict)
    hint: Translated = field(default_factory=dict)
    guidance_hint: Translated = field(default_factory=dict)
    required: str = ""
    required_message: Translated = field(default_factory=dict)
    relevant: str = ""
    constraint: str = ""
    constraint_message: Translated = field(default_factory=dict)
    calculation: str = ""
    default: str = ""
    choices: tuple[Choice, ...] = ()
    choice_filter: str = ""
    other: bool = False
    appearance: str = ""
    parameters: Mapping[str, str] = field(default_factory=dict)
    read_only: bool = False
    repeat_count: str = ""
    media: Mapping[str, Translated] = field(default_factory=dict)
    questions: tuple["Question", ...] = ()

    def choice(self, name: str) -> Choice | None:
        """The choice of that name."""
        return self.by_name.get(name)

    @cached_property
    def by_name(self) -> Mapping[str, Choice]:
        """The choices by their names."""
        return {choice.name: choice for choice in self.choices}

    @property
    def understand(self) -> bool:
        """Whether an open answer goes through `nlu` as a request too (`parameters: understand=yes`)."""
        return self.parameters.get("understand", "").strip().casefold() in ("yes", "true", "1")

    @property
    def bounds(self) -> tuple[float, float, float]:
        """First, last and step of a range, by its parameters; XLSForm's own 0, 10, 1 where they say nothing."""
        start, end, step = (
            _number(self.parameters.get(key, ""), usual)
            for key, usual in (("start", 0.0), ("end", 10.0), ("step", 1.0))
        )
        return start, end, abs(step) or 1.0

    def scale(self, most: int) -> tuple[str, ...]:
        """The steps of a range as they are stored; none where there are more than `most`."""
        start, end, step = self.bounds
        count = int(abs(end - start) / step + 1e-9) + 1
        if count > most:
            return ()
        sign = 1 if end >= start else -1
        return tuple(as_stored(round(start + sign * step * place, 9)) for place in range(count))

    def every(self) -> Iterator["Question"]:
        """This row and all rows inside it, in the order of the form."""
        yield self
        for question in self.questions:
            yield from question.every()


@dataclass(frozen=True)
class Place:
    """Where a row stands in the form: the groups and repeats around it, from the outermost."""

    question: Question
    around: tuple[Question, ...]

    @cached_property
    def repeats(self) -> tuple[str, ...]:
        """The names of the repeats around it."""
        return tuple(each.name for each in self.around if each.type is QuestionType.REPEAT)


@dataclass(frozen=True)
class Survey:
    """One immutable version of a survey. `form_version` is what its author calls the version; `again` says that
    a resident may answer it more than once."""

    code: str
    version: int
    title: Translated
    default_language: str
    questions: tuple[Question, ...]
    form_version: str = ""
    again: bool = False

    def every(self) -> Iterator[Question]:
        """All rows, those inside groups and repeats too, in the order of the form."""
        for question in self.questions:
            yield from question.every()

    def question(self, name: str) -> Question | None:
        """The row of that name, wherever it stands."""
        place = self.places.get(name)
        return place.question if place else None

    @cached_property
    def places(self) -> Mapping[str, Place]:
        """Where each row stands, by name, in the order of the form."""
        return {place.question.name: place for place in _places(self.questions, ())}

    @property
    def languages(self) -> tuple[str, ...]:
        """The codes of all languages in which something is written, the default language first."""
        texts = [self.title, *(text for question in self.every() for text in _texts(question))]
        found = {code for text in texts for code, words in text.items() if words.strip()}
        return (self.default_language, *sorted(found - {self.default_language}))

    def say(self, text: Translated, language: str) -> str:
        """`text` in `language`, else in the survey's default language, else in German; never blank."""
        for code in (language, self.default_language, "de"):
            if text.get(code, "").strip():
                return text[code]
        return next((words for words in text.values() if words.strip()), "…")


def _places(rows: tuple[Question, ...], around: tuple[Question, ...]) -> Iterator[Place]:
    for row in rows:
        yield Place(row, around)
        yield from _places(row.questions, (*around, row))


def _texts(question: Question) -> Iterator[Translated]:
    yield question.label
    yield question.hint
    yield question.guidance_hint
    yield question.required_message
    yield question.constraint_message
    for choice in question.choices:
        yield choice.label


def _number(text: str, usual: float) -> float:
    try:
        value = float(text)
    except ValueError:
        return usual
    return value if abs(value) < 1e9 else usual  # also nan and infinity


class Surveys:
    """All published versions of all surveys."""

    def __init__(self, surveys: Iterable[Survey] = ()) -> None:
        self._versions: dict[tuple[str, int], Survey] = {(s.code, s.version): s for s in surveys}

    def get(self, code: str, version: int) -> Survey | None:
        """That version, also where a newer one has been published since."""
        return self._versions.get((code, version))

    def newest(self) -> tuple[Survey, ...]:
        """The newest version of every survey, in the order of their codes."""
        newest: dict[str, Survey] = {}
        for (code, _version), survey in sorted(self._versions.items()):
            newest[code] = survey
        return tuple(newest.values())
