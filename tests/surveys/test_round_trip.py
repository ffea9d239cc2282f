"""A survey that was written as a workbook is read as the same survey."""

from pathlib import Path

import pytest
from hypothesis import given, settings

from bot.surveys import Choice, Question, QuestionType, Survey, shipped_surveys
from bot.surveys.export import workbook_of
from bot.surveys.files import check_file, read_file
from bot.surveys.xlsform import Reading, read_xlsform
from bot.surveys.xlsform.excel import read_xlsx
from bot.texts import LANGUAGES
from tests.surveys.generator import surveys

NAMES = {code: language.name for code, language in LANGUAGES.items()}
REAL = Path(__file__).parents[3] / "shared" / "xlsforms"
"""Forms of others, which are not part of this program."""


def read_back(survey: Survey) -> Reading:
    return read_xlsform(read_xlsx(workbook_of(survey, NAMES)), "another-name")


@settings(max_examples=50)
@given(surveys())
def test_random_surveys_come_back_the_same(survey: Survey) -> None:
    reading = read_back(survey)
    assert not [finding for finding in reading.findings if finding.is_error]
    assert reading.survey == survey


def test_the_shipped_survey_comes_back_the_same() -> None:
    (needs,) = shipped_surveys().newest()
    assert read_back(needs).survey == needs


def test_every_type_comes_back_the_same() -> None:
    """One of each, so that a new type cannot be forgotten."""
    choices = (Choice("a", {"de": "A"}), Choice("b", {"de": "B"}))
    more: dict[QuestionType, dict[str, object]] = {
        QuestionType.SELECT_ONE: {"choices": choices},
        QuestionType.SELECT_MULTIPLE: {"choices": choices},
        QuestionType.RANK: {"choices": choices},
        QuestionType.RANGE: {"parameters": {"start": "1", "end": "5", "step": "2"}},
        QuestionType.CALCULATE: {"calculation": "1 + 1"},
        QuestionType.GROUP: {"questions": (Question("g1", QuestionType.TEXT, label={"de": "G"}),)},
        QuestionType.REPEAT: {"questions": (Question("r1", QuestionType.TEXT, label={"de": "R"}),)},
    }
    rows = tuple(
        Question(f"q{place}", kind, label={"de": f"Frage {place}"}, **more.get(kind, {}))  # type: ignore[arg-type]
        for place, kind in enumerate(QuestionType)
    )
    survey = Survey("alle", 1, {"de": "Alle"}, "de", rows)
    reading = read_back(survey)
    assert not [finding.what for finding in reading.findings if finding.is_error]
    assert reading.survey == survey


@pytest.mark.parametrize("name", ["mitwirken_umfrage.xlsx", "testB.xlsx"])
def test_real_forms_come_back_the_same(name: str) -> None:
    path = REAL / name
    if not path.exists():
        pytest.skip(f"{name} does not lie in a folder shared/xlsforms beside the program")
    survey = read_file(path)
    assert read_back(survey).survey == survey


def test_what_was_written_passes_the_check_of_files(tmp_path: Path) -> None:
    (needs,) = shipped_surveys().newest()
    path = tmp_path / "needs.xlsx"
    path.write_bytes(workbook_of(needs, NAMES))
    assert check_file(path).survey == needs
