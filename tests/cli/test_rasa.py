"""Understanding with a Rasa server, as an operator sets it up and looks after it."""

import json
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.app import build_house, build_interpreter
from bot.settings import SettingProblem, load_settings
from nlu import EmbeddedInterpreter
from nlu.rasa import RasaInterpreter
from tests.cli.test_start import quartier, refused
from tests.nlu.fake_rasa import FakeRasa, fake_rasa

LINES = '{"text": "Wir finden keinen Kitaplatz in Hörde", "language": "de"}\n{"text": ""}\n'


@pytest.fixture
def rasa() -> Iterator[FakeRasa]:
    with fake_rasa() as fake:
        fake.by_words = {"Kitaplatz": "money"}  # what the embedded pipeline would never say
        yield fake


@pytest.fixture
def nobody() -> str:
    """An address where nothing listens."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return f"http://127.0.0.1:{taken.getsockname()[1]}"


@pytest.mark.parametrize(
    "value", ["", "rasa", "localhost:5005", "ftp://localhost", "http://", "http://a b", "http://[::1"]
)
def test_a_wrong_address_is_refused_with_its_cure(value: str) -> None:
    with pytest.raises(
        SettingProblem, match=r"QUARTIER_NLU is wrong: .*'embedded', .*http://127\.0\.0\.1:5005"
    ):
        load_settings(nlu=value)


@pytest.mark.parametrize(
    "value", ["http://localhost:5005", "https://rasa.example.org/nlu?token=x", "http://[::1]:5005/"]
)
def test_the_setting_chooses_the_interpreter(value: str) -> None:
    assert isinstance(build_interpreter(build_house(load_settings(nlu=value))), RasaInterpreter)
    assert isinstance(build_interpreter(build_house(load_settings(nlu="embedded"))), EmbeddedInterpreter)


@pytest.mark.parametrize("by_setting", [True, False])
def test_lines_are_parsed_by_the_server(rasa: FakeRasa, tmp_path: Path, by_setting: bool) -> None:
    where = () if by_setting else ("--url", rasa.url)
    done = quartier(
        "nlu", "parse", "--backend", "rasa", *where,
        folder=tmp_path, stdin=LINES, **({"NLU": rasa.url} if by_setting else {}),
    )  # fmt: skip
    understood, empty = map(json.loads, done.stdout.splitlines())
    assert understood["intent"]["name"] == "money"
    assert [area["text"] for area in understood["areas"]] == ["Hörde"]
    assert empty == {"error": "empty"}
    assert done.returncode == 0, done.stderr


def test_lines_are_parsed_here_unless_rasa_is_asked_for(rasa: FakeRasa, tmp_path: Path) -> None:
    done = quartier("nlu", "parse", folder=tmp_path, stdin=LINES, NLU=rasa.url)
    assert json.loads(done.stdout.splitlines()[0])["intent"]["name"] == "childcare"
    assert rasa.paths == []


def test_parsing_with_a_server_that_is_not_there_says_so(tmp_path: Path, nobody: str) -> None:
    sentence = refused(quartier("nlu", "parse", "--backend", "rasa", "--url", nobody, folder=tmp_path))
    assert nobody.removeprefix("http://") in sentence
    for words in (("--backend", "rasa"), ("--backend", "rasa", "--url", "rasa"), ("--url", nobody)):
        assert "--backend rasa" in refused(quartier("nlu", "parse", *words, folder=tmp_path))


def test_the_doctor_says_whether_the_server_answers(rasa: FakeRasa, tmp_path: Path, nobody: str) -> None:
    def finding(url: str) -> dict[str, object]:
        rows = json.loads(quartier("doctor", "--json", folder=tmp_path, NLU=url).stdout)
        return next((row for row in rows if row["check"] == "rasa"), {})

    well, ill = finding(f"{rasa.url}?token=geheim"), finding(nobody)
    assert well["ok"] is True
    assert "one.tar.gz" in str(well["finding"])
    assert "geheim" not in str(well["finding"])
    assert ill["ok"] is False
    assert "QUARTIER_NLU" in str(ill["finding"])
    assert finding("embedded") == {}
