"""The survey model: what a survey asks, whatever file it came from."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

Translated = Mapping[str, str]
"""A text by language code."""


class QuestionType(StrEnum):
    """The kinds of questions; names follow XLSForm (https://xlsform.org/en/)."""

    SELECT_ONE = "select_one"
    SELECT_MULTIPLE = "select_multiple"
    RANGE = "range"
    INTEGER = "integer"
    TEXT = "text"


@dataclass(frozen=True)
class Choice:
    """One of the answers to choose from. `name` is what is stored, whatever the language."""

    name: str
    label: Translated


@dataclass(frozen=True)
class Question:
    """One question. `low` and `high` bound `range` and `integer` (inclusive); `understand` sends an open
    answer through `nlu` as a request too."""

    name: str
    type: QuestionType
    label: Translated
    hint: Translated = field(default_factory=dict)
    required: bool = True
    choices: tuple[Choice, ...] = ()
    low: int | None = None
    high: int | None = None
    understand: bool = False

    def choice(self, name: str) -> Choice | None:
        """The choice of that name."""
        return next((choice for choice in self.choices if choice.name == name), None)


@dataclass(frozen=True)
class Survey:
    """One immutable version of a survey."""

    code: str
    version: int
    title: Translated
    default_language: str
    questions: tuple[Question, ...]

    def question(self, name: str) -> Question | None:
        """The question of that name."""
        return next((question for question in self.questions if question.name == name), None)

    def say(self, text: Translated, language: str) -> str:
        """`text` in `language`, else in the survey's default language, else in German; never blank."""
        for code in (language, self.default_language, "de"):
            if text.get(code, "").strip():
                return text[code]
        return next((words for words in text.values() if words.strip()), "…")


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
