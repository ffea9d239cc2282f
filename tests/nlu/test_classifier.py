"""The encoder is asked once a message, and not at all where the wording leaves nothing open."""

from collections.abc import Sequence

import numpy as np
import pytest

from nlu import EmbeddedInterpreter
from nlu.corpus import load_dev
from nlu.decision import Emergency, decide
from nlu.encoder import E5Encoder
from nlu.head import Floats


class Counting(E5Encoder):
    """The encoder itself, which remembers what it was asked."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []

    def encode(self, texts: Sequence[str]) -> Floats:
        self.asked += texts
        return super().encode(texts)


@pytest.fixture
def encoder() -> Counting:
    return Counting()


@pytest.fixture
def reader(interpreter: EmbeddedInterpreter, encoder: Counting) -> EmbeddedInterpreter:
    return EmbeddedInterpreter(interpreter.model, encoder)


def test_a_message_of_several_sentences_is_encoded_once(
    reader: EmbeddedInterpreter, encoder: Counting
) -> None:
    text = "Alles ist so anders hier. Ich weiß nicht, wie ich es sagen soll. Es wird nicht besser."
    reader.parse(text, "de")
    assert encoder.asked == [text]


def test_a_plain_need_does_not_wait_for_the_encoder(reader: EmbeddedInterpreter, encoder: Counting) -> None:
    understood = reader.parse(
        "Wir suchen seit Monaten einen Kitaplatz und bekommen nur Absagen von der Kita", "de"
    )
    assert understood.top is not None
    assert (understood.top.id, encoder.asked) == ("childcare", [])


def test_nothing_to_read_asks_nothing(reader: EmbeddedInterpreter, encoder: Counting) -> None:
    assert reader.parse_many(["", "\u200b"])[0].intents == ()
    assert encoder.asked == []


def test_what_the_encoder_was_not_asked_is_read_as_with_it(
    interpreter: EmbeddedInterpreter, encoder: Counting, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The leads of nlu/classifier.py are wide enough: with every message encoded hardly any reading changes."""
    dev = load_dev()[::3]
    texts, languages = [each.text for each in dev], [each.language for each in dev]
    quick = interpreter.parse_many(texts, languages)
    monkeypatch.setattr("nlu.classifier._LEAD", np.inf)
    slow = EmbeddedInterpreter(interpreter.model, encoder).parse_many(texts, languages)
    assert len(encoder.asked) == len(dev)
    changed = [
        text
        for text, one, other in zip(texts, quick, slow, strict=True)
        if (one.top and one.top.id) != (other.top and other.top.id)
    ]
    assert len(changed) <= 0.01 * len(dev), changed
    missed = [
        text
        for text, one, other in zip(texts, quick, slow, strict=True)
        if isinstance(decide(other), Emergency) and not isinstance(decide(one), Emergency)
    ]
    assert len(missed) <= 0.003 * len(dev), missed
