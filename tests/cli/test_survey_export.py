"""`quartier survey export`, as staff use it."""

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook  # type: ignore[import-untyped]

from bot.surveys import read_survey, shipped_surveys
from tests.cli.test_start import quartier, refused


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("data")


def test_a_survey_is_written_for_excel(folder: Path) -> None:
    done = quartier("survey", "export", "needs", "--out", str(folder / "needs.xlsx"), folder=folder)
    assert done.stdout.startswith("needs, version 1: written to ")
    book = load_workbook(folder / "needs.xlsx")
    assert book.sheetnames == ["survey", "choices", "settings"]
    assert "label::Türkçe (tr)" in [cell.value for cell in book["survey"][1]]


def test_a_survey_is_written_as_yaml_and_reads_back_the_same(folder: Path) -> None:
    out = folder / "needs.yml"
    done = quartier("survey", "export", "needs", "--version", "1", "--out", str(out), "--json", folder=folder)
    assert json.loads(done.stdout) == {"code": "needs", "version": 1, "file": str(out)}
    assert read_survey(out.read_text("utf-8"), "needs.yml") == shipped_surveys().get("needs", 1)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("nothing", "--out", "x.yml"), "There is no published survey 'nothing'. Published: needs."),
        (("needs", "--version", "9", "--out", "x.yml"), "There is no version 9 of 'needs'. The newest is 1."),
        (("needs", "--out", "needs.doc"), "needs.doc: the name must end in .xlsx (for Excel) or .yml."),
        (("needs", "--out", "no/folder/x.yml"), "no/folder/x.yml cannot be written: No such file or directory."),
    ],
)  # fmt: skip
def test_what_cannot_be_exported_is_refused(words: tuple[str, ...], sentence: str, folder: Path) -> None:
    assert refused(quartier("survey", "export", *words, folder=folder)) == sentence


@pytest.mark.parametrize(
    ("name", "cause"),
    [("q 1", "This survey is no XLSForm: 'q 1' cannot be a name."), ("${q}", "This survey is no XLSForm: ")],
)
def test_a_survey_that_is_no_xlsform_can_still_be_written_as_yaml(
    name: str, cause: str, tmp_path: Path
) -> None:
    source, book, again = (tmp_path / each for each in ("own.yml", "own.xlsx", "again.yml"))
    question = f"{{name: '{name}', type: text, label: {{de: Wer?}}}}"
    source.write_text(f"code: own\ntitle: {{de: Eigen}}\nquestions:\n  - {question}\n", "utf-8")
    assert quartier("survey", "import", str(source), folder=tmp_path).returncode == 0
    assert refused(quartier("survey", "export", "own", "--out", str(book), folder=tmp_path)).startswith(cause)
    assert not book.exists()
    assert quartier("survey", "export", "own", "--out", str(again), folder=tmp_path).returncode == 0
    assert (
        read_survey(again.read_text("utf-8"), "").questions == read_survey(source.read_text(), "").questions
    )
