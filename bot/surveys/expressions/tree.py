"""The tree of a formula. Plain frozen data: the form keeps the text and has it parsed again."""

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Literal:
    """A text in quotes, or a number."""

    value: str | float


@dataclass(frozen=True, slots=True)
class Reference:
    """`${name}`: the answer to another question."""

    name: str


@dataclass(frozen=True, slots=True)
class QuestionName:
    """A question itself, not its answer: the second argument of `jr:choice-name`."""

    name: str


@dataclass(frozen=True, slots=True)
class Column:
    """A bare name in a `choice_filter`: a column of the choice that is being looked at."""

    name: str


@dataclass(frozen=True, slots=True)
class Current:
    """`.`: the answer to the question where the formula stands."""


@dataclass(frozen=True, slots=True)
class Parent:
    """`..`: the present round of the repeat, in `position(..)`."""


@dataclass(frozen=True, slots=True)
class Negated:
    """A number with a minus before it."""

    operand: "Expression"


@dataclass(frozen=True, slots=True)
class Operation:
    """A chain of operators of one rank, worked off from the left: `1 + 2 - 3` is 1, then (+, 2), then (-, 3).

    A chain and not pairs, so that a sum of thousands of terms is no deeper than a sum of two."""

    first: "Expression"
    rest: tuple[tuple[str, "Expression"], ...]


@dataclass(frozen=True, slots=True)
class Call:
    """A function with its arguments; name and number of arguments are checked by the parser."""

    name: str
    arguments: tuple["Expression", ...]


Expression: TypeAlias = (
    Literal | Reference | QuestionName | Column | Current | Parent | Negated | Operation | Call
)


def parts(expression: Expression) -> tuple[Expression, ...]:
    """What `expression` is made of, one level down."""
    match expression:
        case Negated(operand):
            return (operand,)
        case Operation(first, rest):
            return (first, *(operand for _, operand in rest))
        case Call(_, arguments):
            return arguments
        case _:
            return ()
