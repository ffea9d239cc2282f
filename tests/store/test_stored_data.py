"""/mydata shows everything."""

import json
from collections.abc import Callable
from typing import Any, Final

from sqlalchemy import Column, select

from bot.conversation import facts as f
from bot.store import Store
from bot.store.tables import ContactRow, ResidentRow, Table, metadata
from tests.store.build import CHAT, SURVEY, agrees, happens, reply, request

SHOWN_BY: Final[dict[str, Callable[[Any], object]]] = {
    "contacts": lambda data: data.other["contacts"],
    "sessions": lambda data: data.other["conversation"],
    "consents": lambda data: data.consents,
    "human_wishes": lambda data: data.other["wishes_to_speak_with_a_person"],
    "responses": lambda data: data.responses,
    "answers": lambda data: data.responses[0].answers.get("topic"),
    "questions_shown": lambda data: "places" in data.responses[0].answers,
    "requests": lambda data: data.requests,
    "request_categories": lambda data: data.requests[0].categories,
    "deliveries": lambda data: data.messages_waiting,
}
"""Every table that leads to a resident, and where its rows show. A new table needs a line here and a place there."""


def leads_to_residents() -> set[str]:
    """Tables that refer to residents, directly or through others."""
    found = {ResidentRow.__tablename__}
    while True:
        more = {
            table.name
            for table in metadata.sorted_tables
            for key in table.foreign_keys
            if key.column.table.name in found
        }
        if more <= found:
            return found - {ResidentRow.__tablename__}
        found |= more


def test_every_table_of_residents_shows_somewhere() -> None:
    assert leads_to_residents() == set(SHOWN_BY)


def test_nothing_refers_to_residents_without_the_database_knowing() -> None:
    def refers(column: Column[object]) -> bool:
        return column.name in ("resident", "contact", "response", "request")

    for table in metadata.sorted_tables:
        for column in filter(refers, table.columns):
            assert column.foreign_keys, f"{table.name}.{column.name}"


async def test_somebody_who_did_everything_sees_everything(store: Store) -> None:
    await store.publish_survey(SURVEY)
    await agrees(
        store,
        f.AreaChosen("nordmarkt", "name"),
        f.ResponseStarted("r1", "lack", 1, "de"),
        f.QuestionShown("r1", "topic"),
        f.AnswerGiven("r1", "topic", "kita", "de"),
        f.QuestionShown("r1", "places"),
        request("q1", "Kein Arzt", "health"),
        f.HumanWanted(),
    )
    await happens(store, replies=[reply("Danke")])
    async with store._database.reading() as db:
        for name in SHOWN_BY:
            table = metadata.tables[name]
            assert (await db.execute(select(table))).first(), f"nothing to show in {name}"
    data = await store.stored_data(CHAT)
    for name, shown in SHOWN_BY.items():
        assert shown(data), name
    assert data.language == "de"
    assert data.area == "nordmarkt"
    assert data.other["contacts"][0]["address"] == CHAT  # type: ignore[index]
    json.dumps(data.other, default=str)  # /mydata writes it into a file


async def test_each_sees_only_their_own(store: Store) -> None:
    await agrees(store, request("q1", "Meins"), chat="1")
    await agrees(store, request("q2", "Deins"), chat="2")
    assert [each.text for each in (await store.stored_data("1")).requests] == ["Meins"]
    assert (await store.stored_data("3")).since is None


def test_only_contacts_hold_an_address_for_good() -> None:
    """Inbox and outbox hold sealed addresses only while they need them."""
    tables: set[type[Table]] = {
        mapper.class_ for mapper in Table.registry.mappers if "address" in mapper.columns
    }
    assert {table.__tablename__ for table in tables} == {ContactRow.__tablename__, "deliveries"}
