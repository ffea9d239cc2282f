"""Commands that only staff can give; for everybody else they do not exist."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from bot.areas import Area, AreaTree
from bot.conversation.replies import Message, Reply
from bot.store import Right, StaffMember
from bot.wording import same


@dataclass(frozen=True)
class StaffCommand:
    """`answer` gives what a staff member with the `right` gets for the command's argument."""

    right: Right
    answer: Callable[[StaffMember, str], Awaitable[tuple[Reply, ...]]]


DigestText = Callable[[StaffMember, "Week", Area | None], Awaitable[str]]

_WEEK: Final = re.compile(r"(\d{4})-?[wW](\d{1,2})", re.ASCII)
_LAST: Final = frozenset({"last", "letzte", "vorige"})
_THIS: Final = frozenset({"this", "diese", "aktuelle"})


@dataclass(frozen=True)
class Week:
    """An ISO week."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> "Week":
        return cls(*day.isocalendar()[:2])

    def __str__(self) -> str:
        return f"{self.year}-W{self.number:02d}"


@dataclass(frozen=True)
class DigestWanted:
    """What `/digest [week] [area]` asks for; `area` None means the whole city."""

    week: Week
    area: Area | None


class NotUnderstood(ValueError):
    """An argument that names neither a week nor an area; the sentence is for staff, in German."""


def read_digest(argument: str, today: date, areas: AreaTree) -> DigestWanted:
    """The digest that `argument` asks for; without a week, the last full one. Raises NotUnderstood."""
    words = argument.split()
    week = Week.of(today - timedelta(days=7))
    if words and (match := _WEEK.fullmatch(words[0])):
        week = _week(int(match[1]), int(match[2]))
        words = words[1:]
    elif words and words[0].casefold() in _LAST | _THIS:
        week = Week.of(today) if words[0].casefold() in _THIS else week
        words = words[1:]
    if not words:
        return DigestWanted(week, None)
    name = " ".join(words)
    found = areas.find(name)
    exact = [area for area in found if same(name, area.name)]  # a district may be called like its quarters
    if len(found) == 1 or exact:
        return DigestWanted(week, (exact or found)[0])
    if found:
        choices = ", ".join(area.name for area in found)
        raise NotUnderstood(
            f"Mehrere Gebiete heißen so ähnlich: {choices}. Bitte schreiben Sie den genauen Namen."
        )
    raise NotUnderstood("Dieses Gebiet kenne ich nicht. Beispiel: /digest 2026-W47 Nordmarkt")


def digest_command(text: DigestText, areas: AreaTree, today: Callable[[], date]) -> StaffCommand:
    """`/digest [week] [area]`, with the words that `text` gives for them."""

    async def answer(member: StaffMember, argument: str) -> tuple[Reply, ...]:
        try:
            wanted = read_digest(argument, today(), areas)
        except NotUnderstood as problem:
            return (Message(str(problem)),)
        return (Message(await text(member, wanted.week, wanted.area)),)

    return StaffCommand(Right.READ_FIGURES, answer)


def _week(year: int, number: int) -> Week:
    try:
        return Week.of(date.fromisocalendar(year, number, 1))
    except ValueError:
        raise NotUnderstood(
            f"Die Woche {year}-W{number:02d} gibt es nicht. Beispiel: /digest 2026-W47"
        ) from None
