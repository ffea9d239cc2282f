"""Dates and times as people type them. Today is Sunday, 22 November 2026."""

from collections import defaultdict
from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.surveys.typed.date_words import days_away, halves_of_the_day, months, told, weekdays
from bot.surveys.typed.dates import read_dates, read_months, read_years
from bot.surveys.typed.times import read_moments, read_time
from bot.texts import LANGUAGES, load_catalogues

TODAY = date(2026, 11, 22)
CATALOGUES = load_catalogues()


def first(text: str, language: str = "de") -> date | None:
    return next(iter(read_dates(text, TODAY, language)), None)


@pytest.mark.parametrize(
    "text",
    [
        "24.12.2026", "24/12/2026", "24-12-2026", "2026-12-24", "2026.12.24", "24. 12. 2026", "24 12 2026", "24122026",
        "24.12.26", "24.12.", "24/12", "am 24.12.2026", "Do, 24. Dezember 2026", "24. Dezember 2026", "24. Dez.", "Dezember 24, 2026",
        "December 24th, 2026", "24 aralık", "24 Aralık 2026 günü", "٢٤/١٢/٢٠٢٦", "۲۴/۱۲/۲۰۲۶", "٢٤ ديسمبر ٢٠٢٦",
        "24 كانون الأول 2026", "24 grudnia 2026 r.", "24 декабря 2026 года", "24 грудня 2026 року", "24 декември 2026 г.",
        "24 decembrie 2026", "24 de diciembre de 2026", "le 24 décembre 2026", "۲۴ دسامبر ۲۰۲۶", "۲۴ دسمبر", "12/24/2026",
    ],
)  # fmt: skip
def test_one_day_in_many_writings(text: str) -> None:
    assert first(text) == date(2026, 12, 24)


@pytest.mark.parametrize("language", LANGUAGES)
@given(day=st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_what_the_bot_writes_it_also_reads(language: str, day: date) -> None:
    texts = CATALOGUES.texts(language)
    assert read_dates(texts.date(day), TODAY, language) == (day,)
    assert read_dates(texts.date(day), TODAY, "de") == (day,)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("heute", 0), ("gestern", -1), ("morgen", 1), ("übermorgen", 2), ("vorgestern", -2), ("bugün", 0), ("dün", -1),
        ("yarın", 1), ("اليوم", 0), ("أمس", -1), ("غدًا", 1), ("أول أمس", -2), ("dzisiaj", 0), ("wczoraj", -1), ("jutro", 1),
        ("today", 0), ("the day before yesterday", -2), ("сегодня", 0), ("вчера", -1), ("послезавтра", 2), ("сьогодні", 0),
        ("учора", -1), ("днес", 0), ("утре", 1), ("astăzi", 0), ("ieri", -1), ("mâine", 1), ("hoy", 0), ("ayer", -1),
        ("pasado mañana", 2), ("aujourd'hui", 0), ("hier", -1), ("après-demain", 2), ("امروز", 0), ("دیروز", -1), ("پس‌فردا", 2),
    ],
)  # fmt: skip
def test_days_counted_from_today(text: str, days: int) -> None:
    found = first(text)
    assert found is not None
    assert (found - TODAY).days == days


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_all_words(language: str) -> None:
    assert set(days_away()[language].values()) == {-2, -1, 0, 1, 2}
    assert set(months()[language].values()) == set(range(1, 13))
    assert set(weekdays()[language].values()) == set(range(7))
    assert set(halves_of_the_day()[language].values()) == {0, 12}
    assert set(told()) == set(LANGUAGES)


def test_no_word_means_two_things_in_two_languages() -> None:
    for words in (days_away(), months(), weekdays(), halves_of_the_day()):
        meant: dict[str, set[int]] = defaultdict(set)
        for each in words.values():
            for word, meaning in each.items():
                meant[word].add(meaning)
        assert not {word for word, meanings in meant.items() if len(meanings) > 1}


@pytest.mark.parametrize(
    "text", ["Freitag", "am Freitag", "letzten Freitag", "Cuma", "الجمعة", "piątek", "п’ятниця", "جمعه"]
)
def test_a_weekday_is_the_last_or_the_next_one(text: str) -> None:
    assert read_dates(text, TODAY, "de") == (date(2026, 11, 20), date(2026, 11, 27))


def test_a_day_without_a_year_is_the_nearest() -> None:
    assert read_dates("3. Januar", TODAY, "de") == (date(2027, 1, 3), date(2026, 1, 3), date(2025, 1, 3))
    assert first("29.2.", "de") is None


def test_two_digits_of_a_year_are_at_most_ten_years_ahead() -> None:
    assert read_dates("1.5.36", TODAY, "de") == (date(2036, 5, 1), date(1936, 5, 1))
    assert read_dates("1.5.37", TODAY, "de") == (date(1937, 5, 1), date(2037, 5, 1))


@pytest.mark.parametrize(
    "text",
    ["", "irgendwann", "31.2.2026", "1,5", "12", "24:12:2026", "1405/9/2", "24.12.0026", "ich war im Dezember dort",
     "24. Dezember bis 3. Januar", "-3.5.2026", "24.12.2026 " * 20, "99999999999", "24.13.2026.1"],
)  # fmt: skip
def test_what_is_no_date(text: str) -> None:
    assert read_dates(text, TODAY, "de") == ()


@pytest.mark.parametrize(
    "text", ["12/2019", "12.2019", "2019-12", "Dezember 2019", "كانون الأول ٢٠١٩", "24.12.2019", "12/19"]
)
def test_months(text: str) -> None:
    assert read_months(text, TODAY, "de")[0] == date(2019, 12, 1)


@pytest.mark.parametrize("text", ["1999", "۱۹۹۹", "99", "im Jahr 1999", "Mai 1999", "24.12.1999"])
def test_years(text: str) -> None:
    found = read_years(text, TODAY, "de")
    assert (found[0] if found else None) == (date(1999, 1, 1))


@pytest.mark.parametrize(
    "text",
    ["14:30", "14.30", "14h30", "14 Uhr 30", "14.30 Uhr", "1430", "2:30 pm", "2.30 p.m.", "٢:٣٠ مساءً", "۱۴:۳۰", "saat 14:30",
     "um 14:30 Uhr", "14:30:00", "2:30 de la tarde", "Ore 14:30".removeprefix("Ore "), "2:30 po południu", "à 14h30"],
)  # fmt: skip
def test_one_time_in_many_writings(text: str) -> None:
    assert read_time(text, "de") == time(14, 30)


@pytest.mark.parametrize(
    ("text", "hour"),
    [("8", 8), ("12 am", 0), ("12 pm", 12), ("8 abends", 20), ("6 Uhr morgens", 6), ("7 вечера", 19), ("14 ч", 14), ("at 2 o'clock in the afternoon", 14)],
)  # fmt: skip
def test_whole_hours(text: str, hour: int) -> None:
    assert read_time(text, "de") == time(hour)


@pytest.mark.parametrize(
    "text",
    ["", "25:00", "24:00", "14:60", "halb drei", "2,5", "-3", "bald", "13 am", "14:30 und 15:30", "1:2:3:4"],
)
def test_what_is_no_time(text: str) -> None:
    assert read_time(text, "de") is None


@pytest.mark.parametrize(
    "text",
    ["24.12.2026 14:30", "24.12.2026, 14.30 Uhr", "14:30 24.12.2026", "24. Dezember um 14:30 Uhr", "2026-12-24T14:30", "24 aralık 14:30",
     "٢٤/١٢/٢٠٢٦ ٢:٣٠ مساءً"],
)  # fmt: skip
def test_a_date_and_a_time(text: str) -> None:
    assert read_moments(text, TODAY, "de")[0] == datetime(2026, 12, 24, 14, 30)  # noqa: DTZ001


@pytest.mark.parametrize("text", ["24.12.2026", "24.12. 2026", "14:30", "24 12 2026", "gestern"])
def test_one_without_the_other_is_no_moment(text: str) -> None:
    assert read_moments(text, TODAY, "de") == ()


@given(
    st.text(max_size=90) | st.text(alphabet="0123456789.:/- TامMai", max_size=30),
    st.sampled_from([*LANGUAGES, "", "xx"]),
)
def test_any_text_is_read_without_an_error(text: str, language: str) -> None:
    for read in (read_dates, read_months, read_years, read_moments):
        read(text, TODAY, language)
    read_time(text, language)


@given(st.dates(date(1, 1, 1), date(9999, 12, 31)))
def test_days_are_found_at_the_ends_of_the_calendar_too(today: date) -> None:
    for text in ("24.12.", "1.1.30", "Dezember", "99", "Montag", "übermorgen", "vorgestern"):
        read_dates(text, today, "de")
        read_months(text, today, "de")
        read_years(text, today, "de")
