"""Random formulas that look back at the rows before them, as XLSForm has them.

An answer never stands alone as a truth, as in `not(${x})`: forms mean its text, plain XPath means its node."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from hypothesis import strategies as st

from bot.surveys import Question, QuestionType
from bot.surveys.model import CHOSEN

Formulas = st.SearchStrategy[str]

NUMERIC: Final = frozenset({QuestionType.INTEGER, QuestionType.DECIMAL, QuestionType.RANGE})
WORDY: Final = frozenset(
    {QuestionType.TEXT, QuestionType.CALCULATE, QuestionType.HIDDEN, QuestionType.ACKNOWLEDGE}
)
ORDERS: Final = ("=", "!=", "<", "<=", ">", ">=")
ONE_OF_MANY: Final = ("=", "<", "<=", ">", ">=")
"""Signs that come to the same, whether a round that is not relevant counts as blank or not at all."""


@dataclass(frozen=True)
class Known:
    """A row that stands before the formula, and the names of the repeats around it."""

    question: Question
    repeats: tuple[str, ...]

    @property
    def reference(self) -> str:
        """The row as a formula names it."""
        return f"${{{self.question.name}}}"

    def seen_once(self, repeats: tuple[str, ...]) -> bool:
        """Whether a row in those repeats sees one answer of it, not those of all rounds."""
        return repeats[: len(self.repeats)] == self.repeats


def conditions(known: Sequence[Known], repeats: tuple[str, ...], level: int = 1) -> Formulas:
    """Something that holds or does not."""
    simple = st.one_of([_about(each, repeats) for each in known] or [st.sampled_from(["1 < 2", "1 = 2"])])
    if level == 0:
        return simple
    inner = conditions(known, repeats, level - 1)
    return st.one_of(
        simple,
        st.builds("({} {} {})".format, inner, st.sampled_from(["and", "or"]), inner),
        inner.map("not({})".format),
        st.builds("if({}, {}, {})".format, inner, inner, st.just("false()")),
    )


def _about(known: Known, repeats: tuple[str, ...]) -> Formulas:
    question, name = known.question, known.reference
    once = known.seen_once(repeats)
    numbers, signs = st.integers(-3, 12), st.sampled_from(ORDERS if once else ONE_OF_MANY)
    if question.type in NUMERIC:
        return st.builds("{} {} {}".format, st.just(name), signs, numbers)
    if question.type in CHOSEN:
        names = st.sampled_from([choice.name for choice in question.choices])
        if not once:
            return names.map(lambda each: f"{name} = '{each}'")
        return st.one_of(
            names.map(lambda each: f"selected({name}, '{each}')"),
            names.map(lambda each: f"{name} = '{each}'"),
            st.builds("count-selected({}) {} {}".format, st.just(name), signs, st.integers(0, 3)),
        )
    if question.type in WORDY:
        if not once:
            return st.sampled_from(["ja", "abc", "OK"]).map(lambda each: f"{name} = '{each}'")
        return st.one_of(
            st.sampled_from(["ja", "abc", "OK", ""]).map(lambda each: f"{name} != '{each}'"),
            st.builds("string-length({}) {} {}".format, st.just(name), signs, st.integers(0, 5)),
            st.sampled_from(["a", "1"]).map(lambda each: f"contains({name}, '{each}')"),
            st.builds("number({}) {} {}".format, st.just(name), signs, numbers),
        )
    if question.type is QuestionType.REPEAT and not _inside(known, repeats):
        return st.builds("count({}) {} {}".format, st.just(name), signs, st.integers(0, 3))
    # Not true() or false() alone: those stand for a blank cell when they are read back.
    return st.sampled_from(["1 < 2", "2 < 1", "not(false())"])


def _inside(known: Known, repeats: tuple[str, ...]) -> bool:
    return known.question.name in repeats


def constraints(kind: QuestionType, known: Sequence[Known], repeats: tuple[str, ...]) -> Formulas:
    """What an answer of that type must be."""
    if kind is QuestionType.SELECT_MULTIPLE:
        return st.sampled_from(["count-selected(.) <= 2", "not(selected(., 'a') and selected(., 'b'))"])
    if kind is QuestionType.TEXT:
        own = ["string-length(.) < 12", "regex(., '[a-zA-Z ]+')", ". != 'nein'", "not(contains(., 'x'))"]
        return st.sampled_from(own)
    bounds = st.builds(". {} {}".format, st.sampled_from([">", ">=", "<", "<=", "!="]), st.integers(-3, 9))
    numeric = [each.reference for each in known if each.question.type in NUMERIC and each.seen_once(repeats)]
    if not numeric:
        return bounds
    return bounds | st.sampled_from(numeric).map(lambda name: f". >= {name} or . = 3")


def calculations(known: Sequence[Known], repeats: tuple[str, ...], *, plain: bool) -> Formulas:
    """A text, a number or a truth."""
    once = [each for each in known if each.seen_once(repeats)]
    numeric = [each.reference for each in once if each.question.type in NUMERIC]
    others = [each.reference for each in once if each.question.type in WORDY | CHOSEN]
    found: list[Formulas] = [
        st.just("1 + 2 * 3"),
        conditions(known, repeats),
        conditions(known, repeats).map(lambda each: f"if({each}, 'ja', 'abc')"),
    ]
    if numeric:
        names = st.sampled_from(numeric)
        found += [names.map("{} + 1".format), names.map("{} div 4 - 2".format), names.map("-{} * 2".format)]
        found.append(st.builds("coalesce({}, {})".format, names, names))
    if others:
        names = st.sampled_from(others)
        found.append(st.builds("concat({}, '-', {})".format, names, names))
        found.append(names.map(lambda name: f"coalesce({name}, 'nix')"))
        found.append(names.map("string-length({})".format))
    if not plain:
        found.append(
            st.sampled_from(["today()", "once(today())", "now()", "format-date(today(), '%d.%m.%Y')"])
        )
        chosen = [each.question.name for each in once if each.question.type in CHOSEN]
        if chosen:
            names = st.sampled_from(chosen)
            found.append(names.map(lambda name: f"jr:choice-name(${{{name}}}, '${{{name}}}')"))
    return st.one_of(found)


def counts(known: Sequence[Known], repeats: tuple[str, ...]) -> Formulas:
    """How many rounds a repeat has."""
    once = [each for each in known if each.seen_once(repeats)]
    names = [each.reference for each in once if each.question.type is QuestionType.INTEGER]
    chosen = [each.reference for each in once if each.question.type is QuestionType.SELECT_MULTIPLE]
    found: list[Formulas] = [st.integers(0, 3).map(str)]
    if names:
        found.append(st.sampled_from(names).map(lambda name: f"if({name} > 4, 4, {name})"))
    if chosen:
        found.append(st.sampled_from(chosen).map("count-selected({})".format))
    return st.one_of(found)


def filters(known: Sequence[Known], repeats: tuple[str, ...], cities: Sequence[str]) -> Formulas:
    """Which choices there are; the column `city` may be empty."""
    found: list[Formulas] = [
        st.sampled_from(cities).map(lambda city: f"city = '{city}'"),
        st.just("name != 'a'"),
    ]
    once = [each for each in known if each.seen_once(repeats)]
    if once:
        found.append(conditions(once, repeats, 0).map(lambda each: f"city = 'do' or {each}"))
    return st.one_of(found)
