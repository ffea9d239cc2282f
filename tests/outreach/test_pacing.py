"""Pacing, told with a clock of its own."""

from dataclasses import dataclass
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from bot.outreach.pacing import Limits, Pacer
from bot.store import LANES, Lane

EXACT = Limits(margin=1.0)


@dataclass
class Departures:
    """Sends what it is asked for as early as the pacer allows, and remembers when."""

    pacer: Pacer
    now: float = 0.0

    def send(self, chat: str, lane: Lane) -> float:
        self.now += self.pacer.wait(chat, lane, self.now)
        assert self.pacer.wait(chat, lane, self.now) <= 1e-9
        self.pacer.take(chat, lane, self.now)
        return self.now


def test_replies_keep_pace_with_a_quick_resident() -> None:
    departures = Departures(Pacer(EXACT))
    assert {departures.send("7", Lane.REPLY) for _ in range(20)} == {0.0}
    assert [departures.send("7", Lane.REPLY) for _ in range(3)] == [1.0, 2.0, 3.0]
    departures.now = 8.0
    assert {departures.send("7", Lane.REPLY) for _ in range(5)} == {8.0}


def test_a_chat_gets_one_bulk_message_a_second() -> None:
    departures = Departures(Pacer(EXACT))
    times = [departures.send("7", Lane.BROADCAST) for _ in range(4)]
    assert all(later - earlier >= 1.0 for earlier, later in pairwise(times))


def test_a_broadcast_waits_for_the_reply_that_went_to_the_same_chat() -> None:
    departures = Departures(Pacer(EXACT))
    departures.send("7", Lane.REPLY)
    assert departures.send("7", Lane.BROADCAST) >= 1.0


def test_never_more_than_thirty_in_any_second() -> None:
    departures = Departures(Pacer(EXACT))
    times = [departures.send(str(chat), Lane.BROADCAST if chat % 3 else Lane.REPLY) for chat in range(200)]
    for start in times:
        assert sum(start <= t < start + 1.0 - 1e-9 for t in times) <= 30


def test_a_reply_does_not_wait_behind_a_broadcast_to_many() -> None:
    departures = Departures(Pacer(EXACT))
    for chat in range(300):
        departures.send(f"broadcast {chat}", Lane.BROADCAST)
    asked = departures.now
    assert departures.send("somebody", Lane.REPLY) - asked < 0.1


def test_a_group_gets_twenty_a_minute() -> None:
    departures = Departures(Pacer(EXACT))
    times = [departures.send("-100", Lane.REPLY) for _ in range(21)]
    assert times[19] == 0.0
    assert times[20] >= 60.0


def test_a_pause_holds_every_lane_and_every_chat() -> None:
    pacer = Pacer(EXACT)
    pacer.pause(7.0, now=0.0)
    pacer.pause(2.0, now=0.0)
    assert {pacer.wait(chat, lane, 0.0) for chat in ("1", "2") for lane in LANES} == {7.0}
    assert pacer.wait("1", Lane.REPLY, 7.0) == 0.0


def test_chats_that_are_silent_are_forgotten() -> None:
    departures = Departures(Pacer(EXACT))
    for chat in range(5000):
        departures.send(str(chat), Lane.REPLY)
        departures.now += 1.0
    assert len(departures.pacer._chats) < 2048


@given(
    st.lists(
        st.tuples(st.sampled_from(["1", "2", "-3"]), st.sampled_from(LANES), st.floats(0, 2)),
        max_size=120,
    )
)
def test_whatever_comes_in_whatever_order_the_limits_hold(messages: list[tuple[str, Lane, float]]) -> None:
    departures = Departures(Pacer(EXACT))
    sent: list[tuple[float, str, Lane]] = []
    for chat, lane, later in messages:
        departures.now += later
        sent.append((departures.send(chat, lane), chat, lane))
    for start, chat, lane in sent:
        assert sum(start <= t < start + 1 - 1e-6 for t, _, _ in sent) <= 30
        if lane is not Lane.REPLY:
            assert not [t for t, other, _ in sent if other == chat and start - 1 + 1e-6 < t < start]
