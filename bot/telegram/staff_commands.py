"""Commands that only staff can give; for everybody else they do not exist."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date
from typing import Final

from bot.areas import Area, AreaTree
from bot.conversation.replies import Message, Reply
from bot.digests.week import NoSuchWeek, Week
from bot.store import Right, StaffMember
from bot.wording import same


@dataclass(frozen=True)
class StaffCommand:
    """`answer` gives what a staff member with the `right` gets for the command's argument."""

    right: Right
    answer: Callable[[StaffMember, str], Awaitable[tuple[Reply, ...]]]


DigestText = Callable[[StaffMember, Week, Area | None], Awaitable[str]]

_MEANT_AS_WEEK: Final = re.compile(r"\d{4}-?[wW]\d+", re.ASCII)


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
    week = Week.named("", today)
    try:
        if words:
            week = Week.named(words[0], today)
            words = words[1:]
    except NoSuchWeek:
        if _MEANT_AS_WEEK.fullmatch(words[0]):
            raise NotUnderstood("Diese Woche gibt es nicht. Beispiel: /digest 2026-W47") from None
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
