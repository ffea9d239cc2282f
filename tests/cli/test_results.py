"""Results of surveys at the command line: figures, exports, and what goes wrong."""

import csv
import json
import stat
from pathlib import Path

import pytest
from openpyxl import load_workbook  # type: ignore[import-untyped]

from tests.cli.test_start import quartier, refused


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Invented residents who have answered the shipped survey."""
    made = tmp_path_factory.mktemp("results")
    assert quartier("seed", "--residents", "120", folder=made).returncode == 0
    return made


def results(folder: Path, *words: str) -> str:
    done = quartier("survey", "results", "needs", *words, folder=folder)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    return done.stdout


def test_the_figures_of_a_survey_nobody_has_answered(tmp_path: Path) -> None:
    assert "nobody has opened this survey" in results(tmp_path)
    figures = json.loads(results(tmp_path, "--json"))
    assert figures["asked"] == {"responses": 0, "residents": 0}
    assert "only headers" in results(tmp_path, "--export", str(tmp_path / "a.csv"))


def test_figures_for_people_say_what_is_counted(folder: Path) -> None:
    shown = results(folder)
    for words in (
        "asked",
        "started",
        "completed",
        "left there",
        "opened the survey",
        "•: withheld: fewer than 5",
    ):
        assert words in shown
    assert "Betreuung für Kinder" in shown
    assert "enfants" in results(folder, "--labels", "fr")
    assert "children" in results(folder, "--labels", "names")


def test_figures_for_programs_hold_nothing_small(folder: Path) -> None:
    figures = json.loads(results(folder, "--json", "--area", "Nordmarkt", "--week", "last"))
    assert figures["area"] == "nordmarkt"
    assert figures["threshold"] == 5
    assert figures["week"].count("-W") == 1
    cells = [figures["asked"], figures["started"], figures["completed"]]
    for question in figures["questions"]:
        cells += [question[each] for each in ("shown", "answered", "skipped", "left")]
        cells += [choice["figure"] for choice in question["choices"]]
    assert all(cell is None or cell["residents"] == 0 or cell["residents"] >= 5 for cell in cells)


def test_an_export_is_the_owners_and_says_what_to_take_care_of(folder: Path) -> None:
    file = folder / "a.csv"
    said = results(folder, "--export", str(file))
    assert "can tell who somebody is" in said
    assert "fewer than 5 residents share them" in said
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    with file.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    figures = json.loads(results(folder, "--json"))
    assert len(rows) == figures["asked"]["responses"]
    assert {row["_area"] for row in rows} >= {"•"}
    fine = json.loads(results(folder, "--export", str(file), "--fine", "--json"))
    assert fine == {"file": str(file), "responses": len(rows), "with_words": False, "coarse": False}
    with file.open(encoding="utf-8-sig", newline="") as lines:
        assert "•" not in {row["_area"] for row in csv.DictReader(lines)}


def test_a_workbook_has_labels_in_the_language_wanted(folder: Path) -> None:
    results(folder, "--export", str(folder / "a.xlsx"), "--labels", "de")
    book = load_workbook(folder / "a.xlsx")
    assert book.sheetnames == ["Responses", "Questions"]
    assert any("🧸 Betreuung für Kinder" in str(cell.value) for cell in book["Responses"][1])


def test_what_cannot_be_done_is_said_in_one_sentence(folder: Path, tmp_path: Path) -> None:
    def no(*words: str) -> str:
        return refused(quartier("survey", "results", *words, folder=folder))

    file = str(tmp_path / "a.csv")
    assert "Published: needs" in no("lack")
    assert "The newest is 1" in no("needs", "--version", "9")
    assert "a week looks like 2026-W47" in no("needs", "--week", "soon")
    assert "area list" in no("needs", "--area", "Qwertz")
    assert "--labels" in no("needs", "--labels", "xx")
    assert ".jsonl" in no("needs", "--export", "a.pdf")
    assert "stable names" in no("needs", "--export", "a.jsonl", "--labels", "de")
    assert "belong to --export" in no("needs", "--fine")
    assert "--labels" in no("needs", "--export", file, "--labels", "xx")
    assert "cannot be written" in no("needs", "--export", str(tmp_path / "nowhere" / "a.csv"))
    assert list(tmp_path.iterdir()) == []
