"""Who may read and change what, and that it is written down."""

import pytest

from bot.areas import load_areas
from bot.store import NotAllowed, Operator, Role, StaffMember, Store, StoreProblem, UnknownRow
from nlu.taxonomy import load_taxonomy
from tests.databases import START
from tests.store.build import CHAT, SURVEY, agrees, request


def member(role: Role) -> StaffMember:
    return StaffMember("s-1", "Erika", role, 42, START)


async def test_staff_are_added_known_by_their_account_and_removed(store: Store) -> None:
    ana = await store.staff.add(Operator(), 5001, Role.STAFF, "  Ana   Popescu ")
    assert ana.name == "Ana Popescu"
    assert await store.staff.by_telegram_id(5001) == ana
    assert await store.staff.by_telegram_id(5002) is None
    await store.staff.add(Operator(), 5002, Role.ADMIN, "Zoe")
    assert [each.name for each in await store.staff.list()] == ["Ana Popescu", "Zoe"]
    with pytest.raises(StoreProblem, match="belongs to a staff member already"):
        await store.staff.add(Operator(), 5001, Role.ADMIN, "Ana")
    await store.staff.remove(Operator(), ana.id)
    with pytest.raises(UnknownRow):
        await store.staff.remove(Operator(), ana.id)
    assert await store.staff.by_telegram_id(5001) is None


@pytest.mark.parametrize("name", ["", "   ", "x" * 201, "a\x00b", "a\u202eb"])
async def test_a_name_must_be_one(store: Store, name: str) -> None:
    with pytest.raises(StoreProblem, match="printable"):
        await store.staff.add(Operator(), 1, Role.STAFF, name)


async def test_only_admins_change_staff(store: Store) -> None:
    for role in (Role.STAFF, Role.FACILITATOR):
        with pytest.raises(NotAllowed, match=role):
            await store.staff.add(member(role), 1, Role.ADMIN, "Me")
        with pytest.raises(NotAllowed):
            await store.staff.remove(member(role), "s-1")
        with pytest.raises(NotAllowed):
            await store.audit_entries(member(role))
    assert await store.staff.add(member(Role.ADMIN), 1, Role.STAFF, "You")


async def test_facilitators_read_no_figures_and_no_texts(store: Store) -> None:
    facilitator = member(Role.FACILITATOR)
    areas = load_areas()
    for reading in (
        store.figures.requests(facilitator, areas, load_taxonomy()),
        store.figures.survey(facilitator, areas, SURVEY),
        store.requests.quotes(facilitator, week="2026-W47"),
        store.requests.review(facilitator),
        store.requests.classify(facilitator, "q1", ["health"]),
    ):
        with pytest.raises(NotAllowed):
            await reading
    assert await store.audit_entries(Operator()) == []


async def test_every_reading_and_change_leaves_an_entry(store: Store) -> None:
    await agrees(store, request("q1", "Ich heiße Ali und suche einen Arzt", "health"))
    staff, areas = member(Role.STAFF), load_areas()
    await store.publish_survey(SURVEY, staff)
    await store.figures.requests(staff, areas, load_taxonomy(), week="2026-W47", area="hafen")
    await store.figures.survey(staff, areas, SURVEY)
    await store.requests.quotes(staff, week="2026-W47")
    await store.requests.review(staff)
    await store.requests.classify(staff, "q1", ["care"])
    entries = await store.audit_entries(Operator())
    assert [entry.what for entry in reversed(entries)] == [
        "survey published",
        "requests counted",
        "survey counted",
        "requests quoted",
        "requests read",
        "request classified",
    ]
    assert {entry.who for entry in entries} == {"s-1"}
    assert "Ali" not in repr(entries)
    assert CHAT not in repr(entries)


async def test_texts_are_quoted_redacted_and_read_as_they_are(store: Store) -> None:
    await agrees(store, request("q1", "Ich heiße Ali, Tel. 0231 50123", "health"))
    staff = member(Role.STAFF)
    [quote] = await store.requests.quotes(staff, week="2026-W47")
    assert quote.text == "Ich heiße […], Tel. […]"
    assert await store.requests.quotes(staff, week="2026-W46") == []
    assert await store.requests.quotes(staff, week="2026-W47", areas=["hafen"]) == []
    [read] = await store.requests.review(staff, week="2026-W47")
    assert (read.text, read.categories) == ("Ich heiße Ali, Tel. 0231 50123", ("health",))


async def test_staff_put_a_request_where_it_belongs(store: Store) -> None:
    await agrees(store, request("q1", "Kein Arzt", "work"))
    await store.requests.classify(member(Role.STAFF), "q1", ["health", "care"])
    [read] = await store.requests.review(Operator())
    assert read.categories == ("health", "care")
    with pytest.raises(UnknownRow):
        await store.requests.classify(Operator(), "q2", [])


async def test_what_staff_corrected_can_be_learnt_from(store: Store) -> None:
    await agrees(store, request("q1", "Kein Arzt", "work"), request("q2", "Kein Bus", "mobility"))
    await store.requests.classify(member(Role.STAFF), "q1", ["health"])
    [learnt] = await store.requests.corrections(Operator())
    assert (learnt.text, learnt.language, learnt.categories) == ("Kein Arzt", "de", ("health",))
    assert (await store.audit_entries(Operator()))[0].what == "corrections read"
    with pytest.raises(NotAllowed):
        await store.requests.corrections(member(Role.FACILITATOR))
