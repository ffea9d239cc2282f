"""`quartier translation` and `quartier survey import --translate`, as a facilitator meets them."""

import json
import sqlite3
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from openpyxl import load_workbook  # type: ignore[import-untyped]

from bot.cli import main
from bot.surveys.check.drafts import MARK
from bot.translation.argos import install_file
from tests.cli.test_start import quartier, refused
from tests.surveys.xlsform.books import PLAIN, Sheets, xlsx
from tests.translation import tiny

TURKISH: Sheets = {
    **PLAIN,
    "survey": [
        ("type", "name", "label::Deutsch (de)", "label::Türkçe (tr)"),
        ("text", "a", "Frage", ""),
        ("select_one yn", "b", "Bitte ${a} warten.", ""),
        ("integer", "c", "Hallo", "Selam"),
    ],
}


Command = Callable[..., CompletedProcess[str]]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """The command `quartier` in this process, which is faster than one of its own; its data are in `tmp_path`."""
    monkeypatch.setenv("QUARTIER_DATA_DIR", str(tmp_path))

    def run(*words: str) -> CompletedProcess[str]:
        monkeypatch.setattr(sys, "argv", ["quartier", *words])
        capsys.readouterr()
        with pytest.raises(SystemExit) as end:
            main()
        said = capsys.readouterr()
        return CompletedProcess(words, int(end.value.code or 0), said.out, said.err)

    return run


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """With models from German into Turkish."""
    install_file(tiny.write(tmp_path), tmp_path / "translation")
    install_file(tiny.write(tmp_path, "en", "tr", tiny.ENGLISH_TURKISH), tmp_path / "translation")
    return tmp_path


@pytest.fixture
def form(folder: Path) -> Path:
    path = folder / "form.xlsx"
    path.write_bytes(xlsx(TURKISH))
    return path


def column(path: Path, sheet: str, number: int) -> list[object]:
    return [row[number - 1].value for row in load_workbook(path)[sheet].iter_rows(min_row=2)]


def review(path: Path, correction: str) -> None:
    """What a person does: takes the marks away, and corrects a text."""
    book = load_workbook(path)
    for page in book.worksheets:
        for row in page.iter_rows():
            for cell in row:
                if str(cell.value or "").startswith(MARK):
                    cell.value = str(cell.value).removeprefix(MARK)
    book["survey"]["D2"] = correction
    book.save(path)


def audited(folder: Path) -> list[dict[str, object]]:
    with sqlite3.connect(folder / "quartier.db") as database:
        rows: Sequence[tuple[str]] = database.execute(
            "SELECT detail FROM audit WHERE what = 'survey published' AND detail LIKE '%probe%' ORDER BY id"
        ).fetchall()
    return [json.loads(row[0]) for row in rows]


def test_a_facilitator_drafts_reviews_and_publishes(folder: Path, form: Path) -> None:
    done = quartier("survey", "import", str(form), "--translate", folder=folder)
    assert done.returncode == 0, done.stderr
    copy = folder / "form.drafts.xlsx"
    assert "Türkçe (tr): 5 texts drafted." in done.stdout
    assert f"quartier survey import {copy}" in done.stdout
    assert column(copy, "survey", 4) == ["[draft] Soru", "[draft] Lütfen ${a} bekleyin.", "Selam"]
    assert column(copy, "choices", 4) == ["[draft] Evet", "[draft] Hayır"]
    assert "probe" not in quartier("survey", "list", folder=folder).stdout

    checked = quartier("survey", "check", str(copy), "--json", folder=folder)
    report = json.loads(checked.stdout)
    assert (checked.returncode, report["usable"]) == (1, False)
    assert {(each["rule"], each["cell"]) for each in report["findings"] if each["severity"] == "error"} == {
        ("draft", "D2"),
    }
    assert any("rows 2-3" in each["what"] for each in report["findings"])
    kept_back = quartier("survey", "import", str(copy), folder=folder)
    assert kept_back.returncode == 1
    assert 'take away "[draft]"' in kept_back.stdout
    assert "probe" not in quartier("survey", "list", folder=folder).stdout

    review(copy, "Bir soru")
    published = quartier("survey", "import", str(copy), "--json", folder=folder)
    assert published.returncode == 0, published.stdout
    assert json.loads(published.stdout)["drafts"] == 0
    assert audited(folder) == [{"survey": "probe", "version": 1}]
    written = folder / "back.yml"
    quartier("survey", "export", "probe", "--out", str(written), folder=folder)
    assert "Bir soru" in written.read_text("utf-8")


def test_drafts_can_be_accepted_unread_and_the_audit_trail_says_so(
    here: Command, folder: Path, form: Path
) -> None:
    assert here("survey", "import", str(form), "--translate").returncode == 0
    copy = str(folder / "form.drafts.xlsx")
    done = here("survey", "import", copy, "--accept-drafts")
    assert done.returncode == 0, done.stderr
    assert "5 of its texts were written by a machine" in done.stdout
    assert audited(folder) == [{"survey": "probe", "version": 1, "unreviewed_drafts": 5}]
    written = folder / "back.yml"
    here("survey", "export", "probe", "--out", str(written))
    assert "Soru" in written.read_text("utf-8")
    assert "draft" not in written.read_text("utf-8")


def test_a_copy_is_never_overwritten_unasked(here: Command, folder: Path, form: Path) -> None:
    copy = folder / "form.drafts.xlsx"
    copy.write_text("hours of reviewing")
    sentence = refused(here("survey", "import", str(form), "--translate"))
    assert "is there already" in sentence
    assert copy.read_text() == "hours of reviewing"
    other = folder / "other.xlsx"
    assert here("survey", "import", str(form), "--translate", "--out", str(other)).returncode == 0
    assert other.exists()
    assert here("survey", "import", str(form), "--translate", "--force").returncode == 0
    assert column(copy, "survey", 2) == ["a", "b", "c"]


def test_further_languages_are_asked_for_and_what_cannot_be_drafted_is_said(
    here: Command, folder: Path, form: Path
) -> None:
    done = here("survey", "import", str(form), "--translate", "--to", "ar", "--to", "en")
    assert done.returncode == 0, done.stderr
    assert "English (en): 6 texts drafted." in done.stdout
    assert "العربية (ar): 6 texts left empty, for no model leads there." in done.stdout
    assert "quartier translation install ar\n" in done.stdout
    report = json.loads(
        here("survey", "import", str(form), "--translate", "--to", "all", "--json", "--force").stdout
    )
    assert report["drafted"] == {"tr": 5, "en": 6}
    assert len(report["left"]) == 9 * 6
    assert report["left"][0] == {
        "language": "ar", "question": "", "column": "title", "choice": "", "why": "no_model",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--translate", "--to", "hinundher"), "--to hinundher: there is no such language"),
        (("--translate", "--out", "x.csv"), "x.csv: the name must end in .xlsx."),
        (("--translate", "--out", "no/folder/x.xlsx"), "no/folder/x.xlsx cannot be written"),
        (("--translate", "--accept-drafts"), "one after the other"),
        (("--to", "ar"), "belong to --translate"),
    ],
)
def test_what_makes_no_sense_is_refused(
    words: tuple[str, ...], sentence: str, here: Command, form: Path
) -> None:
    assert sentence in refused(here("survey", "import", str(form), *words))


def test_where_nothing_is_missing_nothing_is_written_and_no_model_needed(
    here: Command, tmp_path: Path
) -> None:
    path = tmp_path / "form.xlsx"
    path.write_bytes(xlsx())
    done = here("survey", "import", str(path), "--translate")
    assert (done.returncode, done.stdout) == (0, "form.xlsx: no text is missing, so nothing was written.\n")
    assert not (tmp_path / "form.drafts.xlsx").exists()


def test_without_a_model_the_command_that_fetches_one_is_named(here: Command, tmp_path: Path) -> None:
    path = tmp_path / "form.xlsx"
    path.write_bytes(xlsx(TURKISH))
    sentence = refused(here("survey", "import", str(path), "--translate"))
    assert "No translation model is installed" in sentence
    assert "`quartier translation install tr`" in sentence
    assert not (tmp_path / "form.drafts.xlsx").exists()


def test_a_form_with_errors_is_not_drafted(here: Command, folder: Path, form: Path) -> None:
    form.write_bytes(xlsx({**TURKISH, "choices": [("list_name", "name", "label")]}))
    done = here("survey", "import", str(form), "--translate")
    assert done.returncode == 1
    assert done.stderr == "form.xlsx has errors, so nothing was drafted.\n"


class Silent(SimpleHTTPRequestHandler):
    """Serves files and says nothing."""

    def log_message(self, *words: object) -> None:
        pass


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of an index on this machine, with the way from German into Turkish."""
    shop = tmp_path / "shop"
    shop.mkdir()
    tiny.write(shop)
    tiny.write(shop, "en", "tr", tiny.ENGLISH_TURKISH)
    handler = partial(Silent, directory=str(shop))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    address = f"http://127.0.0.1:{server.server_port}"
    entries = [
        {
            "package_version": "1.0",
            "from_code": source,
            "to_code": target,
            "links": [f"{address}/translate-{source}_{target}.argosmodel"],
        }
        for source, target in (("de", "en"), ("en", "tr"))
    ]
    (shop / "index.json").write_text(json.dumps(entries))
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    monkeypatch.setenv("QUARTIER_TRANSLATION_INDEX", f"{address}/index.json")
    yield address
    server.shutdown()
    server.server_close()
    thread.join()


def test_models_are_fetched_listed_and_removed(here: Command, tmp_path: Path, index: str) -> None:
    assert "`quartier translation install tr ar`" in here("translation", "list").stdout
    done = here("translation", "install", "tr")
    assert done.stdout.splitlines() == ["de-en is installed.", "en-tr is installed."], done.stderr
    assert "installed already" in here("translation", "install", "TR", "de-en").stdout
    listed = json.loads(here("translation", "list", "--json").stdout)
    assert [(each["from"], each["to"], each["version"]) for each in listed] == [
        ("de", "en", "1.0"), ("en", "tr", "1.0"),
    ]  # fmt: skip
    assert "de-en  Deutsch  English" in here("translation", "list").stdout
    assert here("translation", "remove", "de-en").stdout == "de-en is removed.\n"
    assert "No model de-en is installed" in refused(here("translation", "remove", "de-en"))
    assert sorted(each.name for each in (tmp_path / "translation").iterdir()) == ["en_tr"]


def test_what_the_index_does_not_have_is_said(here: Command, tmp_path: Path, index: str) -> None:
    assert "from de to ar" in refused(here("translation", "install", "ar"))
    assert "from tr to en" in refused(here("translation", "install", "tr-en"))
    assert "neither a file" in refused(here("translation", "install", "türkisch"))
    assert "nothing to translate" in refused(here("translation", "install", "de"))
    assert not (tmp_path / "translation").exists()


def test_models_come_from_files_without_any_network(here: Command, tmp_path: Path) -> None:
    file = tiny.write(tmp_path)
    done = here("translation", "install", str(file))
    assert done.stdout == "de-en is installed.\n", done.stderr
    file.write_bytes(b"broken")
    assert refused(here("translation", "install", str(file))) == (
        f"{file.name} is no Argos package, or a damaged one."
    )


def test_the_index_must_come_safely(here: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUARTIER_TRANSLATION_INDEX", "http://example.org/x")
    sentence = refused(here("translation", "install", "tr"))
    assert sentence.startswith("QUARTIER_TRANSLATION_INDEX is wrong")
    assert "https://" in sentence
