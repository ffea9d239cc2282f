"""Commands that only staff can give; for everybody else they do not exist."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date

from bot.areas import Area, AreaTree
from bot.conversation.replies import Message, Reply
from bot.digests import DigestUnclear, Unclear, Week, read_wanted
from bot.store import Right, StaffMember
from bot.texts import Texts


@dataclass(frozen=True)
class StaffCommand:
    """`answer` gives what a staff member with the `right` gets for the command's argument."""

    right: Right
    answer: Callable[[StaffMember, str], Awaitable[tuple[Reply, ...]]]


DigestText = Callable[[StaffMember, Week, Area | None], Awaitable[str]]


def digest_command(text: DigestText, areas: AreaTree, today: Callable[[], date], t: Texts) -> StaffCommand:
    """`/digest [week] [area]`, with the words that `text` gives for them; `t` is the staff's language."""

    async def answer(member: StaffMember, argument: str) -> tuple[Reply, ...]:
        try:
            wanted = read_wanted(argument, today(), areas)
        except DigestUnclear as unclear:
            return (Message(_question(unclear, t)),)
        return (Message(await text(member, wanted.week, wanted.area)),)

    return StaffCommand(Right.READ_FIGURES, answer)


def _question(unclear: DigestUnclear, t: Texts) -> str:
    match unclear.why:
        case Unclear.WEEK:
            return t("There is no such week. Example: {example}", example="/digest 2026-W47")
        case Unclear.SEVERAL_AREAS:
            return t(
                "Several areas have a name like this: {areas}. Please write the exact name.",
                areas=t.list([area.name for area in unclear.areas]),
            )
        case Unclear.AREA:
            return t("I do not know this area. Example: {example}", example="/digest 2026-W47 Nordmarkt")
