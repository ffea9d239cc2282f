"""What is missing in a form, drafted into a copy of it: the author's own cells stay, and the copy is read as the same
survey with the drafts in it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from openpyxl import load_workbook  # type: ignore[import-untyped]

from bot.surveys import Choice, Question, Survey, shipped_surveys
from bot.surveys.check.drafts import MARK, drafts_in, is_draft, without_marks
from bot.surveys.export import workbook_of
from bot.surveys.files import check_file
from bot.surveys.xlsform import Reading, read_xlsform
from bot.surveys.xlsform.excel import read_xlsx
from bot.texts import LANGUAGES
from bot.translation import Pair
from bot.translation.forms import Drafts, Why, as_form, copy_with, draft_all, languages_of, missing_texts
from tests.surveys.generator import surveys
from tests.surveys.xlsform.books import PLAIN, Sheets, xlsx
from tests.surveys.xlsform.fixtures import FORMS, forms
from tests.translation.machines import Machine, between, capitals, in_capitals

NAMES = {code: language.name for code, language in LANGUAGES.items()}
Key = tuple[str, str, str, str]


def drafted(reading: Reading, to: Sequence[str] = (), machine: Machine | None = None) -> tuple[bytes, Drafts]:
    """The copy of a form in whose languages, and those of `to`, everything that is missing is drafted."""
    assert reading.survey
    assert reading.workbook
    codes = dict.fromkeys([*languages_of(reading.survey, reading.places), *to])
    missing = missing_texts(reading.survey, codes, reading.places)
    drafts = draft_all(reading.survey, missing, machine or capitals(*codes, "en"), lambda *_: None)
    return copy_with(reading.workbook, reading.survey, reading.places, drafts.made), drafts


def read(content: bytes) -> Reading:
    return read_xlsform(read_xlsx(content), "another-name")


def with_words(survey: Survey, words: Mapping[Key, str], lists: Mapping[str, str]) -> Survey:
    """`survey` with these texts: by question, column, choice and language. A choice's are its whole list's."""
    of_lists = {
        (lists[name], choice, language): text for (name, _, choice, language), text in words.items() if choice
    }

    def more(own: Mapping[str, str], *where: str) -> dict[str, str]:
        return {**own, **{key[3]: text for key, text in words.items() if key[:3] == where}}

    def choice(each: Choice, name: str) -> Choice:
        of_choice = {key[2]: text for key, text in of_lists.items() if key[:2] == (lists[name], each.name)}
        return replace(each, label={**each.label, **of_choice})

    def question(each: Question) -> Question:
        columns: Any = {
            column: more(getattr(each, column), each.name, column, "")
            for column in ("label", "hint", "guidance_hint", "required_message", "constraint_message")
        }
        return replace(
            each,
            **columns,
            choices=tuple(choice(own, each.name) for own in each.choices),
            questions=tuple(question(own) for own in each.questions),
        )

    return replace(
        survey,
        title=more(survey.title, "", "title", ""),
        questions=tuple(question(each) for each in survey.questions),
    )


@settings(max_examples=40)
@given(surveys())
def test_the_copy_is_the_survey_with_the_drafts_in_it(survey: Survey) -> None:
    reading = read(workbook_of(survey, NAMES))
    content, drafts = drafted(reading, ["pl"])
    again = read(content)
    assert again.survey
    assert not [each.what for each in again.findings if each.is_error]
    words = {
        (each.missing.question, each.missing.column, each.missing.choice, each.missing.language): each.words
        for each in drafts.made
    }
    assert without_marks(again.survey) == with_words(survey, words, reading.places.lists)
    assert len(drafts_in(again.survey, again.places)) == len(drafts.made)
    # Whoever reviews changes a cell, and takes its mark away: nothing else keeps the form from being read.
    assert missing_texts(again.survey, ["pl"], again.places) == [
        missing for missing, _ in drafts.left if missing.language == "pl"
    ]


@pytest.mark.parametrize("path", [form.path for form in forms()], ids=lambda path: path.stem)
def test_every_form_that_can_be_read_can_be_drafted(path: Path, tmp_path: Path) -> None:
    reading = check_file(path, with_drafts=True)
    if reading.survey is None:
        return
    content, drafts = drafted(reading, ["pl", "de", "en"])
    copy = tmp_path / "copy.drafts.xlsx"
    copy.write_bytes(content)
    again = check_file(copy, with_drafts=True)
    assert again.survey, [each.what for each in again.findings if each.is_error]
    survey = reading.survey
    assert (again.survey.code, again.survey.default_language) == (survey.code, survey.default_language)
    words = {
        (each.missing.question, each.missing.column, each.missing.choice, each.missing.language): MARK
        + each.words
        for each in drafts.made
    }
    assert again.survey == with_words(survey, words, reading.places.lists)


def cells(content: bytes) -> dict[str, list[list[str]]]:
    book = load_workbook(BytesIO(content))
    return {
        page.title: [[str(cell or "") for cell in row] for row in page.iter_rows(values_only=True)]
        for page in book.worksheets
    }


def test_the_authors_own_columns_rows_and_spellings_stay() -> None:
    rows: Sheets = {
        "Survey": [
            ("note to self", "type", "name", "label:German", "label:Türkisch (tr)", "", "hint:German"),
            ("", "text", "a", "Frage", "Soru", "stray", "Tipp"),
            ("ask Ayşe", "", "", "", "", "", ""),
            ("", "text", "b", "Noch eine", "", "", ""),
        ],
        "settings": [("form_id", "form_title"), ("probe", "Probe")],
    }
    content, drafts = drafted(read(xlsx(rows)), ["ar"])
    pages = cells(content)
    assert pages["Survey"][0] == [
        *rows["Survey"][0], "hint:Türkisch (tr)", "label:العربية (ar)", "hint:العربية (ar)",
    ]  # fmt: skip
    assert pages["Survey"][1][:7] == list(rows["Survey"][1])
    assert pages["Survey"][2][0] == "ask Ayşe"
    assert pages["Survey"][3][4] == "[draft] TR: NOCH EINE"
    assert pages["settings"][0][:2] == ["form_id", "form_title"]
    assert drafts.count() == {"tr": 3, "ar": 4}


def test_drafts_are_coloured_and_nothing_else_is() -> None:
    content, _ = drafted(read(xlsx()), ["tr"])
    for page in load_workbook(BytesIO(content)).worksheets:
        for row in page.iter_rows():
            for cell in row:
                is_yellow = cell.fill.fgColor.rgb == "FFFFF2CC"
                assert is_yellow == str(cell.value or "").startswith(MARK)


def test_a_form_that_names_neither_itself_nor_its_language_keeps_both(tmp_path: Path) -> None:
    path = tmp_path / "Mein Formular.csv"
    path.write_text('survey,,,\n,type,name,label\n,text,a,"Frage, eine"\n', "utf-8")
    reading = check_file(path)
    assert reading.survey
    content, _ = drafted(reading, ["en"])
    again = read(content)
    assert again.survey
    assert (again.survey.code, again.survey.default_language) == ("mein-formular", "de")
    assert cells(content)["settings"] == [
        ["form_title", "form_id", "default_language"],
        ["mein-formular", "mein-formular", "Deutsch (de)"],
    ]


def test_a_survey_in_yaml_becomes_a_form() -> None:
    (needs,) = shipped_surveys().newest()
    workbook, places = as_form(needs)
    missing = missing_texts(needs, ["sq"], places)
    drafts = draft_all(needs, missing, capitals("de", "sq"), lambda *_: None)
    again = read(copy_with(workbook, needs, places, drafts.made))
    assert again.survey
    assert again.survey.languages == tuple(
        sorted({*needs.languages, "sq"}, key=lambda code: (code != "de", code))
    )
    assert not drafts.left


def test_what_is_only_drafted_is_no_source_and_is_not_missing() -> None:
    rows: Sheets = {
        **PLAIN,
        "survey": [
            ("type", "name", "label::Deutsch (de)", "label::English (en)", "label::Polski (pl)"),
            ("text", "a", "Frage", "[draft] Quest", ""),
        ],
        "choices": [("list_name", "name", "label")],
    }
    machine = capitals("de", "en", "pl")
    _, drafts = drafted(read(xlsx(rows)), machine=machine)
    assert [(each.missing.language, each.source) for each in drafts.made if each.missing.question] == [
        ("pl", "de")
    ]


def test_what_somebody_wrote_in_english_goes_before_what_a_machine_makes_of_it() -> None:
    rows: Sheets = {
        **PLAIN,
        "survey": [
            ("type", "name", "label::Deutsch (de)", "label::English (en)"),
            ("text", "a", "Frage", "Question"),
            ("text", "b", "Noch eine", ""),
        ],
    }
    by_english = frozenset({Pair("de", "en"), Pair("en", "de"), Pair("en", "tr")})
    machine = Machine(in_capitals, by_english)
    _, drafts = drafted(read(xlsx(rows)), ["tr"], machine)
    sources = {each.missing.question: each.source for each in drafts.made if each.missing.language == "tr"}
    assert (sources["a"], sources["b"]) == ("en", "de")


def test_what_cannot_be_drafted_stays_empty_and_says_why() -> None:
    rows: Sheets = {
        **PLAIN,
        "survey": [("type", "name", "label"), ("text", "a", "Wer ist ${b} da?"), ("text", "b", "1–2 👍")],
    }
    lossy = Machine(lambda said, _: "".join(sign for sign in said if sign.isalpha()), between("de", "tr"))
    content, drafts = drafted(read(xlsx(rows)), ["tr", "ar"], lossy)
    why = {(missing.language, missing.question, missing.column): why for missing, why in drafts.left}
    assert why["tr", "a", "label"] is Why.SPOILT
    assert why["ar", "a", "label"] is Why.NO_MODEL
    # Nobody needs a model to say 1–2.
    assert [each.missing.language for each in drafts.made if each.missing.question == "b"] == ["tr", "ar"]
    again = read(content).survey
    assert again
    assert set(again.questions[0].label) == {"de"}


@pytest.mark.parametrize(
    ("words", "bare"),
    [
        ("[draft] Soru", "Soru"),
        ("[draft]Soru", "Soru"),
        ("[DRAFT]  Soru", "Soru"),
        ("Ne [ Draft ] zaman", "Ne zaman"),
        ("Soru [draft]", "Soru"),
        ("[draft] [draft] Soru", "Soru"),
        ("\u200f[draft] سؤال", "\u200f سؤال"),
        ("[draft]", ""),
    ],
)
def test_a_mark_is_known_wherever_it_stands(words: str, bare: str) -> None:
    survey = Survey(
        "x", 1, {"de": "Titel"}, "de", (Question("a", FORMS_TYPE, label={"de": "A", "tr": words}),)
    )
    assert is_draft(words)
    reviewed = without_marks(survey).questions[0].label
    assert reviewed == ({"de": "A", "tr": bare} if bare else {"de": "A"})
    assert not any(is_draft(each) for each in reviewed.values())


FORMS_TYPE = next(each.type for each in shipped_surveys().newest()[0].questions if each.label)


def test_the_forms_of_these_tests_are_there() -> None:
    assert len(list(FORMS.glob("*.md"))) == len(forms()) > 50
