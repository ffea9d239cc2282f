"""Several needs in one message: which are voiced, and where."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu import EmbeddedInterpreter
from nlu.decision import needs_voiced
from nlu.reading import AS_IT_IS, Calibration, read_message
from nlu.taxonomy import load_taxonomy
from nlu.voicing import MOST, SIGNS, Voicing, by_parts, signs

LABELS = load_taxonomy().ids
CALIBRATION = Calibration(AS_IT_IS, AS_IT_IS, by_parts(0.3))


def probabilities(**likely: float) -> np.ndarray:
    """A row in which what is not named shares the rest."""
    rest = (1 - sum(likely.values())) / (len(LABELS) - len(likely))
    return np.array([likely.get(label, rest) for label in LABELS], dtype=np.float32)


def test_each_need_is_found_in_the_part_that_voices_it() -> None:
    rows = np.stack([probabilities(mobility=0.8), probabilities(health=0.7)])
    reading = read_message(
        LABELS, load_taxonomy(), CALIBRATION, ("no bus", "no doctor"), rows.mean(axis=0), rows
    )
    assert [(s.intents[0].id, s.text) for s in reading.segments] == [
        ("mobility", "no bus"),
        ("health", "no doctor"),
    ]


def test_one_part_can_voice_two_needs() -> None:
    whole = probabilities(cleanliness=0.45, safety=0.4)
    reading = read_message(LABELS, load_taxonomy(), CALIBRATION, ("rubbish and dealers",), whole, whole[:0])
    assert {s.intents[0].id for s in reading.segments} == {"cleanliness", "safety"}


def test_beside_small_talk_no_need_comes_first() -> None:
    rows = np.stack([probabilities(thank=0.9), probabilities(mobility=0.35, health=0.32, thank=0.3)])
    whole = probabilities(thank=0.9)
    reading = read_message(LABELS, load_taxonomy(), CALIBRATION, ("thank you", "for all"), whole, rows)
    assert reading.intents[0].id == "thank"
    assert {s.intents[0].id for s in reading.segments} == {"thank"}


@given(st.lists(st.lists(st.floats(0, 1, width=32), min_size=20, max_size=20), min_size=1, max_size=6))
def test_no_more_than_three_needs_are_heard(rows: list[list[float]]) -> None:
    by_part = np.array(rows, dtype=np.float32)
    needs = by_part.mean(axis=0)
    assert signs(needs, by_part).shape == (20, SIGNS)
    assert np.isfinite(signs(needs, by_part)).all()
    everything = Voicing((0.0,) * SIGNS, 5.0, 0.1)
    assert everything.voiced(needs, by_part).sum() == MOST


@pytest.mark.parametrize(
    ("language", "text", "needs"),
    [
        ("de", "Kein Kitaplatz und der Bus kommt auch nie", ["childcare", "mobility"]),
        ("ar", "ما في دكتور أطفال قريب، والبيت كله رطوبة وعفن", ["health", "housing"]),
        (
            "tr",
            "Almanca kursu yok. Bir de çöpler her yerde, kimse toplamıyor",
            ["language_support", "cleanliness"],
        ),
        ("en", "no bus after eight and the walls of my flat are full of mould", ["mobility", "housing"]),
    ],
)
def test_several_needs_are_heard(
    interpreter: EmbeddedInterpreter, language: str, text: str, needs: list[str]
) -> None:
    assert sorted(need.id for need, _ in needs_voiced(interpreter.parse(text, language))) == sorted(needs)
