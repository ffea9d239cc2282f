"""Surveys written as XLSForm workbooks and as YAML: what stands in them, and that pyxform takes them."""

import re
from collections.abc import Mapping
from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from openpyxl import load_workbook  # type: ignore[import-untyped]
from pyxform.xls2xform import convert  # type: ignore[import-untyped]

from bot.surveys import Choice, Question, QuestionType, Survey, read_survey, shipped_surveys
from bot.surveys.export import Unwritable, sheets_of, workbook_of, yaml_of
from bot.surveys.model import YES
from tests.surveys.generator import surveys

NAMES = {"de": "Deutsch", "ar": "العربية", "tr": "Türkçe"}
YES_NO = (Choice("ja", {"de": "Ja"}), Choice("nein", {"de": "Nein"}))


def survey(*questions: Question, **more: object) -> Survey:
    return replace(Survey("umfrage", 1, {"de": "Umfrage"}, "de", questions), **more)  # type: ignore[arg-type]


def text(name: str = "wer", **more: object) -> Question:
    return replace(Question(name, QuestionType.TEXT, label={"de": "Wer?"}), **more)  # type: ignore[arg-type]


def chosen(name: str, *choices: Choice, **more: object) -> Question:
    kind = QuestionType.SELECT_ONE
    return replace(Question(name, kind, label={"de": "Ja?"}, choices=choices), **more)  # type: ignore[arg-type]


def with_other(name: str, **more: object) -> tuple[Question, Question]:
    """A question with `or_other`, as the model spells it out."""
    own = Question(f"{name}_other", QuestionType.TEXT, relevant=f"selected(${{{name}}}, 'other')")
    return chosen(name, *YES_NO, Choice("other", {}), other=True, **more), own


def read_back(written: Survey) -> Mapping[str, list[list[object]]]:
    """The sheets of the workbook, row by row, without the cells that are empty at the end."""
    book = load_workbook(BytesIO(workbook_of(written, NAMES)))
    return {page.title: [list(row) for row in page.iter_rows(values_only=True)] for page in book.worksheets}


def test_a_form_has_only_the_columns_that_it_uses() -> None:
    pages = read_back(survey(text(required=YES, hint={"ar": "الاسم"}), form_version="3", again=True))
    assert pages == {
        "survey": [
            ["type", "name", "label::Deutsch (de)", "hint::العربية (ar)", "required"],
            ["text", "wer", "Wer?", "الاسم", "yes"],
        ],
        "choices": [["list_name", "name", "label"]],
        "settings": [
            ["form_title", "form_id", "version", "default_language", "again"],
            ["Umfrage", "umfrage", "3", "Deutsch (de)", "yes"],
        ],
    }


def test_a_language_without_a_name_stands_as_its_code() -> None:
    assert read_back(survey(text(label={"de": "Wer?", "ku": "Kî?"})))["survey"][0][2:] == [
        "label::Deutsch (de)",
        "label::ku",
    ]


def test_groups_and_repeats_begin_and_end() -> None:
    inner = Question("kind", QuestionType.REPEAT, repeat_count="2", questions=(text("alter"),))
    rows = read_back(survey(Question("familie", QuestionType.GROUP, questions=(inner,)), text()))["survey"]
    assert [row[0] for row in rows[1:]] == [
        "begin_group",
        "begin_repeat",
        "text",
        "end_repeat",
        "end_group",
        "text",
    ]
    assert rows[2] == ["begin_repeat", "kind", None, "2"]


def test_questions_with_the_same_choices_share_a_list() -> None:
    other, own = with_other("dritte")
    written = survey(chosen("erste", *YES_NO), chosen("zweite", *YES_NO), other, own)
    pages = read_back(written)
    assert [row[:2] for row in pages["survey"][1:]] == [
        ["select_one erste", "erste"],
        ["select_one erste", "zweite"],
        # pyxform adds the choice "other" to a list with or_other, so that list is for itself.
        ["select_one dritte or_other", "dritte"],
    ]
    assert [row[:2] for row in pages["choices"][1:]] == [
        [name, choice] for name in ("erste", "dritte") for choice in ("ja", "nein")
    ]


def test_columns_for_filters_and_files_of_choices_are_kept() -> None:
    choice = Choice(
        "ja", {"de": "Ja"}, media={"image": {"ar": "ja.png"}}, filters={"stadt": "do", "leer": ""}
    )
    assert read_back(survey(chosen("erste", choice)))["choices"] == [
        ["list_name", "name", "label::Deutsch (de)", "media::image::العربية (ar)", "stadt"],
        ["erste", "ja", "Ja", "ja.png", "do"],
    ]


@pytest.mark.parametrize(
    "words", ["=cmd|'/c calc'!A1", "@SUM(1)", "+49 231", "-", "http://example.org", "007", "1-2", "{=1+1}"]
)
def test_nothing_in_a_workbook_is_more_than_text(words: str) -> None:
    content = workbook_of(survey(text(label={"de": words}, default=words)), NAMES)
    with ZipFile(BytesIO(content)) as package:
        page = package.read("xl/worksheets/sheet1.xml").decode()
        assert not [name for name in package.namelist() if "External" in name or "_rels/sheet" in name]
    assert "<f>" not in page
    assert "hyperlink" not in page
    assert set(re.findall(r'<c [^>]*t="(\w+)"', page)) == {"s"}
    assert len(re.findall("<c ", page)) == len(re.findall(r't="s"', page))
    (row,) = list(load_workbook(BytesIO(content))["survey"].iter_rows(min_row=2, values_only=True))
    assert row[2:] == (words, words)


def test_the_same_survey_gives_the_same_bytes() -> None:
    (needs,) = shipped_surveys().newest()
    again = read_survey(yaml_of(needs), "again.yml")
    assert workbook_of(needs, NAMES) == workbook_of(again, NAMES)


@pytest.mark.parametrize(
    ("questions", "cause"),
    [
        ([text(label={"de": "x" * 32_768})], "row 2, column label::Deutsch (de): 32768 characters"),
        ([text(label={"de": "a\x07b"})], "the sign U+0007"),
        ([text(parameters={"rows": "3 4"})], "'3 4' among parameters"),
        ([chosen("q", Choice("ja", {"de": "Ja"}, filters={"label": "x"}))], "a column 'label' for filters"),
        ([chosen("q", Choice("ja", {"de": "Ja"}, filters={"a b": "x"}))], "a column 'a b' for filters"),
        ([*with_other("q"), text(relevant="${q_other} != ''")], "'wer' looks at the own words of the question 'q'"),
        ([*with_other("q"), text(label={"de": "${q_other}?"})], "'wer' looks at the own words of the question 'q'"),
        ([*with_other("q", choice_filter="true()")], "own words that XLSForm's or_other cannot say"),
        ([with_other("q")[0], text()], "own words that XLSForm's or_other cannot say"),
        ([text(other=True)], "own words that XLSForm's or_other cannot say"),
    ],
)  # fmt: skip
def test_what_a_workbook_cannot_say_is_refused_with_its_place(questions: list[Question], cause: str) -> None:
    with pytest.raises(Unwritable, match=re.escape(cause)) as refused:
        workbook_of(survey(*questions), NAMES)
    assert "export to YAML" in str(refused.value)


@settings(max_examples=25)
@given(surveys())
def test_pyxform_takes_every_workbook(written: Survey) -> None:
    # `understand` is a parameter of our own.
    known = without_understanding(written)
    converted = convert(xlsform=BytesIO(workbook_of(known, NAMES)), file_type=".xlsx")
    for question in known.every():
        assert f"/{question.name}" in converted.xform


def without_understanding(known: Survey) -> Survey:
    def without(row: Question) -> Question:
        kept = {key: value for key, value in row.parameters.items() if key != "understand"}
        return replace(row, parameters=kept, questions=tuple(map(without, row.questions)))

    return replace(known, questions=tuple(map(without, known.questions)))


@settings(max_examples=40)
@given(surveys())
def test_yaml_reads_back_as_the_same_survey(written: Survey) -> None:
    assert read_survey(yaml_of(written), "same.yml") == written


def test_the_shipped_survey_reads_back_from_yaml() -> None:
    (needs,) = shipped_surveys().newest()
    assert read_survey(yaml_of(needs), "needs.yml") == needs


def test_sheets_say_the_headings_in_their_order() -> None:
    asked, _, _ = sheets_of(survey(text(relevant="1 = 1", constraint=". != ''", appearance="multiline")), {})
    assert asked.columns == ("type", "name", "label::de", "relevant", "constraint", "appearance")
