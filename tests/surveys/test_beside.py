"""The files beside a form."""

from pathlib import Path

import pytest

from bot.surveys import Choice, Question, QuestionType, Survey
from bot.surveys import beside as beside_
from bot.surveys.beside import Beside, files_beside


def naming(*names: str) -> Survey:
    media = {"image": dict(zip(("de", "ar", "tr", "en"), names, strict=False))}
    choice = Choice("park", {"de": "Park"}, media={"image": {"de": "park.png"}})
    return Survey(
        "heat",
        1,
        {"de": "Hitze"},
        "de",
        (Question("where", QuestionType.SELECT_ONE, {"de": "Wo?"}, media=media, choices=(choice,)),),
    )


def test_files_lie_in_the_forms_folder_or_in_one_for_media(tmp_path: Path) -> None:
    form = tmp_path / "heat.xlsx"
    (tmp_path / "media").mkdir()
    (tmp_path / "heat-media").mkdir()
    (tmp_path / "a.png").write_bytes(b"a")
    (tmp_path / "media" / "b.png").write_bytes(b"b")
    (tmp_path / "heat-media" / "park.png").write_bytes(b"park")
    found = files_beside(form, naming("a.png", "b.png", "c.png"))
    assert found == Beside({"a.png": b"a", "b.png": b"b", "park.png": b"park"}, ("c.png",))


def test_a_form_that_is_a_folder_holds_them(tmp_path: Path) -> None:
    (tmp_path / "park.png").write_bytes(b"park")
    assert files_beside(tmp_path, naming()).contents == {"park.png": b"park"}


@pytest.mark.parametrize("name", ["../secret.key", "/etc/passwd", "media/a.png", ".."])
def test_a_form_leads_nowhere_else(name: str, tmp_path: Path) -> None:
    (tmp_path / "forms" / "media").mkdir(parents=True)
    (tmp_path / "secret.key").write_bytes(b"secret")
    (tmp_path / "forms" / "media" / "a.png").write_bytes(b"a")
    found = files_beside(tmp_path / "forms" / "heat.xlsx", naming(name))
    assert found.contents == {}
    assert name in {*found.unfit, *found.missing}


def test_what_is_empty_or_too_large_is_refused_with_its_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(beside_, "BIGGEST", 2 * 2**20)
    monkeypatch.setattr(beside_, "BIGGEST_TOGETHER", 3 * 2**20)
    (tmp_path / "a.png").write_bytes(b"")
    (tmp_path / "b.png").write_bytes(bytes(2 * 2**20 + 1))
    (tmp_path / "c.png").write_bytes(bytes(2 * 2**20))
    (tmp_path / "park.png").write_bytes(bytes(2**20 + 1))
    found = files_beside(tmp_path / "heat.xlsx", naming("a.png", "b.png", "c.png"))
    assert set(found.contents) == {"c.png"}
    assert found.unfit == {
        "a.png": "it is empty",
        "b.png": "it has more than 2 MB",
        "park.png": "all files together have more than 3 MB",
    }
