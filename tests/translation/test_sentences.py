"""A text in sentences."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.translation.sentences import sentences


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", []),
        ("Ja", ["Ja"]),
        ("Danke. Bitte warten!  Sind Sie da?", ["Danke.", "Bitte warten!", "Sind Sie da?"]),
        ("Kinder, z. B. Ihre, bis ca. 3 Jahre", ["Kinder, z. B. Ihre, bis ca. 3 Jahre"]),
        ("Am 1. Mai. Danach nicht.", ["Am 1. Mai.", "Danach nicht."]),
        ("„Wo?“ Hier.", ["„Wo?“", "Hier."]),
        ("هل لديك أطفال؟ نعم.", ["هل لديك أطفال؟", "نعم."]),
        ("ул. Мира. Да.", ["ул. Мира.", "Да."]),
    ],
)
def test_where_sentences_end(text: str, found: list[str]) -> None:
    assert sentences(text, 100) == found


@given(st.text(alphabet="ab .!?z1\u00a0", max_size=80), st.integers(1, 30))
def test_nothing_is_lost_and_nothing_is_too_long(text: str, longest: int) -> None:
    found = sentences(text, longest)
    assert "".join("".join(found).split()) == "".join(text.split())
    assert all(0 < len(each) <= longest for each in found)
