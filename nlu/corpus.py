"""The messages that `nlu` learns from and is measured on.

Training: `data/<language>.yml` (Rasa NLU 3.1 training format) and `data/multi_<language>.tsv` (several needs
in one message). Measuring: `dev/<language>.tsv`. Every complaint names file and line.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import yaml

from nlu.taxonomy import TAXONOMY_FILE, load_taxonomy

ROOM: Final = Path(__file__).parent
DATA_DIR: Final = ROOM / "data"
DEV_DIR: Final = ROOM / "dev"
PLAIN_FILE: Final = ROOM / "plain.yml"
_ROOM_SOURCES: Final = ("keywords.yml", "languages.yml", "plain.yml", "split.yml")
LANGUAGES: Final = ("de", "tr", "ar", "pl", "en", "ru", "uk", "bg", "ro", "es", "fr", "fa")


@dataclass(frozen=True)
class Example:
    """A message with what it voices, in order of mention, and the language it is written in."""

    text: str
    labels: tuple[str, ...]
    language: str


class CorpusError(ValueError):
    """A line of the training or development data that cannot be used."""

    def __init__(self, path: Path, line: int, problem: str) -> None:
        super().__init__(f"{path.name}:{line}: {problem}")


def load_training(data_dir: Path = DATA_DIR) -> tuple[Example, ...]:
    """All training messages, by language in the order of `LANGUAGES`; a language may have no file yet."""
    examples: list[Example] = []
    for language in LANGUAGES:
        single, multi = data_dir / f"{language}.yml", data_dir / f"multi_{language}.tsv"
        if single.exists():
            examples += read_rasa(single, language)
        if multi.exists():
            examples += read_tsv(multi, language)
    return tuple(examples)


def load_plain(path: Path = PLAIN_FILE) -> tuple[Example, ...]:
    """The plainest ways to say each need, which belong to every training."""
    raw: dict[str, dict[str, list[str]]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return tuple(
        _example(path, 1, text, (label,), language)
        for language, entries in raw.items()
        for label, texts in entries.items()
        for text in texts
    )


def load_dev(dev_dir: Path = DEV_DIR) -> tuple[Example, ...]:
    """All messages to measure on, by language; a language may have no file yet."""
    paths = [(dev_dir / f"{language}.tsv", language) for language in LANGUAGES]
    return tuple(example for path, language in paths if path.exists() for example in read_tsv(path, language))


def read_rasa(path: Path, language: str) -> list[Example]:
    """Read one file of Rasa NLU training data."""
    try:
        root = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise CorpusError(path, line, f"not YAML: {error.problem}.") from error
    blocks = _child(root, "nlu")
    if not isinstance(blocks, yaml.SequenceNode):
        raise CorpusError(path, 1, "expected a list under 'nlu'.")
    return [example for block in blocks.value for example in _read_block(path, block, language)]


def read_tsv(path: Path, language: str) -> list[Example]:
    """Read a table with the columns text and labels (joined by "|") and, if present, language."""
    lines = path.read_text(encoding="utf-8").splitlines()
    header = lines[0].split("\t") if lines else []
    if header[:2] != ["text", "labels"]:
        raise CorpusError(path, 1, "the first line must name the columns text and labels, tab-separated.")
    examples = []
    for number, line in enumerate(lines[1:], start=2):
        if not line.strip():
            continue
        cells = dict(zip(header, line.split("\t"), strict=False))
        if len(line.split("\t")) != len(header):
            raise CorpusError(
                path, number, f"expected {len(header)} columns, found {len(line.split(chr(9)))}."
            )
        labels = tuple(cells["labels"].strip().split("|"))
        examples.append(
            _example(path, number, cells["text"], labels, cells.get("language", language).strip())
        )
    return examples


def corpus_hash(data_dir: Path = DATA_DIR, dev_dir: Path = DEV_DIR) -> str:
    """A hash of everything a model is made from; another hash means that a model is stale."""
    digest = hashlib.sha256()
    for path in _sources(data_dir, dev_dir):
        digest.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _sources(data_dir: Path, dev_dir: Path) -> Iterator[Path]:
    yield from (TAXONOMY_FILE, *(ROOM / name for name in _ROOM_SOURCES))
    for language in LANGUAGES:
        names = (
            data_dir / f"{language}.yml",
            data_dir / f"multi_{language}.tsv",
            dev_dir / f"{language}.tsv",
        )
        yield from (path for path in names if path.exists())


def _read_block(path: Path, block: yaml.Node, language: str) -> Iterator[Example]:
    intent, examples = _child(block, "intent"), _child(block, "examples")
    line = block.start_mark.line + 1
    if not isinstance(intent, yaml.ScalarNode) or not isinstance(examples, yaml.ScalarNode):
        raise CorpusError(path, line, "expected 'intent' and 'examples' with a text each.")
    first = examples.start_mark.line + 2  # the texts begin in the line after "examples: |"
    for number, raw in enumerate(examples.value.splitlines(), start=first):
        if not raw.strip():
            continue
        if not raw.startswith("- "):
            raise CorpusError(path, number, "an example must begin with '- '.")
        yield _example(path, number, raw[2:], (intent.value,), language)


def _example(path: Path, line: int, text: str, labels: Iterable[str], language: str) -> Example:
    labels = tuple(labels)
    unknown = [label for label in labels if label not in load_taxonomy().ids]
    if unknown:
        raise CorpusError(path, line, f"{unknown[0]!r} is no id of taxonomy.yml.")
    if len(set(labels)) != len(labels):
        raise CorpusError(path, line, "a label stands there twice.")
    if not text.strip():
        raise CorpusError(path, line, "the text is empty.")
    if language not in LANGUAGES:
        raise CorpusError(path, line, f"{language!r} is none of the languages {', '.join(LANGUAGES)}.")
    return Example(text.strip(), labels, language)


def _child(node: yaml.Node | None, key: str) -> yaml.Node | None:
    if not isinstance(node, yaml.MappingNode):
        return None
    return next((value for name, value in node.value if name.value == key), None)
