"""Where a message is cut into parts."""

from hypothesis import given
from hypothesis import strategies as st

from nlu.corpus import LANGUAGES
from nlu.normalise import clean
from nlu.split import MAX_PARTS, split


def test_two_needs_joined_by_a_word_are_two_parts() -> None:
    assert split("wir brauchen einen Kitaplatz und der Bus kommt auch nie", "de") == (
        "wir brauchen einen Kitaplatz",
        "und der Bus kommt auch nie",
    )


def test_arabic_and_is_written_onto_the_next_word() -> None:
    assert split("محتاج دكتور اسنان قريب وابني ما عنده مكان بالروضة", "ar") == (
        "محتاج دكتور اسنان قريب",
        "وابني ما عنده مكان بالروضة",
    )


def test_short_messages_and_pairs_of_words_stay_whole() -> None:
    assert split("Bus und Bahn", "de") == ("Bus und Bahn",)
    assert split("mein Mann und ich suchen seit langem eine größere Wohnung", "de") == (
        "mein Mann und ich suchen seit langem eine größere Wohnung",
    )
    assert split("", "de") == ()


@given(st.text(st.characters(codec="utf-8"), max_size=400), st.sampled_from((*LANGUAGES, "other")))
def test_nothing_is_lost_and_the_number_of_parts_is_bounded(text: str, language: str) -> None:
    text = clean(text)
    parts = split(text, language)
    assert " ".join(parts).split() == text.split()
    assert len(parts) <= MAX_PARTS
