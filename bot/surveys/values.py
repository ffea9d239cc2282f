"""The values of a response: what every row of the form is worth, given the answers so far. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.surveys.expressions import Expression, ExpressionProblem, number_of, parse, text_of, truth
from bot.surveys.model import ASKED, NESTS, Choice, Place, Question, QuestionType, Survey
from bot.surveys.plan import conditions_in_rounds, plan_of
from bot.surveys.rounds import most_rounds, shared_rounds
from bot.surveys.stored import YES_ANOTHER, Answer, as_stored, path_of

DEEPEST: Final = 20
"""Formulas that wait for each other, against the order of the form."""


@dataclass(frozen=True)
class Moment:
    """When the response is being filled in: `now` in the place's time zone, and its beginning."""

    now: datetime
    started: datetime


class Values:
    """The values of a response at one moment. `answers` are by path and are read, never changed. `language` is that
    of labels in calculated values, the form's first one where nothing is said."""

    def __init__(
        self, survey: Survey, answers: Mapping[str, Answer], moment: Moment, language: str = ""
    ) -> None:
        self.survey = survey
        self.language = language or survey.default_language
        self.answers = answers
        self.moment = moment
        self._values: dict[str, str] = {}
        self._counts: dict[str, int] = {}
        self._working: set[str] = set()
        self._prepared = False
        self._in_rounds = conditions_in_rounds(survey)
        self.relevant: dict[str, bool] = {}
        """Whether the condition of a row holds, by path; of all rows outside of repeats after `prepare`."""
        self.reached = {"": True}
        """Whether groups and repeats outside of repeats are relevant, with all around them; "" is the form."""

    def value(self, name: str, rounds: tuple[int, ...]) -> str:
        """The value of a question in these rounds, as the form's XML instance would have it."""
        self.prepare()
        path = path_of(name, rounds)
        if path not in self._values:
            if path in self._working or len(self._working) > DEEPEST:  # a calculation that needs itself
                return ""
            self._working.add(path)
            self._values[path] = self._value(self.survey.places[name].question, path, rounds)
            self._working.discard(path)
        return self._values[path]

    def values(self, name: str, seen_from: tuple[str, ...], rounds: tuple[int, ...]) -> str | tuple[str, ...]:
        """What `${name}` is, seen from a row inside the repeats `seen_from` in these rounds: one value, or
        those of all rounds where it is relevant, where the row stands outside of the question's repeat."""
        place = self.survey.places.get(name)
        if place is None:
            return ""
        repeats = place.repeats
        shared = shared_rounds(repeats, seen_from, rounds)
        question = place.question
        if question.type is not QuestionType.REPEAT and len(shared) == len(repeats):
            return self.value(name, shared)
        # What is not relevant is none of several, as in JavaRosa: `count` and `join` pass over it.
        there = (each for each in self.all_rounds(place, shared) if self._is_reached(question, each))
        if question.type is QuestionType.REPEAT:
            return tuple("" for each in there for _ in self.numbers(question, each))
        return tuple(self.value(name, each) for each in there)

    def choice_label(self, value: str, name: str) -> str:
        """The label of the choice (or choices) `value` of the question `name`."""
        place = self.survey.places.get(name)
        if place is None:
            return ""
        one = place.question.type is QuestionType.SELECT_ONE
        found = [place.question.choice(each) for each in ([value] if one else value.split())]
        said = [self.survey.say(each.label, self.language) for each in found if each]
        return ", ".join(said)

    def numbers(self, repeat: Question, rounds: tuple[int, ...]) -> range:
        """The numbers of the rounds that there are."""
        counted = read_formula(repeat.repeat_count)
        if counted:
            return range(1, 1 + self._count(repeat, rounds, counted))
        number, most = 0, most_rounds(len(rounds))
        while number < most and self.answers.get(path_of(repeat.name, (*rounds, number + 1))) == YES_ANOTHER:
            number += 1
        return range(1, number + 1)

    def _count(self, repeat: Question, rounds: tuple[int, ...], counted: Expression) -> int:
        self.prepare()  # not while this is being counted: whatever needs the count would find none
        path = path_of(repeat.name, rounds)
        if path not in self._counts:
            if path in self._working or len(self._working) > DEEPEST:  # it counts itself: then there are none
                return 0
            self._working.add(path)
            count = number_of(counted, Around(self, repeat, rounds))
            most = most_rounds(len(rounds))
            self._counts[path] = int(min(count, most)) if count >= 1 else 0  # NaN is not either
            self._working.discard(path)
        return self._counts[path]

    def all_rounds(self, place: Place, begun: tuple[int, ...] = ()) -> Iterator[tuple[int, ...]]:
        """Every combination of rounds in which a row exists, with the outermost as in `begun`."""
        repeats = [each for each in place.around if each.type is QuestionType.REPEAT]
        if len(begun) == len(repeats):
            yield begun
            return
        repeat = repeats[len(begun)]
        if self.is_relevant(repeat, begun):
            for number in self.numbers(repeat, begun):
                yield from self.all_rounds(place, (*begun, number))

    def is_relevant(self, row: Question, rounds: tuple[int, ...]) -> bool:
        """Whether the row's own condition holds; `_walk` asks only inside of what is relevant."""
        if not row.relevant:
            return True
        self.prepare()
        path = path_of(row.name, rounds)
        if path not in self.relevant:
            plain = self._in_rounds.get(row.name)
            wanted = None if plain else read_formula(row.relevant)
            if plain is None and wanted is None:
                return True
            work = f"{path} relevant"  # not the path: its value may be what is waiting for this
            if work in self._working or len(self._working) > DEEPEST:  # it needs itself: keeps nothing back
                return True
            self._working.add(work)
            if plain:
                condition, depths = plain
                self.relevant[path] = condition(_Seen(self, rounds, depths), self.moment.now.tzinfo)
            elif wanted:
                self.relevant[path] = truth(wanted, Around(self, row, rounds))
            self._working.discard(work)
        return self.relevant[path]

    def prepare(self) -> None:
        """Works conditions and calculations out in the order of the form, the way they build on each other:
        a chain of a thousand of them is then no deeper than one."""
        if self._prepared:
            return
        self._prepared = True
        values, relevant, reached, answers = self._values, self.relevant, self.reached, self.answers
        zone = self.moment.now.tzinfo
        for each in plan_of(self.survey):
            name = each.name
            if each.repeated:
                for rounds in self.all_rounds(each.place):
                    self.value(name, rounds)
                continue
            holds = True
            if each.condition is not None:
                holds = relevant[name] = each.condition(values, zone)
            elif each.is_conditional:
                holds = self.is_relevant(each.row, ())
            there = holds and reached[each.parent]
            if each.nests:
                reached[name] = there
            if each.looked_at and each.is_plain:
                if not there:
                    values[name] = ""
                elif name in answers:
                    values[name] = as_stored(answers[name])
                else:
                    values[name] = each.row.default
            elif each.looked_at or each.row.calculation:
                values[name] = self.value(name, ())

    def _is_reached(self, question: Question, rounds: tuple[int, ...]) -> bool:
        """Whether the row and everything around it is relevant."""
        place = self.survey.places[question.name]
        depth = 0
        for each in place.around:
            if not self.is_relevant(each, rounds[:depth]):
                return False
            depth += each.type is QuestionType.REPEAT
        return self.is_relevant(question, rounds)

    def _value(self, question: Question, path: str, rounds: tuple[int, ...]) -> str:
        if question.type in NESTS or not self._is_reached(question, rounds):
            return ""
        if question.type in ASKED and path in self.answers:
            return as_stored(self.answers[path])
        return self.made(question, rounds)

    def made(self, question: Question, rounds: tuple[int, ...]) -> str:
        """The value that the form itself makes: a time, a calculation, a default."""
        match question.type:
            case QuestionType.START:
                return self.moment.started.isoformat(timespec="seconds")
            case QuestionType.END:
                return self.moment.now.isoformat(timespec="seconds")
            case QuestionType.TODAY:
                return self.moment.started.date().isoformat()
        if calculation := read_formula(question.calculation):
            return text_of(calculation, Around(self, question, rounds))
        return self._default(question, rounds)

    def _default(self, question: Question, rounds: tuple[int, ...]) -> str:
        """A default is a formula where it looks like one (https://docs.getodk.org/form-logic/#dynamic-defaults)."""
        if "(" in question.default or "${" in question.default:
            formula = read_formula(question.default)
            if formula is not None:
                return text_of(formula, Around(self, question, rounds))
        return question.default


class Around:
    """What a formula of `question` in these rounds can see: `bot.surveys.expressions.Scope`."""

    def __init__(
        self,
        values: Values,
        question: Question,
        rounds: tuple[int, ...],
        current: str | None = None,
        choice: Choice | None = None,
    ) -> None:
        self._values = values
        self._question = question
        self._rounds = rounds
        self._current = current
        self._choice = choice

    @property
    def current(self) -> str:
        if self._current is None:
            return self._values.value(self._question.name, self._rounds)
        return self._current

    @property
    def position(self) -> int:
        return self._rounds[-1] if self._rounds else 1

    @property
    def now(self) -> datetime:
        return self._values.moment.now

    @property
    def once(self) -> str:
        return as_stored(self._values.answers.get(path_of(self._question.name, self._rounds)))

    def value(self, name: str) -> str | tuple[str, ...]:
        around = self._values.survey.places[self._question.name].repeats
        return self._values.values(name, around, self._rounds)

    def choice_name(self, value: str, question: str) -> str:
        return self._values.choice_label(value, question)

    def column(self, name: str) -> str:
        """A column of the choice that a filter looks at."""
        if self._choice is None:
            return ""
        return self._choice.name if name == "name" else self._choice.filters.get(name, "")


class _Seen(Mapping[str, str]):
    """The values that a plain condition looks at from these rounds; `depths`: in how many of them each stands."""

    def __init__(self, values: Values, rounds: tuple[int, ...], depths: Mapping[str, int]) -> None:
        self._values, self._rounds, self._depths = values, rounds, depths

    def __getitem__(self, name: str) -> str:
        return self._values.value(name, self._rounds[: self._depths[name]])

    def __iter__(self) -> Iterator[str]:
        return iter(self._depths)

    def __len__(self) -> int:
        return len(self._depths)


def read_formula(formula: str, *, columns: bool = False) -> Expression | None:
    """The tree of a formula, None where there is none. Checked at import, so a broken one is left out here."""
    if not formula:
        return None
    try:
        return parse(formula, columns=columns)
    except ExpressionProblem:
        return None
