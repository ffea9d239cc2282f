"""A bad line of the data is named, and what is right is read in order."""

from collections import Counter
from pathlib import Path

import pytest

from nlu.corpus import (
    LANGUAGES,
    CorpusError,
    Example,
    corpus_hash,
    load_dev,
    load_training,
    read_rasa,
    read_tsv,
)
from nlu.normalise import clean
from nlu.taxonomy import OUT_OF_SCOPE, load_taxonomy

RASA = """version: "3.1"
nlu:
- intent: childcare
  examples: |
    - Kita gesucht
    - wer passt auf?
- intent: {intent}
  examples: |
    - {example}
"""


def rasa(folder: Path, intent: str = "greet", example: str = "hallo") -> Path:
    path = folder / "de.yml"
    path.write_text(RASA.format(intent=intent, example=example), encoding="utf-8")
    return path


def table(folder: Path, *lines: str) -> Path:
    path = folder / "multi_de.tsv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_rasa_data_is_read_in_order(tmp_path: Path) -> None:
    assert read_rasa(rasa(tmp_path), "de") == [
        Example("Kita gesucht", ("childcare",), "de"),
        Example("wer passt auf?", ("childcare",), "de"),
        Example("hallo", ("greet",), "de"),
    ]


def test_an_unknown_intent_is_named_with_file_and_line(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match=r"^de\.yml:9: 'kita' is no id of taxonomy\.yml\.$"):
        read_rasa(rasa(tmp_path, intent="kita"), "de")


def test_broken_yaml_is_named_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "de.yml"
    path.write_text("nlu:\n- intent: [greet\n", encoding="utf-8")
    with pytest.raises(CorpusError, match=r"^de\.yml:\d+: not YAML"):
        read_rasa(path, "de")


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("Kita und Bus\tchildcare|mobilty", "'mobilty' is no id"),
        ("Kita und Bus", "expected 2 columns, found 1"),
        (" \tchildcare", "the text is empty"),
        ("Kita\tchildcare|childcare", "a label stands there twice"),
    ],
)
def test_a_bad_row_is_named(tmp_path: Path, line: str, complaint: str) -> None:
    with pytest.raises(CorpusError, match=rf"^multi_de\.tsv:3: .*{complaint}"):
        read_tsv(table(tmp_path, "text\tlabels", "Kita\tchildcare", line), "de")


def test_a_table_without_its_header_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match=r"^multi_de\.tsv:1: the first line must name"):
        read_tsv(table(tmp_path, "Kita\tchildcare"), "de")


def test_the_hash_changes_with_the_data_only(tmp_path: Path) -> None:
    rasa(tmp_path)
    before = corpus_hash(tmp_path, tmp_path)
    (tmp_path / "notes.txt").write_text("nothing", encoding="utf-8")
    assert corpus_hash(tmp_path, tmp_path) == before
    rasa(tmp_path, example="guten tag")
    assert corpus_hash(tmp_path, tmp_path) != before


def test_the_data_of_the_project_is_sound() -> None:
    examples = load_training()
    assert {len(example.labels) for example in examples} >= {1, 2}
    assert all(example.text == example.text.strip() for example in examples)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_enough_to_learn_from_and_nothing_of_it_twice(language: str) -> None:
    taxonomy = load_taxonomy()
    own = [example for example in load_training() if example.language == language]
    count = Counter(example.labels[0] for example in own if len(example.labels) == 1)
    least = 40 if language in ("de", "tr", "ar", "pl", "en") else 30
    assert min(count[label] for label in taxonomy.category_ids) >= least
    assert min(count[label.id] for label in taxonomy.intents) >= 25
    assert count[OUT_OF_SCOPE] >= 120
    assert sum(len(example.labels) > 1 for example in own) >= 100
    dev = [example.text for example in load_dev() if example.language == language]
    assert not {clean(text).casefold() for text in dev} & {clean(e.text).casefold() for e in own}
