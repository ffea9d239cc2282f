"""Native polls."""

import asyncio

import pytest
import telegram

from bot.simulator.client import SimulatorClient, SimulatorRefused
from bot.simulator.jsontypes import Json
from tests.simulator.conftest import Clock, RawBot


async def test_an_open_vote_in_a_workshop(bot: telegram.Bot, people: SimulatorClient, amina: int) -> None:
    jan = await people.add_user("Jan")
    group = await people.add_group("Werkstatt", [amina, jan])
    sent = await bot.send_poll(group, "Was fehlt am meisten?", ["Bank", "Baum"], is_anonymous=False)
    assert sent.poll is not None
    await people.vote(group, sent.message_id, [1], user_id=amina)
    await people.vote(group, sent.message_id, [0], user_id=jan)
    await people.vote(group, sent.message_id, [1], user_id=jan)
    updates = await bot.get_updates()
    answers = [update.poll_answer for update in updates if update.poll_answer]
    assert [(answer.user.id if answer.user else 0, answer.option_ids) for answer in answers] == [
        (amina, (1,)),
        (jan, (0,)),
        (jan, (1,)),
    ]
    assert {answer.poll_id for answer in answers} == {sent.poll.id}
    assert [update.poll.total_voter_count for update in updates if update.poll] == [1, 2, 2]
    (shown,) = await people.messages(group)
    assert [option["voter_count"] for option in shown["poll"]["options"]] == [0, 2]
    assert (await people.chat(group))["votes"] == [
        {"message_id": sent.message_id, "user_id": amina, "option_ids": [1]},
        {"message_id": sent.message_id, "user_id": jan, "option_ids": [1]},
    ]
    await people.vote(group, sent.message_id, [], user_id=jan)
    final = await bot.stop_poll(group, sent.message_id)
    assert (final.is_closed, final.total_voter_count, final.options[1].voter_count) == (True, 1, 1)
    assert await people.violations() == []


async def test_a_secret_vote_names_nobody(raw: RawBot, people: SimulatorClient, amina: int) -> None:
    sent = await raw.result(
        "sendPoll", chat_id=amina, question="?", options=["a", "b"], allows_multiple_answers=True
    )
    poll = await people.vote(amina, sent["message_id"], [1, 0])
    assert [option["voter_count"] for option in poll["options"]] == [1, 1]
    (update,) = await raw.updates()
    assert set(update) == {"update_id", "poll"}


async def test_a_quiz_is_answered_once(raw: RawBot, people: SimulatorClient, amina: int) -> None:
    quiz = {
        "type": "quiz",
        "correct_option_ids": [1],
        "explanation": "<b>Weil</b>",
        "explanation_parse_mode": "HTML",
    }
    sent = await raw.result(
        "sendPoll", chat_id=amina, question="?", options=[{"text": "a"}, {"text": "b"}], **quiz
    )
    assert sent["poll"]["correct_option_ids"] == [1]
    assert sent["poll"]["explanation"] == "Weil"
    await people.vote(amina, sent["message_id"], [0])
    with pytest.raises(SimulatorRefused, match="cannot be changed"):
        await people.vote(amina, sent["message_id"], [1])
    assert await people.violations() == []


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ([2], "different numbers from 0 to 1"),
        ([0, 1], "one answer only"),
        ([0, 0], "different numbers"),
        (["0"], "list of numbers"),
        ([], "no vote to take back"),
    ],
)
async def test_a_wrong_vote_is_refused(
    raw: RawBot, people: SimulatorClient, amina: int, options: list[int], sentence: str
) -> None:
    sent = await raw.result("sendPoll", chat_id=amina, question="?", options=["a", "b"])
    with pytest.raises(SimulatorRefused, match=sentence):
        await people.vote(amina, sent["message_id"], options)
    assert await raw.updates() == []


async def test_a_closed_poll_takes_no_votes(raw: RawBot, people: SimulatorClient, amina: int) -> None:
    sent = await raw.result("sendPoll", chat_id=amina, question="?", options=["a", "b"])
    target = {"chat_id": amina, "message_id": sent["message_id"]}
    await raw.result("stopPoll", **target)
    assert await raw.refusal("stopPoll", **target) == "400 Bad Request: poll has already been closed"
    with pytest.raises(SimulatorRefused, match="closed"):
        await people.vote(amina, sent["message_id"], [0])
    text = await raw.result("sendMessage", chat_id=amina, text="x")
    assert await raw.refusal("stopPoll", chat_id=amina, message_id=99) == (
        "400 Bad Request: message with poll to stop not found"
    )
    assert (await raw.refusal("stopPoll", chat_id=amina, message_id=text["message_id"])).startswith("400 ")


async def test_a_poll_closes_when_its_time_is_over(
    raw: RawBot, people: SimulatorClient, amina: int, clock: Clock
) -> None:
    sent = await raw.result("sendPoll", chat_id=amina, question="?", options=["a"], open_period=60)
    assert sent["poll"]["close_date"] == sent["date"] + 60
    assert not (await people.messages(amina))[0]["poll"]["is_closed"]
    clock.time += 60
    assert (await people.messages(amina))[0]["poll"]["is_closed"]
    (update,) = await raw.updates()
    assert update["poll"]["is_closed"]


@pytest.mark.parametrize(
    ("parameters", "refusal"),
    [
        ({"question": "", "options": ["a"]}, "poll question must be non-empty"),
        ({"question": "x" * 301, "options": ["a"]}, "poll question length must not exceed 300"),
        ({"question": "?", "options": []}, "poll must have at least 1 option"),
        ({"question": "?", "options": ["a"] * 13}, "poll can't have more than 12 options"),
        ({"question": "?", "options": ["x" * 101]}, "poll options length must not exceed 100"),
        ({"question": "?", "options": [" "]}, "poll options must be non-empty"),
        ({"question": "?", "options": [5]}, "expected an option to be of type String"),
        ({"question": "?", "options": "["}, "can't parse options JSON object"),
        ({"question": "?"}, "can't parse options JSON object"),
        ({"question": "?", "options": {"a": 1}}, "expected an Array of String as options"),
        ({"question": "?", "options": ["a"], "type": "vote"}, "unsupported poll type specified"),
        ({"question": "?", "options": ["a"], "type": "quiz"}, "wrong correct option ID specified"),
    ],
)
async def test_a_wrong_poll_is_refused(raw: RawBot, amina: int, parameters: Json, refusal: str) -> None:
    assert await raw.refusal("sendPoll", chat_id=amina, **parameters) == f"400 Bad Request: {refusal}"


async def test_who_watches_a_poll_sees_its_votes_come(
    raw: RawBot, people: SimulatorClient, amina: int
) -> None:
    sent = await raw.result("sendPoll", chat_id=amina, question="?", options=["a", "b"])
    assert await people.messages(amina)
    watching = asyncio.create_task(people.messages(amina, after=sent["message_id"], wait=20))
    await people.vote(amina, sent["message_id"], [1])
    (shown,) = await watching
    assert shown["poll"]["total_voter_count"] == 1
