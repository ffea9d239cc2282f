"""Seeing, erasing, stopping; and whatever else residents send."""

import json
from datetime import UTC, datetime

import pytest

from bot.conversation.events import ChoicePressed
from bot.conversation.facts import ErasureWanted, MessagesResumed, MessagesStopped, RequestMade
from bot.conversation.replies import Message
from bot.conversation.world import StoredData, StoredRequest
from tests.conversation.resident import Resident, joined, the_world

STORED = StoredData(
    since=datetime(2026, 11, 1, tzinfo=UTC),
    language="de",
    area="hoerde",
    requests=(StoredRequest("Kein Kitaplatz", ("childcare",), datetime(2026, 11, 2, tzinfo=UTC)),),
)


def test_my_data_in_words_and_as_json() -> None:
    resident = joined(world=the_world(stored=STORED)).commands("/mydata").sees("Kein Kitaplatz")
    assert resident.turn
    document = next(r.document for r in resident.turn.replies if isinstance(r, Message) and r.document)
    assert json.loads(document.content)["requests"][0]["text"] == "Kein Kitaplatz"


def test_delete_asks_once_and_says_what_went() -> None:
    resident = joined(world=the_world(stored=STORED)).commands("/delete")
    assert not resident.knows(ErasureWanted)
    resident.presses(resident.screen[-1].rows[0][0].label)
    assert resident.knows(ErasureWanted)
    assert resident.session.consent == "open"
    resident.sees("1 Nachricht darüber")
    assert "0" not in resident.said


def test_delete_can_be_called_off() -> None:
    resident = joined().commands("/delete").says("nein", "deny")
    assert not resident.knows(ErasureWanted)
    assert resident.session.consent == "given"


def test_stop_is_ended_only_by_start_and_the_button() -> None:
    resident = joined().commands("/stop")
    assert resident.knows(MessagesStopped)
    resident.says("Hallo", "greet").commands("/survey").says("Keine Kita", "childcare").sends("photo")
    resident.shares(51.5, 7.4).does(ChoicePressed(data="menu.0.survey")).commands("/language")
    assert resident.session.stopped
    assert not resident.knows(RequestMade)
    resident.presses(resident.screen[-1].rows[0][0].label)
    assert not resident.session.stopped
    assert len(resident.knows(MessagesResumed)) == 1
    resident.commands("/stop").commands("/start")
    assert not resident.session.stopped


def test_an_emergency_is_answered_in_silence_too() -> None:
    joined().commands("/stop").says("Es brennt!", "emergency").sees("112")


KINDS = [
    "sticker",
    "photo",
    "contact",
    "forwarded",
    "voice",
    "edited",
    "document",
    "dice",
    "poll",
    "anything",
]


def somebody(where: str) -> Resident:
    """A resident at some point of the conversation."""
    if where in ("new", "consent"):
        return Resident() if where == "new" else Resident().commands("/start")
    return joined() if where == "joined" else joined().commands({"stopped": "/stop"}.get(where, f"/{where}"))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("where", ["new", "consent", "joined", "survey", "request", "stopped"])
def test_whatever_is_sent_gets_a_friendly_answer(kind: str, where: str) -> None:
    resident = somebody(where)
    resident.sends(kind)
    assert len(resident.said) > 20


@pytest.mark.parametrize(
    "text", ["", " \n", "\u200b\u200d", "\u202e", "😀😀", "x" * 4096, "\ud800", "<b>&", "{n}", "%s"]
)
@pytest.mark.parametrize("where", ["new", "joined", "survey"])
def test_crafted_texts_are_answered(text: str, where: str) -> None:
    resident = somebody(where)
    resident.says(text)
    assert resident.said


@pytest.mark.parametrize(
    "data",
    [
        "",
        "x",
        "menu",
        "menu.0",
        "menu.0.nothing",
        "survey.99.c-1",
        "place.0.=x",
        "…",
        "a.b.c",
        "survey.-1.x",
        "language.0.xx",
        "request.0.keep",
        "erase.0.yes",
        "privacy.0.resume",
    ],
)
def test_crafted_presses_do_no_harm(data: str) -> None:
    resident = joined().commands("/survey").does(ChoicePressed(data=data))
    assert not resident.knows(ErasureWanted)
