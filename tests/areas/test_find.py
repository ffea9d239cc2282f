"""A resident types where they live."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.areas import load_areas

CITY = load_areas()


def found(text: str) -> list[str]:
    return [area.id for area in CITY.find(text)]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Nordmarkt", "nordmarkt"),
        ("  nordmarkt!! ", "nordmarkt"),
        ("NORDMARKT", "nordmarkt"),
        ("Nordstadt", "innenstadt-nord"),
        ("نوردماركت", "nordmarkt"),
        ("نوردمارکت", "nordmarkt"),
        ("نُورْدماركت", "nordmarkt"),
        ("Нордштадт", "innenstadt-nord"),
        ("Şarnhorst-Ost", "scharnhorst-ost"),
        ("boevinghausen", "boevinghausen"),
        ("Bovinghausen", "boevinghausen"),
        ("Ho\u0308rde", "hoerde"),
        ("Saarlandstrasse", "ruhrallee"),
        ("Saarlandstraße", "ruhrallee"),
        ("Kirchhörde/Löttringhausen", "kirchhoerde-loettringhausen"),
        ("MSA Siedlung", "scharnhorst-ost"),
        ("Clarenberg", "hoerde-hoerde"),
    ],
)
def test_a_name_in_any_spelling_is_found(typed: str, meant: str) -> None:
    assert found(typed) == [meant]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Norstadt", "innenstadt-nord"),
        ("Lindenhorts", "lindenhorst"),
        ("Evinng", "eving"),
        ("Luttgendortmund", "luetgendortmund"),
        ("ich wohne in Bövinghausn", "boevinghausen"),
        ("mieszkam w Dorstfeldzie", "dorstfeld"),
        ("живу на Нордмаркте", "nordmarkt"),
    ],
)
def test_typing_errors_and_endings_are_forgiven(typed: str, meant: str) -> None:
    assert found(typed) == [meant]


@pytest.mark.parametrize(
    "typed", ["gerne", "Hagen", "Köln", "Bochum", "weiß nicht", "keine Ahnung", "nichts", "44146"]
)
def test_another_word_is_not_taken_for_a_mistyped_name(typed: str) -> None:
    assert found(typed) == []


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Dortmund Hörde", "hoerde"),
        ("in Hörde", "hoerde"),
        ("Nordmarkt 12", "nordmarkt"),
        ("Nordmarkt'ta oturuyorum", "nordmarkt"),
        ("أسكن في هافن", "hafen"),
        ("44145 Nordmarkt", "nordmarkt"),
        ("Münsterstr. 23, D-44145 Dortmund", "nordmarkt"),
        ("Mengede, Nette", "nette"),
    ],
)
def test_other_words_around_a_name_do_not_matter(typed: str, meant: str) -> None:
    assert found(typed) == [meant]


def test_what_can_mean_several_gives_several() -> None:
    assert found("Scharnhorst") == ["scharnhorst", "alt-scharnhorst", "scharnhorst-ost"]
    assert found("44145") == found("٤٤١٤٥") == ["borsigplatz", "hafen", "nordmarkt"]
    assert found("Körne") == ["kaiserbrunnen", "westfalendamm"]
    assert found("Eving oder Huckarde") == ["eving", "huckarde"]


def test_a_quarter_called_like_its_district_is_offered_by_the_district() -> None:
    assert found("Hörde") == ["hoerde"]
    assert "hoerde-hoerde" in {area.id for area in CITY.children("hoerde")}


@pytest.mark.parametrize(
    "typed", ["Dortmund", "dortmund", "دورتموند", "in Dortmund", "", " ", "🙂", "-", "\x00", "\ud800"]
)
def test_the_whole_city_or_nothing_says_nothing(typed: str) -> None:
    assert found(typed) == []


def test_a_list_of_everything_is_cut_at_twelve() -> None:
    assert len(found(", ".join(area.name for area in CITY.quarters_of("dortmund")))) == 12


@given(st.text(st.characters(), max_size=300))
def test_no_text_is_an_error(text: str) -> None:
    assert len(CITY.find(text)) <= 12


@pytest.mark.parametrize("text", ["a ", "scharnhorsx ", "44145 ", "ء", "/", "nord markt ", "Hörde"])
def test_a_flood_of_text_takes_no_time(text: str) -> None:
    began = time.process_time()
    CITY.find(text * 100_000)
    assert time.process_time() - began < 1
