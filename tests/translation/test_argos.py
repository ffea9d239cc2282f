"""Packages of Argos: real tiny models that translate, and files that nobody should send."""

import io
import json
import stat
import sys
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.translation import Pair, TranslationProblem, draft
from bot.translation.argos import ArgosTranslator, install_file, installed, package, remove
from bot.translation.argos.limits import limits
from bot.translation.argos.model import Model
from tests.translation import tiny

TOP = "translate-de_en-1_0"


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """German to English and English to Turkish."""
    folder = tmp_path_factory.mktemp("models")
    install_file(tiny.write(folder), folder / "translation")
    install_file(tiny.write(folder, "en", "tr", tiny.ENGLISH_TURKISH), folder / "translation")
    return folder / "translation"


def test_a_real_model_translates(models: Path) -> None:
    translator = ArgosTranslator(models)
    assert translator.pairs == {Pair("de", "en"), Pair("en", "tr")}
    assert translator.translate("Haben Sie Kinder?", "de", "en") == "Have you children?"
    assert translator.translate("Bitte warten. Danke.", "de", "en") == "Please wait. Thanks."


def test_english_is_the_way_between_languages_without_a_model_of_their_own(models: Path) -> None:
    translator = ArgosTranslator(models)
    assert translator.translate("Ja", "de", "tr") == "Evet"
    with pytest.raises(TranslationProblem, match="from tr to de"):
        translator.translate("Evet", "tr", "de")


def test_references_go_through_real_models_unharmed(models: Path) -> None:
    translator = ArgosTranslator(models)
    assert draft(translator, "👋 Hallo ${kind} wie alt ist Kind 3", "de", "tr") == (
        "👋 Merhaba ${kind} nasıl yaşlı dir çocuk 3"
    )


def test_only_what_is_needed_is_unpacked(models: Path) -> None:
    (english, _) = installed(models)
    assert sorted(each.name for each in english.folder.iterdir()) == [
        "README.md", "metadata.json", "model", "sentencepiece.model",
    ]  # fmt: skip
    assert english.size == sum(each.stat().st_size for each in english.folder.rglob("*") if each.is_file())


def test_an_older_model_is_replaced_and_a_removed_one_is_gone(tmp_path: Path) -> None:
    place = tmp_path / "translation"
    install_file(tiny.write(tmp_path), place)
    newer = tmp_path / "newer.argosmodel"
    newer.write_bytes(tiny.package(words={**tiny.GERMAN_ENGLISH, "Ja": "Yep"}, version="1.1"))
    assert install_file(newer, place).metadata.version == "1.1"
    assert ArgosTranslator(place).translate("Ja", "de", "en") == "Yep"
    assert [each.name for each in place.iterdir()] == ["de_en"]
    remove(place, Pair("de", "en"))
    assert installed(place) == []
    with pytest.raises(TranslationProblem, match="No model de-en is installed"):
        remove(place, Pair("de", "en"))


def remade(
    change: Callable[[str, bytes], tuple[str, bytes] | None], more: dict[str, bytes] | None = None
) -> bytes:
    """The package with each of its files changed, or left out; and with more of them."""
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(tiny.package())) as old,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            if kept := change(name, old.read(name)):
                new.writestr(*kept)
        for name, content in (more or {}).items():
            new.writestr(name, content)
    return file.getvalue()


def without(ending: str) -> bytes:
    return remade(lambda name, content: None if name.endswith(ending) else (name, content))


def with_more(**more: bytes) -> bytes:
    return remade(lambda name, content: (name, content), more)


def with_metadata(**changes: object) -> bytes:
    data = {"package_version": "1.0", "from_code": "de", "to_code": "en", **changes}
    return remade(
        lambda name, content: (
            name,
            json.dumps(data).encode() if name.endswith("metadata.json") else content,
        )
    )


def with_content(ending: str, changed: Callable[[bytes], bytes]) -> bytes:
    return remade(lambda name, content: (name, changed(content) if name.endswith(ending) else content))


def with_a_link() -> bytes:
    file = io.BytesIO(tiny.package())
    with zipfile.ZipFile(file, "a") as archive:
        link = zipfile.ZipInfo(f"{TOP}/model/link")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    return file.getvalue()


def locked() -> bytes:
    content = bytearray(tiny.package())
    for sign in (b"PK\x03\x04", b"PK\x01\x02"):
        place = content.find(sign)
        while place >= 0:
            content[place + (6 if sign == b"PK\x03\x04" else 8)] |= 1
            place = content.find(sign, place + 4)
    return bytes(content)


def twice() -> bytes:
    file = io.BytesIO(tiny.package())
    with zipfile.ZipFile(file, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr(f"{TOP}/metadata.json", "{}")
    return file.getvalue()


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty": (lambda: b"", "no Argos package"),
    "not a zip": (lambda: b"PK\x03\x04 and then nothing", "no Argos package"),
    "cut off": (lambda: tiny.package()[:-30], "no Argos package"),
    "damaged inside": (lambda: tiny.package().replace(b"\x78", b"\x79"), "no Argos package|refused"),
    "leads up": (lambda: with_more(**{f"{TOP}/model/../../../up": b"x"}), "leads elsewhere"),
    "leads to the root": (lambda: with_more(**{"/etc/cron.d/x": b"x"}), "leads elsewhere"),
    "leads up by Windows' ways": (lambda: with_more(**{f"{TOP}/model/..\\up": b"x"}), "leads elsewhere"),
    "a drive": (lambda: with_more(**{"C:/x/model/y": b"x"}), "leads elsewhere"),
    "a link": (with_a_link, "leads elsewhere"),
    "locked": (locked, "locked"),
    "a file twice": (twice, "twice"),
    "two folders": (lambda: with_more(**{"other/model/x": b"x"}), "one folder"),
    "without metadata": (lambda: without("metadata.json"), "one folder"),
    "without a model": (lambda: without("model.bin"), "one folder"),
    "without a tokenizer": (lambda: without("sentencepiece.model"), "one folder"),
    "another tokenizer": (
        lambda: remade(
            lambda name, content: (name.replace("sentencepiece.model", "bpe.model"), content)
        ),
        "bpe.model",
    ),
    "metadata that are no JSON": (lambda: with_content("metadata.json", lambda _: b"{"), "cannot be read"),
    "metadata of nothing": (lambda: with_content("metadata.json", lambda _: b"[" * 90_000), "cannot be read"),
    "metadata that are a list": (lambda: with_content("metadata.json", lambda _: b"[]"), "no model"),
    "for something else": (lambda: with_metadata(type="sbd"), "no model"),
    "a language that is a path": (lambda: with_metadata(from_code="../de"), "from which language"),
    "a language that is a number": (lambda: with_metadata(to_code=7), "from which language"),
    "into itself": (lambda: with_metadata(to_code="de"), "from which language"),
    "a long prefix": (lambda: with_metadata(target_prefix="x" * 1000), "target_prefix"),
    "a model that is none": (lambda: with_content("model.bin", lambda _: b"\xff" * 1000), "damaged"),
    "a model that is cut off": (lambda: with_content("model.bin", lambda whole: whole[:2000]), "damaged"),
    "a tokenizer that is none": (lambda: with_content("sentencepiece.model", lambda _: b"x"), "damaged"),
    "words that are none": (lambda: with_content("vocabulary.json", lambda _: b"{}"), "damaged"),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_bad_package_is_refused_in_a_sentence_and_leaves_nothing(name: str, tmp_path: Path) -> None:
    content, sentence = HOSTILE[name]
    bad = tmp_path / "bad.argosmodel"
    bad.write_bytes(content())
    place = tmp_path / "a" / "translation"
    with pytest.raises(TranslationProblem, match=sentence) as refusal:
        install_file(bad, place)
    assert "\n" not in str(refusal.value)
    assert str(refusal.value).startswith("bad.argosmodel ")
    assert list(place.iterdir()) == []
    assert sorted(each.name for each in tmp_path.iterdir()) == ["a", "bad.argosmodel"]


def test_a_package_that_unpacks_to_too_much_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bomb = tmp_path / "bomb.argosmodel"
    bomb.write_bytes(with_more(**{f"{TOP}/model/more": bytes(5_000_000)}))
    assert bomb.stat().st_size < 100_000
    monkeypatch.setattr(package, "limits", lambda: {**limits(), "unpacked_bytes": 2_000_000})
    with pytest.raises(TranslationProblem, match="unpacks to more"):
        package.unpack(bomb, tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_a_package_that_lies_about_its_size_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The headers say 10 bytes; what comes out are 5 MB."""
    content = bytearray(with_more(**{f"{TOP}/model/more": bytes(5_000_000)}))
    size = (5_000_000).to_bytes(4, "little")
    while (place := content.find(size)) >= 0:
        content[place : place + 4] = (10).to_bytes(4, "little")
    liar = tmp_path / "liar.argosmodel"
    liar.write_bytes(bytes(content))
    with pytest.raises(TranslationProblem, match=r"no Argos package|unpacks to more"):
        package.unpack(liar, tmp_path / "new")
    assert sum(each.stat().st_size for each in tmp_path.rglob("more")) < 1_000_000


def test_a_package_with_too_many_files_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    many = tmp_path / "many.argosmodel"
    many.write_bytes(with_more(**{f"{TOP}/model/{number}": b"" for number in range(60)}))
    monkeypatch.setattr(package, "limits", lambda: {**limits(), "files": 50})
    with pytest.raises(TranslationProblem, match="more than 50 files"):
        package.unpack(many, tmp_path / "new")


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(TranslationProblem, match="There is no file"):
        install_file(tmp_path / "none.argosmodel", tmp_path)


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(TranslationProblem, match="cannot be written to"):
        install_file(tiny.write(tmp_path), tmp_path / "file" / "translation")


def test_the_token_that_names_the_language_is_said_to_the_model_and_not_to_people(tmp_path: Path) -> None:
    """Models of many languages begin with it."""
    file = tmp_path / "many.argosmodel"
    file.write_bytes(with_metadata(target_prefix="▁[9]"))
    install_file(file, tmp_path / "translation")
    # The tiny model says the word at the same place, and the first place is taken by the token.
    assert ArgosTranslator(tmp_path / "translation").translate("Hallo Ja", "de", "en") == "Yes"


def test_what_is_no_model_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("hello")
    (tmp_path / "de_en").mkdir()
    (tmp_path / "xx_yy").mkdir()
    (tmp_path / "xx_yy" / "metadata.json").write_text('{"from_code": "de", "to_code": "en"}')
    assert installed(tmp_path) == []
    assert installed(tmp_path / "none") == []


def test_a_model_that_was_damaged_later_is_named(models: Path, tmp_path: Path) -> None:
    found = install_file(tiny.write(tmp_path), tmp_path / "translation")
    (found.folder / "model" / "model.bin").write_bytes(zlib.compress(b"x" * 1000))
    with pytest.raises(TranslationProblem, match="The model de-en cannot be used"):
        ArgosTranslator(tmp_path / "translation").translate("Ja", "de", "en")
    with pytest.raises(TranslationProblem, match="The model de-en cannot be used"):
        Model(found.folder, found.metadata)


def test_without_the_library_its_name_is_said(
    models: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "ctranslate2.py").write_text("raise ImportError")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with pytest.raises(TranslationProblem, match="the extra 'translation'"):
        install_file(tiny.write(tmp_path), tmp_path / "translation")
    monkeypatch.setitem(sys.modules, "ctranslate2", None)
    with pytest.raises(TranslationProblem, match="the extra 'translation'"):
        ArgosTranslator(models).translate("Ja", "de", "en")
