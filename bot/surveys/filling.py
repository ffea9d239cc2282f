"""A response on its way: which questions are asked, in which order, and what can be answered. Pure.

Everything follows from the survey, the answers so far and the time, so it is made anew each turn. Whether a repeat
has a further round is a question of its own, kept under the repeat's path with that round's number: `child[2]`.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from typing import Final

from bot.surveys.expressions import truth
from bot.surveys.model import SILENT, YES, Choice, Question, QuestionType, Survey
from bot.surveys.plan import names_choices, plan_of
from bot.surveys.rounds import most_rounds
from bot.surveys.step import Kind, Step
from bot.surveys.stored import Answer, as_stored, path_of
from bot.surveys.values import Around, Moment, Values, read_formula

REFERENCE: Final = re.compile(r"\$\{([^{}]{1,255})\}")

MOST_FILLED: Final = 200
"""Of `${name}` in one text; what comes after stays as it is."""

Spoken = Callable[[Question, str], str]
"""Says the value of a question, as it is stored, in words."""


class Refused(StrEnum):
    """Why an answer cannot be taken."""

    REQUIRED = "required"
    CONSTRAINT = "constraint"
    CHOICE = "choice"
    """It is none of the choices that there are, since an earlier answer was changed."""


class Filling:
    """A response at one moment. `answers` are by path and are read, never changed."""

    def __init__(self, survey: Survey, answers: Mapping[str, Answer], moment: Moment) -> None:
        self.survey = survey
        self.answers = answers
        self.values = Values(survey, answers, moment)
        self._asked: dict[str, Step] | None = None
        self._steps: list[Step] | None = None
        self._shown: dict[str, Values] = {}

    @property
    def steps(self) -> list[Step]:
        """All that the resident meets as things stand, in order."""
        if self._steps is None:
            self._steps = list(self._all_steps())
        return self._steps

    @property
    def asked(self) -> list[Step]:
        """The steps that wait for an answer."""
        return list(self._asked_by_path.values())

    @property
    def _asked_by_path(self) -> dict[str, Step]:
        if self._asked is None:
            self._asked = {step.path: step for step in self.steps if step.kind is not Kind.NOTE}
        return self._asked

    def step(self, path: str) -> Step | None:
        """The step at `path`, None where it is not relevant, or is none."""
        return self._asked_by_path.get(path)

    def after(self, path: str) -> tuple[list[Step], Step | None]:
        """The notes that come next, and the step that is asked then; "" begins at the beginning."""
        steps = self.steps
        start = next((place + 1 for place, step in enumerate(steps) if step.path == path), 0)
        notes: list[Step] = []
        for step in steps[start:]:
            if step.kind is not Kind.NOTE:
                return notes, step
            notes.append(step)
        return notes, None

    def before(self, path: str) -> Step | None:
        """The step that was asked before the one at `path`."""
        earlier = None
        for step in self.asked:
            if step.path == path:
                return earlier
            earlier = step
        return earlier

    def open(self) -> Step | None:
        """The first step that was never answered nor skipped, or whose answer cannot stand any more."""
        return next(
            (
                step
                for step in self.asked
                if step.path not in self.answers or self.refused(step, self.answers[step.path])
            ),
            None,
        )

    def refused(self, step: Step, answer: Answer) -> Refused | None:
        """Why `answer` cannot be taken at `step`; None where it can."""
        if step.kind is Kind.ANOTHER:
            return None
        text = as_stored(answer)
        if not text:
            return Refused.REQUIRED if self.required(step) else None
        if step.question.choice_filter and not self._is_offered(step, answer):
            return Refused.CHOICE
        allowed = read_formula(step.question.constraint)
        if allowed and not truth(allowed, Around(self.values, step.question, step.rounds, text)):
            return Refused.CONSTRAINT
        return None

    def _is_offered(self, step: Step, answer: Answer) -> bool:
        """Whether everything that was chosen is among the choices that there are."""
        chosen = answer if isinstance(answer, list) else [answer]
        return {choice.name for choice in self.choices(step)}.issuperset(chosen)

    def required(self, step: Step) -> bool:
        """Whether the question cannot be skipped. One whose filter leaves no choice can: nobody could answer it."""
        question = step.question
        if not question.required or (question.choice_filter and not self.choices(step)):
            return False
        wanted = read_formula(question.required)
        return question.required == YES or bool(
            wanted and truth(wanted, Around(self.values, question, step.rounds))
        )

    def choices(self, step: Step) -> tuple[Choice, ...]:
        """The choices that the filter of the question lets through."""
        question = step.question
        wanted = read_formula(question.choice_filter, columns=True)
        if wanted is None:
            return question.choices
        return tuple(
            choice
            for choice in question.choices
            if truth(wanted, Around(self.values, question, step.rounds, choice=choice))
        )

    def suggestion(self, step: Step) -> str:
        """The value that the form proposes for the question, as it would be stored; "" where it proposes none."""
        return self.values.made(step.question, step.rounds)

    def shown(self, step: Step, language: str) -> str:
        """The value that the form makes for a row that is only read, with labels of choices in `language`."""
        return self._values_in(language).made(step.question, step.rounds)

    def filled(self, text: str, rounds: tuple[int, ...], spoken: Spoken, language: str = "") -> str:
        """`text` with the answers in the places of `${name}`, as `spoken` says them; labels of choices in
        calculated ones (`jr:choice-name`) in `language`."""
        if "${" not in text:
            return text
        values = self._values_in(language)
        return REFERENCE.sub(
            lambda found: self._spoken(found[1].strip(), rounds, spoken, values), text, MOST_FILLED
        )

    def _values_in(self, language: str) -> Values:
        """The values with labels in `language`, as texts show them; what is stored has the form's first language."""
        if language in ("", self.survey.default_language) or not names_choices(self.survey):
            return self.values
        if language not in self._shown:
            self._shown[language] = Values(self.survey, self.answers, self.values.moment, language)
        return self._shown[language]

    def _spoken(self, name: str, rounds: tuple[int, ...], spoken: Spoken, values: Values) -> str:
        place = self.survey.places.get(name)
        if place is None:
            return ""
        shared = rounds[: len(place.repeats)]
        found = (
            (values.value(name, shared),)
            if len(shared) == len(place.repeats)
            else tuple(values.value(name, each) for each in values.all_rounds(place, shared))
        )
        return ", ".join(spoken(place.question, value) for value in found if value)

    def aside(self) -> frozenset[str]:
        """The paths of answers that do not count as things stand, because their question is not relevant."""
        counted = self._asked_by_path
        return frozenset(
            path for path, answer in self.answers.items() if answer is not None and path not in counted
        )

    def made(self) -> dict[str, str]:
        """The values that the form makes itself (calculations, hidden ones, times), by path."""
        values = {}
        for name, place in self.survey.places.items():
            if place.question.type in SILENT:
                for rounds in self.values.all_rounds(place):
                    values[path_of(name, rounds)] = self.values.value(name, rounds)
        return values

    def _all_steps(self) -> Iterator[Step]:
        self.values.prepare()
        reached, relevant = self.values.reached, self.values.relevant
        for each in plan_of(self.survey):
            if each.repeated or not reached[each.parent]:
                continue
            if each.is_conditional and not relevant.get(each.name, True):
                continue
            if each.step:
                yield each.step
            elif each.row.type is QuestionType.REPEAT:
                within = (*each.headings, each.row) if each.row.label else each.headings
                yield from self._walk_rounds(each.row, (), each.headings, within)

    def _walk(
        self, rows: tuple[Question, ...], rounds: tuple[int, ...], headings: tuple[Question, ...]
    ) -> Iterator[Step]:
        for row in rows:
            if row.type in SILENT or not self.values.is_relevant(row, rounds):
                continue
            within = (*headings, row) if row.label else headings
            if row.type is QuestionType.GROUP:
                yield from self._walk(row.questions, rounds, within)
            elif row.type is QuestionType.REPEAT:
                yield from self._walk_rounds(row, rounds, headings, within)
            elif row.type is QuestionType.NOTE or row.read_only:
                yield Step(Kind.NOTE, row, path_of(row.name, rounds), rounds, headings)
            else:
                yield Step(Kind.ASK, row, path_of(row.name, rounds), rounds, headings)

    def _walk_rounds(
        self,
        repeat: Question,
        rounds: tuple[int, ...],
        headings: tuple[Question, ...],
        within: tuple[Question, ...],
    ) -> Iterator[Step]:
        numbers = self.values.numbers(repeat, rounds)
        for number in numbers:
            if not repeat.repeat_count:
                yield Step(Kind.ANOTHER, repeat, path_of(repeat.name, (*rounds, number)), rounds, headings)
            yield from self._walk(repeat.questions, (*rounds, number), within)
        after = len(numbers) + 1
        if not repeat.repeat_count and after <= most_rounds(len(rounds)):
            yield Step(Kind.ANOTHER, repeat, path_of(repeat.name, (*rounds, after)), rounds, headings)
