"""A Rasa server in the place of the embedded classifier, and everything that can be wrong with one."""

import logging
import socket
from collections.abc import Iterator
from time import monotonic
from typing import Any

import pytest

from nlu import EmbeddedInterpreter
from nlu.decision import Dialogue, Emergency, Sure, decide
from nlu.rasa import RasaInterpreter, sendable
from nlu.rasa_server import LARGEST, RasaProblem, RasaServer
from nlu.reading import AS_IT_IS, Calibration
from nlu.voicing import by_parts
from tests.nlu.fake_rasa import FakeRasa, answer, fake_rasa

KITA = "Wir finden keinen Kitaplatz"
PLAIN = Calibration(AS_IT_IS, AS_IT_IS, by_parts(0.3))
"""Confidences as Rasa gives them, so that tests can tell them from the embedded ones."""


class Clock:
    """Seconds that pass when a test says so."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def rasa() -> Iterator[FakeRasa]:
    with fake_rasa() as fake:
        yield fake


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def interpreter_by_rasa(rasa: FakeRasa, interpreter: EmbeddedInterpreter, clock: Clock) -> RasaInterpreter:
    return RasaInterpreter(rasa.url, interpreter, calibration=PLAIN, seconds=5, rest=5, clock=clock)


def test_rasa_reads_the_intent(rasa: FakeRasa, interpreter_by_rasa: RasaInterpreter) -> None:
    rasa.by_words = {"Kitaplatz": "money"}  # what the embedded pipeline would never say
    understood = interpreter_by_rasa.parse(KITA, "de")
    assert understood.top
    assert understood.top.id == "money"
    assert understood.top.confidence == pytest.approx(0.9, abs=0.001)
    assert len(understood.intents) == 31
    assert decide(understood) == Sure(("money",))
    assert rasa.paths == ["/model/parse"]


def test_language_and_places_do_not_come_from_rasa(interpreter_by_rasa: RasaInterpreter) -> None:
    understood = interpreter_by_rasa.parse("Dlaczego na Nordmarkt nie ma lekarza?")
    assert understood.language == "pl"
    assert [mention.areas for mention in understood.areas] == [("050",)]


def test_several_needs_are_read_part_by_part(rasa: FakeRasa, interpreter_by_rasa: RasaInterpreter) -> None:
    text = "Ich finde hier keinen Arzt, und an der Ecke liegt immer Müll"
    rasa.whole = {text: {"health": 0.5, "cleanliness": 0.45}}
    rasa.by_words = {"Arzt": "health", "Müll": "cleanliness"}
    understood = interpreter_by_rasa.parse(text, "de")
    assert rasa.asked[0] == text
    assert len(rasa.asked) == 3
    assert [segment.intents[0].id for segment in understood.segments] == ["health", "cleanliness"]
    assert "Müll" in understood.segments[1].text


def test_a_call_for_help_is_heard_whatever_rasa_says(interpreter_by_rasa: RasaInterpreter) -> None:
    assert decide(interpreter_by_rasa.parse("Es brennt im Keller, Hilfe!", "de")) == Emergency()


def test_no_message_is_taken_for_a_command_of_rasa(
    rasa: FakeRasa, interpreter_by_rasa: RasaInterpreter
) -> None:
    for text in ("/emergency", " \n//greet", "/delete_data{}"):
        interpreter_by_rasa.parse(text)
    assert rasa.asked == ["emergency", "greet", "delete_data{}"]


def test_what_is_sent_is_bounded_and_clean(rasa: FakeRasa, interpreter_by_rasa: RasaInterpreter) -> None:
    for text in ("a" * 100_000, "Kita\ud800\x00\x1b platz", "می‌خواهم"):
        interpreter_by_rasa.parse(text)
    assert [len(text) for text in rasa.asked] == [2000, 10, 8]
    assert rasa.asked[1:] == ["Kita platz", "می‌خواهم"]


@pytest.mark.parametrize("text", ["", "   ", "\n", "/", "​", "\x00"])
def test_nothing_is_asked_about_nothing(
    rasa: FakeRasa, interpreter_by_rasa: RasaInterpreter, interpreter: EmbeddedInterpreter, text: str
) -> None:
    assert interpreter_by_rasa.parse(text, "de") == interpreter.parse(text, "de")
    assert rasa.asked == []


def test_places_that_only_rasa_found_are_added(rasa: FakeRasa, interpreter_by_rasa: RasaInterpreter) -> None:
    text = "Am Nordmerktplatz und in Hörde fehlt ein Arzt"
    found = [
        {"entity": "location", "start": 3, "end": 17, "value": "Nordmarkt"},
        {"entity": "area", "start": 25, "end": 30, "value": "Hörde"},
        {"entity": "area", "start": -1, "end": 9999, "value": "Eving"},
        {"entity": "person", "start": 0, "end": 2, "value": "Eving"},
        "Eving",
    ]
    rasa.body = answer(text, found, health=0.9)  # type: ignore[arg-type]
    mentions = interpreter_by_rasa.parse(text, "de").areas
    assert [(m.text, m.areas) for m in mentions] == [("Nordmerktplatz", ("050",)), ("Hörde", ("530",))]


def broken_answers() -> dict[str, bytes]:
    def with_ranking(value: str) -> bytes:
        return f'{{"text": "x", "intent_ranking": {value}}}'.encode()

    def with_confidence(value: str) -> bytes:
        return with_ranking(f'[{{"name": "money", "confidence": {value}}}]')

    return {
        "empty": b"",
        "page": b"<html>Welcome to nginx</html>",
        "not text": b"\xff\xfe\x00",
        "list": b"[]",
        "nested": b"[" * 100_000,
        "no ranking": b'{"text": "x", "intent": {"name": "money", "confidence": 1.0}}',
        "empty ranking": with_ranking("[]"),
        "ranking of words": with_ranking('["money"]'),
        "only unsure": with_ranking('[{"name": "nlu_fallback", "confidence": 0.9}]'),
        "unknown intent": with_ranking('[{"name": "pizza", "confidence": 0.9}]'),
        "intent of a strange kind": with_ranking('[{"name": ["money"], "confidence": 0.9}]'),
        "intent twice": with_ranking('[{"name": "money", "confidence": 0.4}, {"name": "money", "confidence": 0.4}]'),
        "no confidence": with_ranking('[{"name": "money"}]'),
        "NaN": with_confidence("NaN"),
        "infinite": with_confidence("Infinity"),
        "below zero": with_confidence("-0.5"),
        "above one": with_confidence("7"),
        "endless number": with_confidence("1" + "0" * 400),
        "a word": with_confidence('"0.9"'),
        "true": with_confidence("true"),
        "all zero": with_confidence("0"),
        "too sure of two": with_ranking('[{"name": "money", "confidence": 1}, {"name": "work", "confidence": 1}]'),
        "huge": b" " * (LARGEST + 1) + answer("x", money=0.9),
    }  # fmt: skip


@pytest.mark.parametrize("fault", broken_answers())
def test_a_wrong_answer_is_replaced_by_the_embedded_one(
    rasa: FakeRasa, interpreter_by_rasa: RasaInterpreter, interpreter: EmbeddedInterpreter, fault: str
) -> None:
    rasa.body = broken_answers()[fault]
    assert interpreter_by_rasa.parse(KITA, "de") == interpreter.parse(KITA, "de")
    assert rasa.asked == [KITA]


@pytest.mark.parametrize("status", [301, 401, 404, 500, 503])
def test_a_refusal_is_replaced_by_the_embedded_answer(
    rasa: FakeRasa, interpreter_by_rasa: RasaInterpreter, interpreter: EmbeddedInterpreter, status: int
) -> None:
    rasa.status = status
    rasa.headers = {"Location": rasa.url + "/model/parse"}  # not followed
    assert interpreter_by_rasa.parse(KITA, "de") == interpreter.parse(KITA, "de")
    assert len(rasa.asked) == 1


def test_a_server_that_stops_halfway_is_not_waited_for(
    rasa: FakeRasa, interpreter: EmbeddedInterpreter
) -> None:
    rasa.held = True
    start = monotonic()
    understood = RasaInterpreter(rasa.url, interpreter, calibration=PLAIN, seconds=0.2).parse(KITA, "de")
    assert understood == interpreter.parse(KITA, "de")
    assert monotonic() - start < 10


def test_a_server_that_sends_a_byte_now_and_then_is_not_waited_for(interpreter: EmbeddedInterpreter) -> None:
    """Each byte comes in time, the whole never would: only a limit over all steps ends this."""
    import threading

    with socket.create_server(("127.0.0.1", 0)) as listening:
        ended = threading.Event()

        def drip() -> None:
            connection, _ = listening.accept()
            with connection:
                try:
                    while not ended.wait(0.02):
                        connection.sendall(b"H")
                except OSError:
                    ended.set()

        thread = threading.Thread(target=drip, daemon=True)
        thread.start()
        server = RasaServer(f"http://127.0.0.1:{listening.getsockname()[1]}", seconds=0.3)
        with pytest.raises(RasaProblem):
            server.parse([KITA])
        ended.set()
        thread.join(10)


def test_a_dead_server_is_left_alone_for_a_while(
    rasa: FakeRasa,
    interpreter_by_rasa: RasaInterpreter,
    interpreter: EmbeddedInterpreter,
    clock: Clock,
    caplog: pytest.LogCaptureFixture,
) -> None:
    embedded = interpreter.parse(KITA, "de")
    with caplog.at_level(logging.INFO, logger="nlu"):
        rasa.status = 500
        assert interpreter_by_rasa.parse(KITA, "de") == embedded
        clock.now += 4.9
        assert interpreter_by_rasa.parse(KITA, "de") == embedded
        assert len(rasa.asked) == 1  # left alone
        clock.now += 0.2
        assert interpreter_by_rasa.parse(KITA, "de") == embedded
        assert len(rasa.asked) == 2  # tried again, in vain
        clock.now += 5.1
        rasa.status, rasa.by_words = 200, {"Kitaplatz": "greet"}
        assert decide(interpreter_by_rasa.parse(KITA, "de")) == Dialogue("greet")
        rasa.status = 500
        assert interpreter_by_rasa.parse(KITA, "de") == embedded
    lines = [record.getMessage() for record in caplog.records]
    assert [("cannot be used" in line, "answers again" in line) for line in lines] == [
        (True, False),
        (False, True),
        (True, False),
    ]


def test_no_server_at_all(interpreter: EmbeddedInterpreter, caplog: pytest.LogCaptureFixture) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    by_rasa = RasaInterpreter(f"http://127.0.0.1:{port}/?token=geheim", interpreter)
    with caplog.at_level(logging.WARNING, logger="nlu"):
        texts = [KITA, "Mein Vermieter heizt nicht", "Danke!"]
        assert by_rasa.parse_many(texts, ["de"] * 3) == interpreter.parse_many(texts, ["de"] * 3)
    assert len(caplog.records) == 1
    line = caplog.records[0].getMessage()
    assert f"127.0.0.1:{port}" in line
    assert not any(word in line for word in ("geheim", "Kitaplatz", "Vermieter"))


def test_while_one_message_tries_again_the_others_do_not_wait(clock: Clock) -> None:
    from nlu.outage import Outage

    outage = Outage(5, clock)
    assert outage.failed()
    clock.now += 5
    assert [outage.may_ask() for _ in range(3)] == [True, False, False]
    assert outage.answered()
    assert [outage.may_ask() for _ in range(3)] == [True] * 3


def test_the_token_of_the_address_is_sent(rasa: FakeRasa, interpreter: EmbeddedInterpreter) -> None:
    RasaInterpreter(f"{rasa.url}/nlu/?token=geheim", interpreter, seconds=5).parse(KITA)
    assert rasa.paths == ["/nlu/model/parse?token=geheim"]


def test_the_status_names_the_model(rasa: FakeRasa) -> None:
    assert RasaServer(rasa.url, 5).status() == "one.tar.gz"
    for body in (b'{"model_file": ""}', b'{"model_file": null}', b"[]", b"no"):
        rasa.body = body
        with pytest.raises(RasaProblem):
            RasaServer(rasa.url, 5).status()


@pytest.mark.parametrize(("text", "sent"), [("a\u202eb", "a\u202eb"), ("  a\t\tb ", "a b"), ("a/b", "a/b")])
def test_what_people_write_is_sent_as_it_is(text: str, sent: str) -> None:
    assert sendable(text) == sent


def test_confidences_are_calibrated_for_rasa(rasa: FakeRasa, interpreter: EmbeddedInterpreter) -> None:
    rasa.by_words = {"Kitaplatz": "money"}
    found: Any = RasaInterpreter(rasa.url, interpreter, seconds=5).parse(KITA).top
    assert found.id == "money"
    assert 0.3 < found.confidence < 0.9  # DIET is surer of itself than it is right
