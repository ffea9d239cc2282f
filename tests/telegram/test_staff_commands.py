"""Commands of staff: who gets them, and what they ask for."""

from datetime import date

import pytest
from telegram import Bot

from bot.areas import Area, load_areas
from bot.digests.week import Week
from bot.simulator.client import SimulatorClient
from bot.store import Operator, Role, StaffMember, Store
from bot.telegram.staff_commands import DigestWanted, NotUnderstood, digest_command, read_digest
from tests.telegram.house import build_house, living, small_turns

AREAS = load_areas()
TODAY = date(2026, 11, 22)  # a Sunday in week 47


def area(name: str) -> Area:
    (found,) = AREAS.find(name)
    return found


@pytest.mark.parametrize(
    ("argument", "week", "name"),
    [
        ("", "2026-W46", None),
        ("last", "2026-W46", None),
        ("this", "2026-W47", None),
        ("2026-W45", "2026-W45", None),
        ("2026w5", "2026-W05", None),
        ("Nordmarkt", "2026-W46", "Nordmarkt"),
        ("2026-W45 Nordmarkt", "2026-W45", "Nordmarkt"),
        ("this   Eving", "2026-W47", "Eving"),
        ("scharnhorst", "2026-W46", "Scharnhorst"),
    ],
)
def test_what_is_asked_for(argument: str, week: str, name: str | None) -> None:
    wanted = read_digest(argument, TODAY, AREAS)
    assert (str(wanted.week), wanted.area.name if wanted.area else None) == (week, name)


@pytest.mark.parametrize("argument", ["2026-W54", "2026-W00", "0000-W01", "Atlantis", "this " + "x" * 4000])
def test_what_there_is_not_is_said_in_a_sentence(argument: str) -> None:
    with pytest.raises(NotUnderstood):
        read_digest(argument, TODAY, AREAS)


def test_the_last_week_of_january_is_in_the_old_year() -> None:
    assert read_digest("", date(2027, 1, 4), AREAS) == DigestWanted(Week(2026, 53), None)


async def test_only_staff_who_may_read_figures_get_a_digest(
    bot: Bot, sim: SimulatorClient, live_store: Store
) -> None:
    async def text(member: StaffMember, week: Week, area: Area | None) -> str:
        return f"Wochenbericht {week} für {member.name}"

    turns = small_turns(staff_commands={"digest": digest_command(text, AREAS, lambda: TODAY)})
    house = await build_house(sim, bot, live_store, turns)
    frau_klein, facilitator, amina = [await sim.add_user(name, "de") for name in ("Klein", "Groß", "Amina")]
    await live_store.staff.add(Operator(), frau_klein, Role.STAFF, "Frau Klein")
    await live_store.staff.add(Operator(), facilitator, Role.FACILITATOR, "Herr Groß")
    async with living(house):
        for chat in (frau_klein, facilitator, amina):
            await sim.send(chat, "/digest 2026-W45")
        assert await house.texts(frau_klein, 1) == ["Wochenbericht 2026-W45 für Frau Klein"]
        assert await house.texts(facilitator, 1) == ["/digest 2026-W45"]
        assert await house.texts(amina, 1) == ["/digest 2026-W45"]
        await sim.send(frau_klein, "/digest Atlantis")
        assert "kenne ich nicht" in (await house.texts(frau_klein, 2))[-1]
        await house.settled()
    assert (await live_store.stored_data(str(frau_klein))).since is None
