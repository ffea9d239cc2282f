"""nlu/ as a Rasa project: its files say what taxonomy.yml says. `make rasa` trains it with Rasa itself."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from nlu.rasa_calibration import read_calibration, write_calibration
from nlu.taxonomy import load_taxonomy

ROOM = Path(__file__).parents[2] / "nlu"


def read(name: str) -> dict[str, Any]:
    raw: dict[str, Any] = yaml.safe_load((ROOM / name).read_text(encoding="utf-8"))
    return raw


def test_the_domain_knows_the_intents_of_the_taxonomy() -> None:
    domain = read("domain.yml")
    assert domain["version"] == "3.1"
    assert domain["intents"] == list(load_taxonomy().ids)


@pytest.mark.parametrize("name", ["config.yml", "config_tuned.yml"])
def test_the_pipelines_rank_all_intents(name: str) -> None:
    config = read(name)
    assert (config["recipe"], config["assistant_id"], config["language"]) == (
        "default.v1",
        "quartierstimme",
        "de",
    )
    classifiers = [each for each in config["pipeline"] if each["name"] == "DIETClassifier"]
    assert len(classifiers) == 1
    # Rasa ranks ten unless told otherwise, and calibration needs them all.
    assert classifiers[0]["ranking_length"] == 0
    assert classifiers[0]["entity_recognition"] is False
    assert "epochs" in classifiers[0]


def test_the_calibration_can_be_read_and_written(tmp_path: Path) -> None:
    shipped = read_calibration()
    write_calibration(shipped, tmp_path / "again.yml")
    assert read_calibration(tmp_path / "again.yml") == shipped
    assert shipped.need.single[0] > 0  # what Rasa finds likelier is held for likelier
    assert 0 < shipped.voicing.enough < 1


@pytest.mark.parametrize("text", ["", "[]", "need: 1", "need: {single: [1]}\nother: {}\nvoicing: x", "\t"])
def test_a_broken_calibration_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "broken.yml"
    path.write_text(text)
    with pytest.raises(ValueError, match=r"broken\.yml is no calibration"):
        read_calibration(path)
