"""What a formula can see of a form while it is being filled in."""

from datetime import datetime
from typing import Protocol


class Scope(Protocol):
    """The values around the place where a formula stands."""

    @property
    def current(self) -> str:
        """The value of the question itself, written `.`."""

    @property
    def position(self) -> int:
        """The number of the present round of the repeat, from 1; 1 outside of repeats."""

    @property
    def now(self) -> datetime:
        """The time, aware, in the time zone of the place."""

    @property
    def once(self) -> str:
        """The value that the calculated question already has; "" before its first calculation."""

    def value(self, name: str) -> str | tuple[str, ...]:
        """The value of a question as it stands in the form's XML instance: "" where unanswered or irrelevant,
        "a b" for several choices, ISO dates; a tuple of all rounds where a repeat is looked at from outside."""

    def column(self, name: str) -> str:
        """A column of the choice that a `choice_filter` looks at; "" where there is none."""

    def choice_name(self, value: str, question: str) -> str:
        """The label of the choice (or choices) `value` of `question`; "" where there is none."""
