"""Exports as files: read again by other programs they say the same, and no words of residents are run."""

import csv
import errno
import json
import stat
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook  # type: ignore[import-untyped]
from openpyxl.utils.escape import unescape  # type: ignore[import-untyped]

from bot.areas import load_areas
from bot.results import NAMES, ExportProblem, columns, write_export
from bot.results.words import defused
from bot.results.xlsx_file import LONGEST
from bot.store import ERASED, Responses, Sheet
from tests.results.build import HOME

AREAS = load_areas()
PATHS = tuple(
    path
    for name in HOME.places
    for path in ([name] if name not in ("age", "likes") else [f"{name}[1]", f"{name}[2]"])
)
ATTACKS = (
    "=cmd|'/c calc'!A1", "+1+1", "-2+3", "@SUM(1,1)", "\t=1", "\r=1", '"=1"', '"', "a;=1", "a,\n=1", "a\n-1",
    " =1", "\u200b=1", "＝1+1", "=HYPERLINK(\"http://x\")", "a\0b", "\u202e=1", "\ud800", "x" * 4096, "_x0041_",
    "https://example.org", "12", "1e5", "\ufeff=1", "|=1", "''=1",
)  # fmt: skip


def sheet(number: int = 1, *, completed: str | None = "2026-W47", **answers: Any) -> Sheet:
    return Sheet(number, "de", "hafen", "2026-W47", completed, False, answers)


async def written(
    folder: Path, ending: str, sheets: Sequence[Sheet], labels: str = NAMES, **how: Any
) -> Path:
    """The file of an export of these sheets."""

    async def each() -> AsyncIterator[Sheet]:
        for one in sheets:
            yield one

    file = folder / f"export{ending}"
    responses = Responses(HOME, len(sheets), PATHS, each())
    assert await write_export(responses, columns(HOME, PATHS, labels, AREAS), file, **how) == len(sheets)
    return file


def read_csv(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def read_xlsx(file: Path, page: str = "Responses") -> list[dict[str, Any]]:
    """The rows by header, with what is escaped in them read as Excel reads it. No cell holds a formula or a link."""
    book = load_workbook(file)
    for one in book:
        for row in one.iter_rows():
            for cell in row:
                assert cell.data_type in ("s", "n", "inlineStr"), cell
                assert cell.hyperlink is None
    headers, *rows = book[page].iter_rows(values_only=True)
    return [
        {
            str(name): unescape(cell) if isinstance(cell, str) else cell
            for name, cell in zip(headers, row, strict=True)
        }
        for row in rows
    ]


ROUNDS: dict[str, Any] = {"age[1]": 7, "likes[2]": ["park"]}
ONE = sheet(
    7,
    topic="kita",
    places=["street", "park"],
    order=["street", "park"],
    mood=4,
    born="2019-05-01",
    words="Mehr Bäume, شجر",
    twice=0.5,
    **ROUNDS,
)
EXPECTED = {
    "_row": 7, "_language": "de", "_area": "hafen", "_begun": "2026-W47", "_completed": "2026-W47",
    "_complete": 1, "_by_voice": 0, "topic": "kita", "topic_other": None, "places": "street park",
    "places/park": 1, "places/street": 1, "order": "street park", "order/park": 2, "order/street": 1, "mood": 4,
    "age[1]": 7, "age[2]": None, "likes[1]": None, "likes[1]/park": None, "likes[1]/street": None,
    "likes[2]": "park", "likes[2]/park": 1, "likes[2]/street": 0, "born": "2019-05-01",
    "words": "Mehr Bäume, شجر", "spot": None, "photo": None, "twice": 0.5, "echo": None,
}  # fmt: skip


async def test_a_workbook_says_what_was_answered(tmp_path: Path) -> None:
    file = await written(tmp_path, ".xlsx", [ONE])
    assert read_xlsx(file) == [EXPECTED]
    assert load_workbook(file)["Responses"].freeze_panes == "A2"
    asked = {row["Name"]: row["Label"] for row in read_xlsx(file, "Questions")}
    assert asked["topic"] == "Was fehlt?"
    assert asked["likes[2]/park"] == "Wo gern? [2] / Park"
    assert set(asked) == set(EXPECTED)


async def test_csv_says_what_was_answered(tmp_path: Path) -> None:
    file = await written(tmp_path, ".csv", [ONE])
    assert file.read_bytes().startswith(b"\xef\xbb\xbf_row,")
    assert read_csv(file) == [{name: "" if value is None else str(value) for name, value in EXPECTED.items()}]


async def test_json_lines_hold_the_values_as_they_are(tmp_path: Path) -> None:
    file = await written(tmp_path, ".jsonl", [ONE, sheet(2, completed=None, words="a\u2028b\n", topic=None)])
    one, two = map(json.loads, file.read_text("utf-8").splitlines())
    assert one == {
        "row": 7, "language": "de", "area": "hafen", "begun": "2026-W47", "completed": "2026-W47",
        "complete": True, "by_voice": False, "answers": dict(ONE.answers),
    }  # fmt: skip
    assert two["answers"] == {"words": "a\u2028b\n", "topic": None}
    assert (two["complete"], two["completed"]) == (False, None)


async def test_labels_are_in_the_language_wanted_and_fall_back(tmp_path: Path) -> None:
    [row] = read_csv(await written(tmp_path, ".csv", [ONE], "ar"))
    assert row["ما الذي ينقص؟"] == "روضة"
    assert row["Wo?"] == "شارع; حديقة"
    assert row["Wo? / حديقة"] == "1"
    assert row["Wie alt? [1]"] == "7"
    assert row["_area"] == "Hafen"
    [row] = read_csv(await written(tmp_path, ".csv", [sheet(topic="Etwas anderes")], "de"))
    assert row["Was fehlt?"] == "Etwas anderes"  # the choice for own words has no label of its own
    assert read_csv(await written(tmp_path, ".csv", [ONE], "de"))[0]["Was fehlt?"] == "Kita"


async def test_not_answered_is_not_the_same_as_not_chosen(tmp_path: Path) -> None:
    skipped, erased, chosen = read_xlsx(
        await written(tmp_path, ".xlsx", [sheet(places=None), sheet(places=ERASED), sheet(places=["park"])])
    )
    assert (skipped["places"], skipped["places/park"]) == (None, None)
    assert (erased["places"], erased["places/park"]) == (ERASED, None)
    assert (chosen["places/park"], chosen["places/street"]) == (1, 0)


SIGNS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")


def runs(cell: str) -> bool:
    """Whether a spreadsheet would take a cell of a text file for a formula."""
    return cell.lstrip(' \u200b\ufeff"').startswith(SIGNS) or cell[:1] in ("\t", "\r")


def left_in(folder: Path) -> list[Path]:
    return list(folder.iterdir())


words = st.one_of(
    st.sampled_from(ATTACKS),
    st.text(st.sampled_from("=+-@\t\r\n ,;|\"'＝a1\0\u202e\u200b"), max_size=12),
    st.text(),
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(words, min_size=1, max_size=4))
@example(list(ATTACKS))
async def test_nothing_that_residents_write_is_run(tmp_path: Path, texts: list[str]) -> None:
    sheets = [sheet(n, words=text, mood=-3) for n, text in enumerate(texts)]
    rows = read_csv(await written(tmp_path, ".csv", sheets))
    assert len(rows) == len(texts)
    for row, text in zip(rows, texts, strict=True):
        assert not runs(row["words"]), text
        assert row["mood"] == "-3"  # a number stays one
        assert None not in row, "a text has spread over several cells"
        for sign in ",;\t|\n":
            assert not any(part.lstrip(' \t\r\n"').startswith(SIGNS) for part in row["words"].split(sign)), (
                text,
                sign,
            )
    for cells, text in zip(read_xlsx(await written(tmp_path, ".xlsx", sheets)), texts, strict=True):
        assert cells["mood"] == -3
        assert cells["words"] is None or isinstance(cells["words"], str)
        if text.isprintable() and text:
            assert cells["words"] == text
    broken = any("\ud800" <= char <= "\udfff" for text in texts for char in text)
    if not broken:  # the store lets none of these through, see test_results.py
        lines = (await written(tmp_path, ".jsonl", sheets)).read_text("utf-8").split("\n")
        assert [json.loads(line)["answers"]["words"] for line in lines[:-1]] == texts


def test_harmless_words_stay_as_they_are() -> None:
    for text in ("Mehr Bäume, bitte", "3-4 Bänke", "a = b", "E-Mail", "", "„Ja“"):
        assert defused(text) == text


async def test_long_words_and_large_numbers_fit_into_a_cell(tmp_path: Path) -> None:
    [row] = read_xlsx(
        await written(
            tmp_path, ".xlsx", [sheet(words="🌳" * LONGEST, echo="x" * 4096, mood=10**30, twice=1e400)]
        )
    )
    assert row["words"].endswith("🌳…")
    assert len(row["words"].encode("utf-16-le")) <= 2 * LONGEST
    assert row["echo"] == "x" * 4096
    assert row["mood"] == str(10**30)
    assert row["twice"] == "inf"


async def test_progress_is_told_and_the_file_is_its_owners(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    file = await written(
        tmp_path, ".csv", [ONE, ONE], progress=lambda done, total: told.append((done, total))
    )
    assert told == [(1, 2), (2, 2)]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert left_in(tmp_path) == [file]


@pytest.mark.parametrize("ending", [".csv", ".xlsx", ".jsonl"])
async def test_an_export_that_breaks_off_leaves_the_earlier_one(tmp_path: Path, ending: str) -> None:
    earlier = await written(tmp_path, ending, [ONE])
    content = earlier.read_bytes()

    async def breaks() -> AsyncIterator[Sheet]:
        yield ONE
        raise RuntimeError("the database went away")

    with pytest.raises(RuntimeError):
        await write_export(Responses(HOME, 2, PATHS, breaks()), columns(HOME, PATHS, NAMES, AREAS), earlier)
    assert earlier.read_bytes() == content
    assert left_in(tmp_path) == [earlier]


@pytest.mark.parametrize("ending", [".csv", ".xlsx", ".jsonl"])
async def test_where_nothing_can_be_written_it_says_so_in_a_sentence(tmp_path: Path, ending: str) -> None:
    async def no_room() -> AsyncIterator[Sheet]:
        yield ONE
        raise OSError(errno.ENOSPC, "No space left on device")

    found = columns(HOME, PATHS, NAMES, AREAS)
    with pytest.raises(ExportProblem, match="No space left"):
        await write_export(Responses(HOME, 1, PATHS, no_room()), found, tmp_path / f"a{ending}")
    with pytest.raises(ExportProblem, match="No such file or directory"):
        await write_export(Responses(HOME, 0, PATHS, aiter_of()), found, tmp_path / "nowhere" / f"a{ending}")
    folder = tmp_path / f"folder{ending}"
    folder.mkdir()
    with pytest.raises(ExportProblem, match="is a folder"):
        await write_export(Responses(HOME, 0, PATHS, aiter_of()), found, folder)
    assert left_in(tmp_path) == [folder]


async def aiter_of(*sheets: Sheet) -> AsyncIterator[Sheet]:
    for one in sheets:
        yield one


async def test_more_than_excel_takes_is_refused_with_a_way_out(tmp_path: Path) -> None:
    responses = Responses(HOME, 2_000_000, PATHS, aiter_of())
    with pytest.raises(ExportProblem, match=r"\.csv or \.jsonl"):
        await write_export(responses, columns(HOME, PATHS, NAMES, AREAS), tmp_path / "a.xlsx")
    with pytest.raises(ExportProblem, match="must end in"):
        await write_export(responses, columns(HOME, PATHS, NAMES, AREAS), tmp_path / "a.pdf")


def test_questions_with_one_label_are_told_apart_by_their_names() -> None:
    twice = HOME.places["places"].question
    survey = replace(HOME, questions=(twice, replace(twice, name="others")))
    headers = [column.header for column in columns(survey, ("places", "others"), "de", AREAS)]
    assert len(headers) == len(set(headers))
    assert {"Wo? (places)", "Wo? (others)", "Wo? / Park (others/park)"} <= set(headers)
