"""Files of every kind come to the same survey; what real files bring along does no harm."""

import os
from dataclasses import replace
from pathlib import Path

import openpyxl  # type: ignore[import-untyped]
import pytest

from bot.cli.surveys.exporting import language_names
from bot.surveys import Survey, SurveyProblem, shipped_surveys
from bot.surveys.export import workbook_of, yaml_of
from bot.surveys.files import check_file, read_file
from tests.surveys.xlsform.books import PLAIN, changed, row_xml, sheet_xml, xls, xlsx


def kept(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def the_survey(path: Path) -> Survey:
    reading = check_file(path)
    assert reading.survey, reading.findings
    return reading.survey


@pytest.fixture
def expected(tmp_path: Path) -> Survey:
    return the_survey(kept(tmp_path / "plain.xlsx", xlsx()))


def in_one_csv(divider: str = ",") -> str:
    rows = [divider.join(["", *map(str, row)]) for name, sheet in PLAIN.items() for row in [(name,), *sheet]]
    names = {divider + name: name for name in PLAIN}
    return "\n".join(names.get(row, row) for row in rows)


def test_a_workbook_is_read(expected: Survey) -> None:
    assert expected.code == "probe"
    assert [question.name for question in expected.every()] == ["a", "b"]


@pytest.mark.parametrize("divider", [",", ";"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_one_csv_holds_all_sheets(divider: str, encoding: str, expected: Survey, tmp_path: Path) -> None:
    assert the_survey(kept(tmp_path / "f.csv", in_one_csv(divider).encode(encoding))) == expected


def test_a_folder_holds_a_csv_for_each_sheet(expected: Survey, tmp_path: Path) -> None:
    folder = tmp_path / "form"
    folder.mkdir()
    for name, rows in PLAIN.items():
        text = "\r\n".join(",".join(map(str, row)) for row in rows)
        kept(folder / f"{name.upper()}.csv", b"\xef\xbb\xbf" + text.encode())
    assert the_survey(folder) == expected


def test_markdown_tables_are_read(expected: Survey, tmp_path: Path) -> None:
    lines = []
    for name, rows in PLAIN.items():
        lines += [f"| {name} |", *(f"| | {' | '.join(map(str, row))} |" for row in rows)]
    assert the_survey(kept(tmp_path / "f.md", "\n".join(lines).encode())) == expected


def test_yaml_is_read(expected: Survey, tmp_path: Path) -> None:
    assert the_survey(kept(tmp_path / "f.yml", yaml_of(expected).encode())) == expected


def test_a_workbook_of_old_is_read(tmp_path: Path) -> None:
    survey = the_survey(kept(tmp_path / "f.xls", xls([("type", "name", "label"), ("text", "a", "Größe")])))
    assert survey.questions[0].label == {"de": "Größe"}


def test_a_new_workbook_under_an_old_name_is_read(expected: Survey, tmp_path: Path) -> None:
    assert the_survey(kept(tmp_path / "f.xls", xlsx())) == expected


def test_what_is_written_back_is_read_as_the_same(tmp_path: Path) -> None:
    for survey in shipped_surveys().newest():
        path = kept(tmp_path / "f.xlsx", workbook_of(survey, language_names()))
        assert replace(the_survey(path), version=survey.version) == survey


def test_a_thousand_blank_rows_and_a_sheet_that_claims_a_million(expected: Survey, tmp_path: Path) -> None:
    rows = list(PLAIN["survey"])
    gaps = [rows[0], rows[1], *[("", " ", "")] * 1_000, rows[2]]
    assert the_survey(kept(tmp_path / "a.xlsx", xlsx({**PLAIN, "survey": gaps}))) == expected
    xml = sheet_xml(
        [row_xml(1, *map(str, rows[0])), row_xml(2, *map(str, rows[1])), row_xml(3, *map(str, rows[2]))]
    ).replace(b"<sheetData>", b'<dimension ref="A1:XFD1048576"/><sheetData>')
    far = xml.replace(b"</sheetData>", b'<row r="1048576"><c r="A1048576"/></row></sheetData>')
    book = changed(xlsx(), {"xl/worksheets/sheet1.xml": far})
    assert the_survey(kept(tmp_path / "b.xlsx", book)) == expected


def test_numbers_dates_and_truths_are_read_as_text(tmp_path: Path) -> None:
    rows = [
        ("type", "name", "label", "default", "required"),
        ("integer", "a", 1, 3.0, True),
        ("date", "b", 2.5, "", False),
    ]
    survey = the_survey(kept(tmp_path / "f.xlsx", xlsx({"survey": rows})))
    first, second = survey.questions
    assert (first.label, first.default, first.required) == ({"de": "1"}, "3", "true()")
    assert (second.label, second.required) == ({"de": "2.5"}, "")


def test_a_formula_that_was_never_worked_out_is_told(tmp_path: Path) -> None:
    cell = '<row r="3"><c r="A3" t="str"><f>"te"&amp;"xt"</f></c><c r="B3" t="str"><v>c</v></c></row>'
    worked_out = (
        cell.replace("</f>", "</f><v>text</v>")
        .replace("A3", "A4")
        .replace("B3", "B4")
        .replace("<v>c<", "<v>d<")
        .replace('"3"', '"4"')
        .replace("</row>", '<c r="C4" t="str"><v>Frage</v></c></row>')
    )
    xml = sheet_xml([row_xml(1, "type", "name", "label"), row_xml(2, "text", "a", "Frage"), cell, worked_out])
    reading = check_file(kept(tmp_path / "f.xlsx", changed(xlsx(), {"xl/worksheets/sheet1.xml": xml})))
    assert [each.what[:7] for each in reading.findings if each.rule == "formula_without_value"] == ["1 cells"]
    assert {each.rule for each in reading.findings if each.is_error} == {"type_missing"}


def test_so_is_one_that_openpyxl_has_written(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "survey"
    for row in (
        ("type", "name", "label"),
        ("text", "a", '=CONCATENATE("Fra", "ge")'),
        ("text", "b", "Frage"),
    ):
        book.active.append(row)
    book.save(tmp_path / "f.xlsx")
    rules = [each.rule for each in check_file(tmp_path / "f.xlsx").findings]
    assert {"formula_without_value", "label_missing"} <= set(rules)


def test_a_formula_whose_value_is_an_empty_text_is_no_finding(tmp_path: Path) -> None:
    cell = '<row r="2"><c r="A2" t="str"><v>text</v></c><c r="B2" t="str"><v>a</v></c>'
    cell += '<c r="C2" t="str"><v>Frage</v></c><c r="D2" t="str"><f>IF(TRUE,"","x")</f><v></v></c></row>'
    xml = sheet_xml([row_xml(1, "type", "name", "label", "hint"), cell])
    reading = check_file(kept(tmp_path / "f.xlsx", changed(xlsx(), {"xl/worksheets/sheet1.xml": xml})))
    assert reading.survey
    assert "formula_without_value" not in [each.rule for each in reading.findings]


def test_macros_and_links_are_not_looked_at(expected: Survey, tmp_path: Path) -> None:
    parts = {"xl/vbaProject.bin": os.urandom(1_000), "xl/externalLinks/externalLink1.xml": b"<broken"}
    assert the_survey(kept(tmp_path / "f.xlsm", changed(xlsx(), parts))) == expected


def test_signs_that_xml_cannot_hold_are_left_out(tmp_path: Path) -> None:
    text = "survey\n,type,name,label\n,text,a,Fra\x07ge\x9b1m\ufeff\n"
    survey = the_survey(kept(tmp_path / "f.csv", text.encode()))
    assert survey.questions[0].label == {"de": "Frage1m"}


def test_rows_are_counted_as_the_file_counts_them(tmp_path: Path) -> None:
    rows = [
        ("type", "name", "label"),
        ("", "", ""),
        ("text", "a", "Frage"),
        ("", "", ""),
        ("text", "b", "${c}"),
    ]
    found = check_file(kept(tmp_path / "f.xlsx", xlsx({"survey": rows}))).findings
    assert [(each.rule, each.cell) for each in found if each.is_error] == [("reference_unknown", "C5")]


def test_pyxforms_rows_are_ours(tmp_path: Path) -> None:
    rows = [
        ("type", "name", "label", "parameters"),
        ("", "", "", ""),
        ("audio", "a", "Ton", "quality=low"),
        ("image", "b", "Bild", "max-pixels=x app=1"),
    ]
    found = check_file(kept(tmp_path / "f.xlsx", xlsx({"survey": rows}))).findings
    assert [each.rule for each in found if each.is_error] == ["pyxform"]
    rows[3] = ("text", "b", "Bild", "quality=low")
    found = check_file(kept(tmp_path / "f.xlsx", xlsx({"survey": rows}))).findings
    assert [(each.rule, each.row) for each in found if each.is_error] == [("pyxform", 4)]


@pytest.mark.parametrize(
    ("name", "words"),
    [("no.xlsx", "no such file"), ("folder", "no survey.csv"), ("form.docx", ".docx"), ("form", "ending")],
)
def test_what_is_no_form_is_refused_in_one_sentence(name: str, words: str, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    for other in ("form.docx", "form"):
        kept(tmp_path / other, b"x")
    with pytest.raises(SurveyProblem, match=words):
        read_file(tmp_path / name)


def test_the_first_error_stands_for_the_others(tmp_path: Path) -> None:
    rows = [("type", "name", "label"), ("nonsense", "a", "A"), ("text", "", "B")]
    with pytest.raises(
        SurveyProblem, match=r"f\.xlsx: survey!A2 \(type\): There is no type 'nonsense'.*1 more"
    ):
        read_file(kept(tmp_path / "f.xlsx", xlsx({"survey": rows})))
