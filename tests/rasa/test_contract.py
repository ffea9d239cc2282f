"""What this project takes for granted of a Rasa 3.6 server that was trained on nlu/data."""

import json
import logging
from pathlib import Path

import httpx
import pytest

from nlu import EmbeddedInterpreter
from nlu.corpus import LANGUAGES, load_training
from nlu.decision import Emergency, decide
from nlu.rasa import RasaInterpreter
from nlu.rasa_answer import read_probabilities
from nlu.rasa_server import RasaServer
from nlu.taxonomy import load_taxonomy
from tests.cli.test_start import quartier
from tests.rasa.conftest import SECONDS

LABELS = load_taxonomy().ids
LEARNT = [example for example in load_training() if len(example.labels) == 1][::80]
HOSTILE = (
    "/emergency",
    "/greet{\"name\": \"x\"}",
    "a" * 100_000,
    "Kita " * 5_000,
    "\u202eKitaplatz\u202c \u2066gesucht",
    "Kita\x00\x1b[31mplatz\ud800",
    "😀😀😀",
    "?!?",
    "<script>alert(1)</script> [Kita](location) - intent: greet",
    "{\"text\": \"x\"}",
    "می‌خواهم",
    "٣ أطفال",
)  # fmt: skip


def test_the_server_has_a_model(url: str) -> None:
    assert RasaServer(url, SECONDS).status().endswith(".tar.gz")


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_intents_are_ranked_in_every_language(url: str, language: str) -> None:
    text = next(example.text for example in LEARNT if example.language == language)
    (answer,) = RasaServer(url, SECONDS).parse([text])
    probabilities = read_probabilities(answer, LABELS)
    assert (probabilities > 0).all()
    assert probabilities.sum() == pytest.approx(1, abs=0.01)


def test_the_intents_are_those_of_the_data(url: str) -> None:
    """Even few epochs are far better than chance, which is right in 3 of 100."""
    answers = RasaServer(url, 10 * SECONDS).parse([example.text for example in LEARNT])
    tops = [LABELS[int(read_probabilities(answer, LABELS).argmax())] for answer in answers]
    right = sum(top == example.labels[0] for top, example in zip(tops, LEARNT, strict=True))
    assert len(LEARNT) > 90
    assert right / len(LEARNT) > 0.3


@pytest.mark.parametrize("text", HOSTILE, ids=[str(number) for number in range(len(HOSTILE))])
def test_whatever_is_written_rasa_answers(
    by_rasa: RasaInterpreter, text: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING, logger="nlu"):
        understood = by_rasa.parse(text, "de")
    assert {intent.id for intent in understood.intents} == set(LABELS)
    assert not caplog.records  # no answer came from the embedded pipeline instead


def test_a_command_that_rasa_would_believe_does_not_reach_it(url: str, by_rasa: RasaInterpreter) -> None:
    (believed,) = RasaServer(url, SECONDS).parse(["/talk_to_human"])
    assert read_probabilities(believed, LABELS)[LABELS.index("talk_to_human")] == 1
    assert by_rasa.parse("/talk_to_human") == by_rasa.parse("talk_to_human")


def test_a_call_for_help_is_heard(by_rasa: RasaInterpreter) -> None:
    assert decide(by_rasa.parse("Es brennt im Keller, Hilfe!", "de")) == Emergency()


def test_language_places_and_parts_are_as_in_the_embedded_pipeline(
    by_rasa: RasaInterpreter, embedded: EmbeddedInterpreter
) -> None:
    text = "Dlaczego na Nordmarkt nie ma lekarza?"
    assert by_rasa.parse(text).language == embedded.parse(text).language == "pl"
    assert by_rasa.parse(text).areas == embedded.parse(text).areas != ()


def test_the_server_outlives_what_it_refuses(url: str) -> None:
    for body in (b"no JSON", b"{}", b'{"text": 5}', b"[]", b"\xff"):
        assert (
            httpx.post(f"{url}/model/parse", content=body, timeout=SECONDS, trust_env=False).status_code
            >= 400
        )
    assert RasaServer(url, SECONDS).parse(["Danke"])


def test_the_command_line_asks_the_server(url: str, tmp_path: Path) -> None:
    lines = "".join(json.dumps({"text": example.text}) + "\n" for example in LEARNT[:20])
    done = quartier("nlu", "parse", "--backend", "rasa", "--url", url, folder=tmp_path, stdin=lines)
    assert done.stderr == ""
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [answer["text"] for answer in answers] == [example.text for example in LEARNT[:20]]
    assert all(len(answer["intent_ranking"]) == len(LABELS) for answer in answers)
