"""Numbers in digits of any script, with the separators of the languages, or written out."""

from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.surveys import Question, QuestionType
from bot.surveys.typed.number_words import _words, number_word
from bot.surveys.typed.numbers import read_decimal, read_integer, read_range
from bot.texts import LANGUAGES

COUNT = Question("n", QuestionType.INTEGER)
MEASURE = Question("n", QuestionType.DECIMAL)
DIGITS = ["0123456789", "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹", "०१२३४५६७८९", "０１２３４５６７８９"]


def scale(start: str, end: str, step: str) -> Question:
    return Question("n", QuestionType.RANGE, parameters={"start": start, "end": end, "step": step})


@pytest.mark.parametrize("digits", DIGITS)
@given(number=st.integers(-(10**12), 10**12))
def test_whole_numbers_in_digits_of_any_script(digits: str, number: int) -> None:
    written = "".join(digits[int(char)] if char.isdigit() else char for char in str(number))
    assert read_integer(COUNT, written, "de") == number
    assert read_integer(COUNT, f" {written}. ", "fa") == number


@pytest.mark.parametrize(
    ("text", "language", "number"),
    [
        ("2,5", "de", 2.5),
        ("2.5", "de", 2.5),
        ("1.234,5", "de", 1234.5),
        ("1,234.5", "en", 1234.5),
        ("1 234,5", "fr", 1234.5),
        ("1\u202f234,5", "fr", 1234.5),
        ("1’234.5", "de", 1234.5),
        ("1.000.000", "de", 1_000_000),
        ("1.000", "de", 1000),
        ("1.000", "en", 1),
        ("1,000", "en", 1000),
        ("0,500", "en", 0.5),
        ("١٢٫٥", "ar", 12.5),
        ("٣٬٠٠٠", "ar", 3000),
        ("12,50 €", "de", 12.5),
        ("−3,5", "de", -3.5),
        ("zwei", "de", 2),
    ],
)
def test_decimals_with_the_separators_of_the_languages(text: str, language: str, number: float) -> None:
    assert read_decimal(MEASURE, text, language) == number


@pytest.mark.parametrize("text", ["1.000", "1,000", "1 000", "1’000", "١٬٠٠٠"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_before_three_digits_of_a_whole_number_every_sign_parts_thousands(text: str, language: str) -> None:
    assert read_integer(COUNT, text, language) == 1000


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-",
        "3-4",
        "--3",
        "1.2.3",
        "1,2,3",
        "12.34.567",
        "5²",
        "½",
        "1e5",
        ",5",
        "0x10",
        "3 oder 4",
        "9" * 40,
    ],
)
def test_what_is_no_number(text: str) -> None:
    assert read_decimal(MEASURE, text, "de") is None
    assert read_integer(COUNT, text, "de") is None


def test_a_whole_number_has_no_decimals() -> None:
    assert read_integer(COUNT, "2,5", "de") is None
    assert read_integer(COUNT, "2,0", "de") == 2


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("zwei", 2), ("Zwo!", 2), ("iki", 2), ("اثنين", 2), ("ثلاثة", 3), ("dwoje", 2), ("двое", 2), ("два", 2),
        ("două", 2), ("une", 1), ("fünfundzwanzig", 25), ("ein und dreißig", 31), ("yirmi beş", 25), ("خمسة وعشرون", 25),
        ("dwadzieścia pięć", 25), ("twenty-five", 25), ("двадцать пять", 25), ("двадцять п'ять", 25),
        ("двайсет и пет", 25), ("douăzeci și cinci", 25), ("veinticinco", 25), ("treinta y uno", 31),
        ("vingt et un", 21), ("quatre-vingt-dix-neuf", 99), ("soixante-douze", 72), ("بیست و نه", 29), ("سی و پنج", 35),
        ("دوازده", 12), ("дванайсет", 12), ("dreissig", 30), ("sto", 100), ("yüz", 100), ("مية", 100),
    ],
)  # fmt: skip
def test_numbers_that_are_written_out(text: str, number: int) -> None:
    assert number_word(text, "de") == number


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_knows_the_numbers_from_0_to_100(language: str) -> None:
    known = set(_words(False)[language].values())
    assert known >= {*range(100), 100} - ({9} if language == "fa" else set())


def test_nine_and_no_are_the_same_word_in_persian() -> None:
    assert number_word("نه", "fa") is None


@pytest.mark.parametrize(
    "text",
    [
        "keine",
        "yok",
        "لا أحد",
        "żadnych",
        "none",
        "никого",
        "немає",
        "няма",
        "niciunul",
        "ninguno",
        "aucun",
        "هیچ",
    ],
)
def test_none_is_a_number_where_something_is_counted(text: str) -> None:
    assert read_integer(COUNT, text, "de") == 0
    assert read_decimal(MEASURE, text, "de") is None
    assert read_range(scale("0", "10", "1"), text, "de") is None


def test_words_that_mean_two_numbers_are_read_in_the_language_of_who_writes() -> None:
    assert number_word("once", "es") == 11
    assert number_word("once", "en") == 1
    assert number_word("once", "de") is None


def test_hardly_any_word_means_two_numbers() -> None:
    meant: dict[str, set[int]] = defaultdict(set)
    for words in _words(True).values():
        for word, number in words.items():
            meant[word].add(number)
    assert {word for word, numbers in meant.items() if len(numbers) > 1} == {"once"}


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1,5", 1.5),
        ("2", 2),
        ("zwei", 2),
        ("0,5", 0.5),
        ("1,7", None),
        ("3", None),
        ("-1", None),
        ("viel", None),
    ],
)
def test_only_the_steps_of_a_range(text: str, number: float | None) -> None:
    assert read_range(scale("0.5", "2.5", "0.5"), text, "de") == number


def test_a_range_that_falls() -> None:
    assert read_range(scale("5", "-5", "5"), "-5", "de") == -5
    assert read_range(scale("5", "-5", "5"), "4", "de") is None


@given(st.text(max_size=60), st.sampled_from([*LANGUAGES, "", "xx"]))
def test_any_text_is_read_without_an_error(text: str, language: str) -> None:
    read_integer(COUNT, text, language)
    read_decimal(MEASURE, text, language)
    read_range(scale("0", "10", "0.1"), text, language)
