"""Long texts in parts."""

from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.splitting import split, utf16_length


def test_a_short_text_stays_whole() -> None:
    assert split("Guten Tag") == ["Guten Tag"]


def test_paragraphs_stay_together() -> None:
    first, second = "a" * 60, "b" * 60
    assert split(f"{first}\n\n{second}", 100) == [first, second]


def test_lines_then_words_are_the_next_best_borders() -> None:
    assert split("aaaa aaaa\nbbbb bbbb", 12) == ["aaaa aaaa", "bbbb bbbb"]
    assert split("aaaa bbbb cccc", 10) == ["aaaa bbbb", "cccc"]


def test_a_word_without_end_is_cut_anywhere() -> None:
    assert split("x" * 25, 10) == ["x" * 10, "x" * 10, "x" * 5]


def test_a_picture_counts_twice_and_is_never_cut_in_half() -> None:
    assert utf16_length("🙂") == 2
    assert split("🙂" * 5, 5) == ["🙂🙂", "🙂🙂", "🙂"]


def test_nothing_visible_gives_nothing() -> None:
    assert split(" \n\t ") == []


@given(st.text(max_size=400), st.integers(2, 50))
def test_every_part_fits_and_nothing_but_white_space_is_lost(text: str, limit: int) -> None:
    parts = split(text, limit)
    assert all(part.strip() and utf16_length(part) <= limit for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())
