"""What a machine must not touch stays, whatever the machine does; where it would not, there is no draft."""

import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.surveys.filling import REFERENCE
from bot.translation import draft
from bot.translation.kept import Kind, parts, survives
from tests.translation.machines import SPOILS, Machine, between, capitals

PIECES = st.sampled_from([
    "${name}", "${alter_1}", "{count}", "%(x)s", "https://example.org/a?b=1", "www.dortmund.de", "kita@example.org",
    "/survey", "@stadt", "**", "*", "_", "__", "`", "<b>", "</b>", "<br/>", "&nbsp;", "[hier](https://x.de)", "# ",
    "- ", "1. ", "🧸", "👨‍👩‍👧", "👋🏽", "☀️", "5️⃣", "\u2068", "\u2069", "\n", "\n\n", " ", "\u00a0", "3", "12.5", "1.000",
    "8:30", "۳", "[1]", "<1>", "X1X", "Wohnen", "Sie", "Kinder?", "كم", "ў", ".", ",", " (", ") ", "!", "…", "x", "\\*",
])  # fmt: skip
TEXTS = st.lists(PIECES, max_size=14).map("".join) | st.text(max_size=60)


def numbers(text: str) -> Counter[int]:
    return Counter(int(each) for each in re.findall(r"\d+", text))


@given(TEXTS)
def test_the_parts_of_a_text_are_the_text(text: str) -> None:
    assert "".join(part.text for part in parts(text)) == text


@pytest.mark.parametrize("spoils", SPOILS.values(), ids=SPOILS)
@given(text=TEXTS)
def test_references_numbers_and_markup_survive_whatever_the_machine_does(spoils: object, text: str) -> None:
    work = spoils if callable(spoils) else str
    result = draft(Machine(lambda said, _: str(work(said)), between("de", "tr")), text, "de", "tr")
    if result is None:
        return
    assert survives(text, result)
    # The same, said without the code under test.
    assert Counter(REFERENCE.findall(text)) == Counter(REFERENCE.findall(result))
    assert numbers(text) == numbers(result)
    assert text.count("\n") == result.count("\n")
    for sign in ("**", "<b>", "</b>", "`", "🧸", "👋🏽", "https://example.org/a?b=1", "kita@example.org"):
        assert text.count(sign) == result.count(sign)
    assert bool(text.strip()) == bool(result.strip())


@given(st.lists(PIECES.filter(lambda piece: piece not in ("[1]", "<1>", "X1X")), max_size=14).map("".join))
def test_a_machine_that_changes_nothing_changes_nothing(text: str) -> None:
    assert draft(Machine(lambda said, _: said, between("de", "tr")), text, "de", "tr") == text


def test_a_sentence_is_translated_as_a_whole() -> None:
    machine = capitals("de", "tr")
    assert (
        draft(machine, "Wie alt ist ${name}, 3 oder 4?", "de", "tr") == "TR: WIE ALT IST ${name}, 3 ODER 4?"
    )
    assert machine.seen == [("Wie alt ist [1], 3 oder 4?", "de", "tr")]


def test_what_stands_around_the_words_stays_there() -> None:
    machine = capitals("de", "tr")
    text = "👋 **Hallo**\n\n- Bitte warten (https://x.de)\n1. Zuerst 🧸"
    assert draft(machine, text, "de", "tr") == (
        "👋 **TR: HALLO**\n\n- TR: BITTE WARTEN (https://x.de)\n1. TR: ZUERST 🧸"
    )


def test_another_mask_is_tried_where_one_is_lost() -> None:
    machine = Machine(lambda said, _: re.sub(r"\[\d+\]", "", said).upper(), between("de", "tr"))
    assert draft(machine, "Wo wohnt ${kind}?", "de", "tr") == "WO WOHNT ${kind}?"
    assert [said for said, *_ in machine.seen] == ["Wo wohnt [1]?", "Wo wohnt <1>?"]


def test_a_draft_that_loses_a_reference_is_dropped_and_one_that_loses_markup_is_made_in_pieces() -> None:
    machine = Machine(lambda said, _: re.sub(r"\W*\d+\W*|X\d+X", " ", said).upper(), between("de", "tr"))
    assert draft(machine, "Wo wohnt ${kind} jetzt?", "de", "tr") is None
    assert draft(machine, "Bitte **nicht** rauchen", "de", "tr") == "BITTE **NICHT** RAUCHEN"


def test_a_machine_that_goes_round_in_circles_is_not_believed() -> None:
    machine = Machine(lambda said, _: "ja " * 400, between("de", "tr"))
    assert draft(machine, "Haben Sie Kinder?", "de", "tr") is None
    assert draft(capitals("de", "tr"), "lang " * 1000, "de", "tr") is None


def test_what_has_no_words_needs_no_machine() -> None:
    machine = capitals("de", "tr")
    for text in ("${name}", "1–2", "👍", "https://x.de", "", "  ", "**"):
        assert draft(machine, text, "de", "tr") == text
    assert machine.seen == []


def test_the_parts_are_what_they_are_taken_for() -> None:
    kinds = {part.text: part.kind for part in parts("_Sehr_ geehrte ${x}: kita_platz und/oder {n} 🧸 a@b.de")}
    assert kinds["${x}"] is kinds["{n}"] is Kind.REFERENCE
    assert kinds["_"] is kinds["🧸"] is kinds["a@b.de"] is Kind.MARKUP
    assert kinds[": kita_platz und/oder "] is Kind.WORDS
