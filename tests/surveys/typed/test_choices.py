"""Choices by their labels in any language, by place, several at once, with slips."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.surveys import Choice
from bot.surveys.typed.choices import read_choice, read_choices

NEEDS = [
    Choice("learn", {"de": "🧸 Lernhilfe und Deutschkurse", "ar": "المدرسة والحديقة"}),
    Choice("bus", {"de": "Bus, Bahn und Straße", "ar": "حافلة"}),
    Choice("play", {"de": "Spielplatz", "tr": "Çocuk parkı", "fa": "زمین بازی"}),
    Choice("safe", {"de": "d) Sicherheit", "ar": "الأمان"}),
]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Spielplatz", "play"), ("SPIELPLATZ!", "play"), ("🧸 spielplatz", "play"), ("cocuk parki", "play"), ("زمين بازى", "play"),
        ("3", "play"), ("٣", "play"), ("3)", "play"), ("Spielplats", "play"), ("Spilplatz", "play"), ("lernhilfe UND deutschkurse", "learn"),
        ("Lernhilfe, Deutschkurse", "learn"), ("bus bahn und strasse", "bus"), ("الامان", "safe"), ("d", "safe"), ("D)", "safe"),
        ("Lernhilfe und Deutchkurze", "learn"),
    ],
)  # fmt: skip
def test_one_choice(text: str, name: str) -> None:
    assert read_choice(NEEDS, text) == name


@pytest.mark.parametrize(
    "text", ["", "5", "0", "-1", "Bus", "Spiel", "Platz", "Weltfrieden", "Bpielplatz", "1 und 2", "🧸"]
)
def test_what_means_no_one_choice(text: str) -> None:
    assert read_choice(NEEDS, text) is None


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("1, 3 und 4", ["learn", "play", "safe"]),
        ("3 1", ["play", "learn"]),
        ("1 2 3 und 4", ["learn", "bus", "play", "safe"]),
        ("1. 2. 3.", ["learn", "bus", "play"]),
        ("٣ و١", ["play", "learn"]),
        ("1 ve 3", ["learn", "play"]),
        ("1; 3 i 4", ["learn", "play", "safe"]),
        ("2 та 3", ["bus", "play"]),
        ("۱ و ۲", ["learn", "bus"]),
        ("Bus, Bahn und Straße, Spielplatz und 1", ["bus", "play", "learn"]),
        ("حافلة والمدرسة والحديقة", ["bus", "learn"]),
        ("Spielplaz und Sicherhait", None),
        ("Spielplaz, 1", ["play", "learn"]),
        ("- Spielplatz\n- Bus, Bahn und Straße", ["play", "bus"]),
        ("2, 2, 2", ["bus"]),
        ("1, 9", None),
        ("Spielplatz und Frieden", None),
        (",", None),
    ],
)
def test_several_choices(text: str, names: list[str] | None) -> None:
    assert read_choices(NEEDS, text) == names


def labelled(*labels: str) -> list[Choice]:
    return [Choice(str(place), {"de": label}) for place, label in enumerate(labels)]


def test_a_slip_that_may_mean_two_means_none() -> None:
    assert read_choice(labelled("Montags", "Montage"), "Montagx") is None
    assert read_choice(labelled("Montags", "Freitags"), "Montagx") == "0"


def test_short_labels_and_digits_are_never_corrected() -> None:
    assert read_choice(labelled("Haus", "Hof"), "Maus") is None
    assert read_choice(labelled("Haus", "Hof"), "Hauz") is None
    assert read_choice(labelled("18 bis 29 Jahre", "über 60 Jahre"), "18 bis 39 Jahre") is None
    assert read_choice(labelled("18 bis 29 Jahre", "über 60 Jahre"), "18 bis 29 Jahr") == "0"


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ("zufrieden", "unzufrieden"),
        ("Sehr zufrieden", "Sehr unzufrieden"),
        ("wichtig für mich", "unwichtig für mich"),
        ("mit Kindern", "ohne Kinder"),
        ("Biliyorum", "Bilmiyorum"),
        ("kullanmıyorum", "Kullanıyorum"),
    ],
)
def test_the_opposite_is_no_slip(typed: str, label: str) -> None:
    assert read_choice(labelled(label, "weiß nicht"), typed) is None


def test_a_doubled_letter_is_a_slip() -> None:
    assert read_choice(labelled("Im Sommer", "Im Winter"), "im Somer") == "0"


def test_where_labels_are_numbers_a_number_is_no_place() -> None:
    assert read_choice(labelled("3", "1", "2"), "1") == "1"
    assert read_choice(labelled("30", "10", "20"), "1") is None


def test_the_same_label_twice_means_neither() -> None:
    assert read_choice(labelled("Ja", "ja!"), "ja") is None


@given(st.text(max_size=80) | st.text(alphabet="123,;و und-", max_size=40))
def test_any_text_is_read_without_an_error(text: str) -> None:
    one, several = read_choice(NEEDS, text), read_choices(NEEDS, text)
    assert one is None or several == [one]
    assert several is None or len(set(several)) == len(several) <= len(NEEDS)


def test_a_long_enumeration_at_a_long_list_takes_no_time() -> None:
    many = [
        Choice(f"c{place}", {"de": f"Die Antwort {chr(65 + place % 26)} Nummer {place} von vielen"})
        for place in range(300)
    ]
    begun = time.process_time()
    assert read_choices(many, ", ".join(["die Antwordt X Nummer 1000 von fielen"] * 60)) is None
    read_choices(many, "a, " * 1300)
    assert time.process_time() - begun < 2
