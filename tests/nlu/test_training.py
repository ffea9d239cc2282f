"""Training on a few messages: the same data, the same file; what was learnt can be used at once."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from nlu.corpus import load_training
from nlu.encoder import E5Encoder
from nlu.interpreter import EmbeddedInterpreter
from nlu.model import read_model
from nlu.training import TrainingReport, train


class Letters:
    """A stand-in encoder that is quick: what is tested with it does not depend on what texts mean."""

    name = "letters"

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        rows = np.zeros((len(texts), 384), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for letter in text:
                row[ord(letter) % 384] += 1
            row /= max(float(np.linalg.norm(row)), 1.0)
        return rows


LABELS = ("childcare", "mobility", "greet", "out_of_scope")


@pytest.fixture(scope="module")
def small_corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Five messages a label in German and Turkish, and two messages with two needs."""
    folder = tmp_path_factory.mktemp("data")
    examples = load_training()
    for language in ("de", "tr"):
        lines = ['version: "3.1"', "nlu:"]
        for label in LABELS:
            own = [e.text for e in examples if e.language == language and e.labels == (label,)][:5]
            lines += [f"- intent: {label}", "  examples: |", *(f"    - {text}" for text in own)]
        (folder / f"{language}.yml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (folder / "multi_de.tsv").write_text(
        "text\tlabels\nkein Kitaplatz und der Bus kommt auch nie\tchildcare|mobility\n", encoding="utf-8"
    )
    return folder


def trained(corpus: Path, out: Path, cache: Path | None = None) -> TrainingReport:
    return train(out_dir=out, data_dir=corpus, dev_dir=corpus / "none", cache_dir=cache, encoder=Letters())


def test_the_same_data_gives_the_same_file(small_corpus: Path, tmp_path: Path) -> None:
    first = trained(small_corpus, tmp_path / "first", cache=tmp_path / "cache")
    second = trained(small_corpus, tmp_path / "second", cache=tmp_path / "cache")
    assert first.path.read_bytes() == second.path.read_bytes()
    assert first.languages == ("de", "tr")
    assert first.messages > 40


def test_a_model_trained_on_a_few_messages_reads_them(small_corpus: Path, tmp_path: Path) -> None:
    report = train(out_dir=tmp_path, data_dir=small_corpus, dev_dir=small_corpus / "none", cache_dir=None)
    interpreter = EmbeddedInterpreter(read_model(tmp_path), E5Encoder())
    understood = interpreter.parse("der Bus 456 fährt abends nicht mehr", "de")
    assert understood.top is not None
    assert understood.top.id == "mobility"
    assert report.size == (tmp_path / "model.npz").stat().st_size


def test_progress_is_told_step_by_step(small_corpus: Path, tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []

    def tell(step: str, done: int, total: int) -> None:
        told.append((step, done, total))

    train(tell, tmp_path, small_corpus, small_corpus / "none", tmp_path / "cache", Letters())
    assert {step for step, _, _ in told} == {"languages", "encode", "intents", "calibration"}
    assert all(0 <= done <= total for _, done, total in told)


def test_no_data_is_said_in_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"^There are no training messages in "):
        train(out_dir=tmp_path, data_dir=tmp_path, dev_dir=tmp_path)


def test_a_broken_cache_is_made_anew(small_corpus: Path, tmp_path: Path) -> None:
    first = trained(small_corpus, tmp_path / "first", cache=tmp_path / "cache")
    [cached] = (tmp_path / "cache").iterdir()
    cached.write_bytes(b"broken")
    assert trained(small_corpus, tmp_path / "again", cache=tmp_path / "cache").path.read_bytes() == (
        first.path.read_bytes()
    )


def test_a_language_without_examples_is_read_when_the_resident_has_chosen_it(
    small_corpus: Path, tmp_path: Path
) -> None:
    trained(small_corpus, tmp_path)
    interpreter = EmbeddedInterpreter(read_model(tmp_path), Letters())
    assert [interpreter.parse("لا يوجد مكان في الروضة", hint).language for hint in ("ar", None)] == [
        "ar",
        "other",
    ]
    assert interpreter.parse("zupełnie inny język", "pl").language in ("pl", "de", "tr")
