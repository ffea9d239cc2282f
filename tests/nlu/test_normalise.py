"""Many spellings of the same, and strings that nobody should be able to break anything with."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.normalise import clean, fold, normalise


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hörde", "HORDE"),
        ("Straße", "strasse"),
        ("Łódź", "lodz"),
        ("Işık", "isik"),
        ("İSTANBUL", "istanbul"),
        ("الطَّبِيبُ", "الطبيب"),
        ("مدرسة", "مدرسه"),
        ("أريد", "اريد"),
        ("کتاب", "كتاب"),
        ("می‌خواهم", "میخواهم"),
        ("٤٥", "45"),
        ("۴۵", "45"),
        ("４５", "45"),
        ("soooooo", "soo"),
        ("Hilfe!!!!!", "hilfe!"),
        ("ёлка", "елка"),
        ("a\u202eb\u200bc", "abc"),
    ],
)
def test_spellings_of_the_same_fold_to_the_same(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("мир", "мор"), ("kar", "karl"), ("دار", "در"), ("10", "100")])
def test_different_words_stay_different(one: str, other: str) -> None:
    assert fold(one) != fold(other)


def test_clean_keeps_what_a_reader_sees() -> None:
    assert clean("  Grüße,\n aus\u00a0Hörde \u202e👍🏽 ") == "Grüße, aus Hörde 👍🏽"


def test_lone_surrogates_and_controls_disappear() -> None:
    assert clean("a\ud800b\x00c\x7f") == "abc"


@given(st.text(st.characters()))
def test_any_string_is_cleaned_to_something_storable(text: str) -> None:
    cleaned = clean(text)
    cleaned.encode("utf-8")
    assert not {"Cc", "Cs", "Cf"} & {unicodedata.category(c) for c in cleaned}


@given(st.text(st.characters()))
def test_folding_twice_changes_nothing(text: str) -> None:
    for form in (clean, normalise, fold):
        assert form(form(text)) == form(text)
