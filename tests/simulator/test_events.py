"""What happens is told live."""

import httpx
import telegram

from bot.simulator.client import SimulatorClient
from bot.simulator.events import EventLog
from tests.simulator.event_stream import EventStream


async def test_the_chat_page_sees_all_that_happens(
    http: httpx.AsyncClient, bot: telegram.Bot, people: SimulatorClient
) -> None:
    async with http.stream("GET", "/sim/events") as response:
        assert response.headers["content-type"].startswith("text/event-stream")
        stream = EventStream(response.aiter_lines())
        assert (await stream.next())[:2] == ("hello", {"bot_id": None})
        amina = await people.add_user("Amina", "ar")
        assert (await stream.until("user"))["user"]["first_name"] == "Amina"
        await people.send(amina, "مرحبا")
        assert (await stream.until("message"))["message"]["text"] == "مرحبا"
        sent = await bot.send_message(amina, "Hallo")
        assert (await stream.until("message"))["message"]["from"]["is_bot"] is True
        await bot.edit_message_text("Guten Tag", amina, sent.message_id)
        assert (await stream.until("edited"))["message"]["text"] == "Guten Tag"
        await bot.send_chat_action(amina, "typing")
        assert await stream.until("action") == {"bot_id": 1, "chat_id": amina, "action": "typing"}
        poll = await bot.send_poll(amina, "?", ["a", "b"])
        await people.vote(amina, poll.message_id, [1])
        assert (await stream.until("poll"))["votes"] == [
            {"message_id": poll.message_id, "user_id": amina, "option_ids": [1]}
        ]
        await bot.delete_message(amina, sent.message_id)
        assert await stream.until("deleted") == {"bot_id": 1, "chat_id": amina, "message_id": sent.message_id}
        await people.block(amina)
        assert await stream.until("blocked") == {"bot_id": 1, "chat_id": amina, "blocked": True}
        await bot.set_my_commands([("start", "Anfangen")])
        assert (await stream.until("bot"))["bot"]["commands"][0]["commands"][0]["command"] == "start"
        await people.reset()
        assert await stream.until("reset") == {"bot_id": None}


async def test_a_stream_goes_on_where_it_broke(
    http: httpx.AsyncClient, people: SimulatorClient, amina: int
) -> None:
    jan = await people.add_user("Jan")
    async with http.stream("GET", f"/sim/events?chat_id={amina}") as response:
        stream = EventStream(response.aiter_lines())
        await people.send(jan, "nicht hier")
        await people.send(amina, "eins")
        await stream.until("message")
        await people.send(amina, "zwei")
        name, data, last = await stream.next()
        assert (name, data["message"]["text"]) == ("message", "zwei")
    await people.send(amina, "drei")
    headers = {"Last-Event-ID": last}
    async with http.stream("GET", f"/sim/events?chat_id={amina}", headers=headers) as response:
        assert (await EventStream(response.aiter_lines()).until("message"))["message"]["text"] == "drei"
    async with http.stream("GET", "/sim/events", headers={"Last-Event-ID": "99999"}) as response:
        assert await EventStream(response.aiter_lines()).until("reset")


def test_old_events_are_forgotten_and_that_is_said() -> None:
    log = EventLog(2)
    for number in range(4):
        log.add("message", 1, number=number)
    assert [event.id for event in log.after(2) or []] == [3, 4]
    assert log.after(1) is None
    assert log.after(4) == []
    assert log.after(5) is None
