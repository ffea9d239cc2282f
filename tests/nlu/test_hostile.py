"""Whatever arrives is answered: never an exception, and never slowly for its length."""

import json
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlu import EmbeddedInterpreter, load_interpreter
from nlu.corpus import LANGUAGES
from nlu.taxonomy import load_taxonomy
from nlu.understanding import Understanding

HOSTILE = [
    "",
    " \n\t ",
    "\x00\x01\x02",
    "\ud800\udfff\ud83d",
    "🙂" * 3000,
    "a" * 100_000,
    "Nordmarkt und Kita. " * 5000,
    "es brennt nicht " * 6000,
    "\u202e\u200f\u2066" * 20_000,
    "ﷺ" * 50_000,
    "e\u0301" * 50_000,
    ". " * 50_000,
    "und " * 25_000,
]


def sound(understood: Understanding) -> None:
    """What every understanding keeps, whatever the text."""
    assert understood.language in (*LANGUAGES, "other")
    confidences = [intent.confidence for intent in understood.intents]
    assert confidences == sorted(confidences, reverse=True)
    assert all(0 <= confidence <= 1 for confidence in confidences)
    assert {intent.id for intent in understood.intents} <= set(load_taxonomy().ids)
    assert bool(understood.intents) == bool(understood.segments)
    json.dumps(asdict(understood)).encode("utf-8")
    assert all(segment.text.encode("utf-8") and segment.intents for segment in understood.segments)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_texts_are_answered_in_bounded_time(interpreter: EmbeddedInterpreter, text: str) -> None:
    interpreter.parse("warm")
    start = time.process_time()
    sound(interpreter.parse(text, "de"))
    # Of all cores together; a full-length message takes a tenth of it on an idle machine.
    assert time.process_time() - start < 30


@given(st.text(st.characters(), max_size=60), st.sampled_from((None, "de", "fa", "xx", "")))
@settings(max_examples=40)
def test_any_text_gives_a_sound_understanding(
    interpreter: EmbeddedInterpreter, text: str, hint: str | None
) -> None:
    sound(interpreter.parse(text, hint))


def test_no_texts_no_answers(interpreter: EmbeddedInterpreter) -> None:
    assert interpreter.parse_many([]) == []


def test_several_threads_share_one_interpreter() -> None:
    interpreter = load_interpreter()
    texts = ["wohnung", "diş doktoru", "szukam pracy", "hello"] * 3
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(interpreter.parse, texts))
    assert together == [interpreter.parse(text) for text in texts]
