"""The answers of an invented resident, as formulas see them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.surveys.expressions import Value, evaluate, parse

DORTMUND = ZoneInfo("Europe/Berlin")
NOON = datetime(2026, 3, 4, 12, 0, tzinfo=DORTMUND)


@dataclass
class Answers:
    """A Scope with plain values; what is not named is unanswered."""

    values: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)
    current: str = ""
    position: int = 1
    now: datetime = NOON
    once: str = ""
    asked: list[str] = field(default_factory=list)
    """The names that were looked at, in their order."""

    def value(self, name: str) -> str | tuple[str, ...]:
        self.asked.append(name)
        return self.values.get(name, "")

    def column(self, name: str) -> str:
        return {"name": "nord", "city": "dortmund"}.get(name, "")

    def choice_name(self, value: str, question: str) -> str:
        return {("ja", "wissen"): "Ja, gerne", ("nein", "wissen"): "Nein"}.get((value, question), "")


HOUSEHOLD = Answers(
    values={
        "age": "34",
        "name": "Ayşe",
        "langs": "de tr ar",
        "wissen": "ja",
        "born": "1991-07-09",
        "met": "2026-03-04T18:30:00.000+01:00",
        "ages": ("3", "", "12"),
        "nobody": (),
    },
    current="  zwei  Worte ",
    position=3,
)


def result(formula: str, answers: Answers = HOUSEHOLD) -> Value:
    """What the formula comes to."""
    return evaluate(parse(formula), answers)
