"""`quartier survey check` and `import`, as a facilitator meets them."""

import json
from pathlib import Path

from tests.cli.test_start import quartier
from tests.surveys.xlsform.books import PLAIN, xlsx

PICTURED = {
    "survey": [("type", "name", "label", "media::image"), ("text", "a", "Frage", "park.png")],
    "settings": PLAIN["settings"],
}


def form(folder: Path, content: bytes) -> str:
    path = folder / "form.xlsx"
    path.write_bytes(content)
    return str(path)


def test_a_check_says_everything_with_its_cell_and_its_cure(tmp_path: Path) -> None:
    rows = [("type", "name", "label", "relevant"), ("text", "a", "A", "${b} = 1"), ("txt", "c", "C", "")]
    done = quartier("survey", "check", form(tmp_path, xlsx({"survey": rows})), folder=tmp_path)
    assert done.returncode == 1
    assert "There is no question 'b'." in done.stdout
    assert "survey D2" in done.stdout
    assert "Did you mean 'text'?" in done.stdout
    assert not done.stderr


def test_a_check_of_a_good_form_shows_its_languages(tmp_path: Path) -> None:
    done = quartier("survey", "check", form(tmp_path, xlsx()), folder=tmp_path)
    assert done.returncode == 0
    assert "no errors" in done.stdout
    assert "Türkçe" in done.stdout


def test_a_check_as_json(tmp_path: Path) -> None:
    done = quartier("survey", "check", form(tmp_path, xlsx(PICTURED)), "--json", folder=tmp_path)
    report = json.loads(done.stdout)
    assert done.returncode == 0
    assert (report["usable"], report["code"], report["errors"]) == (True, "probe", 0)
    [finding] = report["findings"]
    assert (finding["rule"], finding["severity"], finding["cell"]) == ("file_missing", "warning", "D2")
    german = next(each for each in report["languages"] if each["code"] == "de")
    assert (german["texts"], german["missing"]) == (2, 0)
    broken = quartier("survey", "check", form(tmp_path, b"x"), "--json", folder=tmp_path)
    assert broken.returncode == 1
    assert json.loads(broken.stdout)["findings"][0]["rule"] == "unreadable"


def test_an_import_publishes_the_next_version(tmp_path: Path) -> None:
    path = form(tmp_path, xlsx())
    dry = quartier("survey", "import", path, "--dry-run", folder=tmp_path)
    assert "version 1" in dry.stdout
    assert "probe" not in quartier("survey", "list", folder=tmp_path).stdout
    first = quartier("survey", "import", path, folder=tmp_path)
    assert first.returncode == 0, first.stderr
    assert "probe, version 1, is published" in first.stdout
    assert "/survey" in first.stdout
    assert "exactly this content" in quartier("survey", "import", path, folder=tmp_path).stdout
    rows = [*PLAIN["survey"], ("text", "c", "Noch eine")]
    changed = form(tmp_path, xlsx({**PLAIN, "survey": rows}))
    report = json.loads(quartier("survey", "import", changed, "--json", folder=tmp_path).stdout)
    assert (report["version"], report["published"]) == (2, True)


def test_an_import_takes_the_pictures_along_and_knows_a_changed_one(tmp_path: Path) -> None:
    path = form(tmp_path, xlsx(PICTURED))
    (tmp_path / "media").mkdir()
    (tmp_path / "media" / "park.png").write_bytes(b"a park")
    assert "with 1 file" in quartier("survey", "import", path, folder=tmp_path).stdout
    assert "exactly this content" in quartier("survey", "import", path, folder=tmp_path).stdout
    (tmp_path / "media" / "park.png").write_bytes(b"another park")
    assert "version 2" in quartier("survey", "import", path, folder=tmp_path).stdout


def test_a_form_with_errors_is_not_imported(tmp_path: Path) -> None:
    rows = [("type", "name", "label"), ("txt", "c", "C")]
    path = form(tmp_path, xlsx({"survey": rows}))
    done = quartier("survey", "import", path, folder=tmp_path)
    assert done.returncode == 1
    assert "Did you mean 'text'?" in done.stdout
    assert done.stderr == "form.xlsx has errors, so it was not imported.\n"
    (tmp_path / "media").mkdir()
    (tmp_path / "media" / "park.png").write_bytes(b"")
    assert quartier("survey", "import", form(tmp_path, xlsx(PICTURED)), folder=tmp_path).returncode == 1


def test_the_list_names_the_languages_in_which_nothing_is_missing(tmp_path: Path) -> None:
    labels = ("label::Deutsch (de)", "label::العربية (ar)", "label::Türkçe (tr)")
    rows: dict[str, list[tuple[str, ...]]] = {
        "survey": [
            ("type", "name", *labels, "calculation"),
            ("begin_group", "place", "Der Ort", "المكان", "", ""),
            ("select_one things or_other", "want", "Was fehlt?", "ما الذي ينقص؟", "Ne eksik?", ""),
            ("end_group", "", "", "", "", ""),
            ("calculate", "twice", "", "", "", "1 + 1"),
        ],
        "choices": [("list_name", "name", *labels), ("things", "bench", "Eine Bank", "مقعد", "Bank")],
        "settings": [
            ("form_title", "form_id", "default_language", "translated_title::العربية (ar)"),
            ("Garten", "garden", "Deutsch (de)", "حديقة"),
        ],
    }
    assert quartier("survey", "import", form(tmp_path, xlsx(rows)), folder=tmp_path).returncode == 0
    [told] = [
        each
        for each in json.loads(quartier("survey", "list", "--json", folder=tmp_path).stdout)
        if each["code"] == "garden"
    ]
    assert told["languages"] == "de ar"
