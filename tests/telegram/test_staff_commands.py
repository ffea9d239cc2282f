"""Commands of staff: who gets them, and what they ask for."""

from datetime import date

from telegram import Bot

from bot.areas import Area, load_areas
from bot.digests.week import Week
from bot.simulator.client import SimulatorClient
from bot.store import Operator, Role, StaffMember, Store
from bot.telegram.staff_commands import digest_command
from bot.texts import STAFF_LANGUAGE, load_catalogues
from tests.telegram.house import build_house, living, small_turns

AREAS = load_areas()
TODAY = date(2026, 11, 22)  # a Sunday in week 47


async def test_only_staff_who_may_read_figures_get_a_digest(
    bot: Bot, sim: SimulatorClient, live_store: Store
) -> None:
    async def text(member: StaffMember, week: Week, area: Area | None) -> str:
        return f"Wochenbericht {week} für {member.name}"

    t = load_catalogues().texts(STAFF_LANGUAGE)
    turns = small_turns(staff_commands={"digest": digest_command(text, AREAS, lambda: TODAY, t)})
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
        await sim.send(frau_klein, "/digest 2026-W54")
        assert "gibt es nicht" in (await house.texts(frau_klein, 3))[-1]
        await house.settled()
    assert (await live_store.stored_data(str(frau_klein))).since is None
