"""Residents write in twelve languages; the real model reads them."""

from collections import Counter
from pathlib import Path

import pytest

from nlu import EmbeddedInterpreter
from nlu.corpus import LANGUAGES, load_dev
from nlu.decision import Dialogue, Emergency, OutOfScope, Sure, decide
from nlu.evaluation import evaluate

PLAIN = Path(__file__).with_name("plain.tsv")


@pytest.mark.parametrize(
    ("language", "text", "category"),
    [
        ("de", "Im Treppenhaus ist überall Schimmel und der Vermieter macht nichts", "housing"),
        ("tr", "Diş doktoruna ihtiyacım var", "health"),
        ("ar", "أبحث عن عمل", "work"),
        ("pl", "szukam pracy, mój dyplom nie jest uznawany", "work"),
        ("en", "there is nothing to do for teenagers here, they need a football pitch", "youth_sport"),
        ("ru", "на улице темно и страшно ходить вечером", "safety"),
        ("uk", "моя мама стара і потребує догляду вдома", "care"),
        ("bg", "няма пари за тока, имам дългове", "money"),
        ("ro", "caut un loc la grădiniță pentru copilul meu", "childcare"),
        ("es", "no tengo internet en casa y no sé usar el ordenador", "digital"),
        ("fr", "ma mère est en fauteuil roulant et il n'y a pas de rampe", "inclusion"),
        ("fa", "دنبال کار می‌گردم", "work"),
    ],
)
def test_a_need_is_understood_in_every_language(
    interpreter: EmbeddedInterpreter, language: str, text: str, category: str
) -> None:
    understood = interpreter.parse(text)
    assert understood.language == language
    assert understood.top is not None
    assert understood.top.id == category


@pytest.mark.parametrize(
    ("language", "text", "intent"),
    [
        ("de", "Hallo, guten Tag!", "greet"),
        ("tr", "türkçe konuşmak istiyorum", "change_language"),
        ("ar", "شكرا جزيلا", "thank"),
        ("pl", "nie", "deny"),
        ("en", "I want to talk to a real person please", "talk_to_human"),
        ("en", "delete all my data", "delete_data"),
        ("ru", "да", "affirm"),
        ("uk", "дякую", "thank"),
        ("bg", "кой си ти", "ask_bot"),
        ("es", "adiós", "goodbye"),
        ("fa", "سلام", "greet"),
    ],
)
def test_a_turn_of_the_dialogue_is_no_need(
    interpreter: EmbeddedInterpreter, language: str, text: str, intent: str
) -> None:
    assert decide(interpreter.parse(text, language)) == Dialogue(intent)


def test_two_needs_come_in_order_with_their_parts(interpreter: EmbeddedInterpreter) -> None:
    understood = interpreter.parse("Der Bus fährt abends nicht mehr und im Park liegt überall Müll", "de")
    assert decide(understood) == Sure(("mobility", "cleanliness"))
    assert [segment.text for segment in understood.segments] == [
        "Der Bus fährt abends nicht mehr",
        "und im Park liegt überall Müll",
    ]


def test_places_are_found_beside_the_need(interpreter: EmbeddedInterpreter) -> None:
    understood = interpreter.parse("Nordmarkt'ta çöp çok", "tr")
    assert [mention.areas for mention in understood.areas] == [("050",)]
    assert understood.top is not None
    assert understood.top.id == "cleanliness"


def test_the_weather_is_out_of_scope(interpreter: EmbeddedInterpreter) -> None:
    assert decide(interpreter.parse("what is the weather tomorrow", "en")) == OutOfScope()


def test_many_at_once_are_read_as_one_by_one(interpreter: EmbeddedInterpreter) -> None:
    texts = ["wohnung", "", "Der Bus fährt nie und im Park liegt Müll", "merhaba"]
    hints = ["de", "de", None, "tr"]
    together = interpreter.parse_many(texts, hints)
    alone = [interpreter.parse(text, hint) for text, hint in zip(texts, hints, strict=True)]
    assert [(u.language, u.top and u.top.id, len(u.segments)) for u in together] == [
        (u.language, u.top and u.top.id, len(u.segments)) for u in alone
    ]


def test_bundles_of_many_come_back_in_order(interpreter: EmbeddedInterpreter) -> None:
    examples = load_dev()[::30]
    assert len(examples) > 64
    together = interpreter.parse_many([e.text for e in examples], [e.language for e in examples])
    alone = [interpreter.parse(example.text, example.language) for example in examples]
    assert [(u.language, u.top and u.top.id) for u in together] == [
        (u.language, u.top and u.top.id) for u in alone
    ]


def test_what_is_said_plainly_is_understood(interpreter: EmbeddedInterpreter) -> None:
    rows = [line.split("\t") for line in PLAIN.read_text(encoding="utf-8").splitlines()[1:]]
    read = interpreter.parse_many([text for _, text, _ in rows], [language for language, _, _ in rows])
    right = Counter(
        language
        for (language, _, category), understood in zip(rows, read, strict=True)
        if understood.top and understood.top.id == category
    )
    asked = Counter(language for language, _, _ in rows)
    assert sum(right.values()) >= 0.9 * sum(asked.values())
    assert {code for code in LANGUAGES if right[code] < 0.7 * asked[code]} == set()


def test_the_model_is_as_good_as_when_it_was_chosen(interpreter: EmbeddedInterpreter) -> None:
    """A twelfth of dev/, with room for what a sample may differ; docs/nlu.md has the figures of all."""
    scores = evaluate(interpreter, load_dev()[::12]).scores["all"]
    assert scores.messages >= 100
    assert scores.category > 0.7
    assert scores.candidates > 0.9
    assert scores.language > 0.9
    assert scores.language_hinted > 0.95
    assert scores.multi_f1 > 0.7
    assert scores.ece < 0.15
    assert scores.false_alarm < 0.08


def test_all_emergencies_of_dev_but_very_few_are_heard(interpreter: EmbeddedInterpreter) -> None:
    urgent = [example for example in load_dev() if "emergency" in example.labels]
    read = interpreter.parse_many([e.text for e in urgent], [e.language for e in urgent])
    heard = [isinstance(decide(understood), Emergency) for understood in read]
    assert sum(heard) >= 0.94 * len(urgent)
