"""Making a model from the messages in data/ and dev/. Needs scikit-learn (the extra `train`)."""

import os
import random
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]
from sklearn.svm import LinearSVC  # type: ignore[import-untyped]

from nlu.calibration import calibrate
from nlu.classifier import Classifier
from nlu.corpus import DATA_DIR, DEV_DIR, Example, corpus_hash, load_dev, load_plain, load_training
from nlu.encoder import E5Encoder, Encoder
from nlu.features import KEYWORDS, encoder_text, features
from nlu.head import Floats, LinearHead
from nlu.keywords import keyword_examples
from nlu.language import OTHER, SPACE, LanguageModel, language_key, other_languages
from nlu.model import MODEL_DIR, Model, write_model
from nlu.reading import Calibration
from nlu.split import split
from nlu.taxonomy import load_taxonomy
from nlu.vector_cache import Progress, encode_cached
from nlu.wording import BUCKETS, Wording, rarity_of, wording_row

CACHE_DIR: Final = Path(os.environ.get("QUARTIER_DATA_DIR", "var")) / "nlu"
SEED: Final = 7
# Chosen on nlu/dev; docs/nlu.md has the figures.
_INTENT_SCALE: Final = 6.0  # of the features; the larger, the closer the fit to the data
_INTENT_STEPS: Final = 200
_WORDING_CLOSENESS: Final = 1.0  # of the fit to the data
_WORDING_STRENGTH: Final = 6.0  # beside the meaning
_KEYWORD_EXAMPLE_WEIGHT: Final = 0.1  # of a keyword as a message of its own
_LANGUAGE_STRENGTH: Final = 10.0
_SNIPPETS: Final = 3  # pieces of one to four words from each message, because many messages are that short


@dataclass(frozen=True)
class TrainingReport:
    """What a training used and made."""

    path: Path
    messages: int
    dev_messages: int
    languages: tuple[str, ...]
    size: int  # of the model in bytes


def train(
    progress: Progress | None = None,
    out_dir: Path = MODEL_DIR,
    data_dir: Path = DATA_DIR,
    dev_dir: Path = DEV_DIR,
    cache_dir: Path | None = CACHE_DIR,
    encoder: Encoder | None = None,
    more: Sequence[Example] = (),
) -> TrainingReport:
    """Train, calibrate and write a model. The same data and encoder give the same file.

    `progress` is told the step, how much of it is done and how much there is. `more` are messages beside those
    of the data, such as what staff corrected. A `CorpusError` names the line of the data that cannot be used.
    """
    report = progress or (lambda step, done, total: None)
    encoder = encoder or E5Encoder()
    examples, dev = load_training(data_dir), load_dev(dev_dir)
    if not examples:
        raise ValueError(f"There are no training messages in {data_dir}.")
    languages = tuple(dict.fromkeys(example.language for example in examples))
    examples = (*examples, *(each for each in more if each.language in languages))
    examples += _of_what_is_known(examples, load_plain())
    with ThreadPoolExecutor(1) as beside:  # neither of the two keeps both cores busy
        languages_head = beside.submit(_train_language, examples)
        report("intents", 0, 1)
        intents = _train_intents(examples, encoder, cache_dir, progress)
        report("intents", 1, 1)
        report("languages", 0, 1)
        language = LanguageModel(languages_head.result())
        report("languages", 1, 1)
    model = Model(
        language=language,
        intents=intents,
        calibration=_calibrate(intents, dev or examples, encoder, cache_dir, progress),
        encoder=encoder.name,
        corpus=corpus_hash(data_dir, dev_dir),
    )
    report("calibration", 1, 1)
    path = write_model(model, out_dir)
    return TrainingReport(path, len(examples), len(dev), languages, path.stat().st_size)


def _train_intents(
    examples: Sequence[Example], encoder: Encoder, cache_dir: Path | None, progress: Progress | None
) -> Classifier:
    keywords = _of_what_is_known(examples, keyword_examples())
    texts = [encoder_text(example.text) for example in (*examples, *keywords)]
    languages = [example.language for example in (*examples, *keywords)]
    matrix = features(texts, languages, encode_cached(encoder, texts, cache_dir, progress))
    # A keyword as a message shows what it means; that it is one would only teach to trust keywords too much.
    matrix[len(examples) :, -KEYWORDS:] = 0
    # A message with several needs counts for each of them, with its share.
    rows, labels, weights = [], [], []
    for row, example in enumerate((*examples, *keywords)):
        for label in example.labels:
            rows.append(row)
            labels.append(label)
            weights.append((1 if row < len(examples) else _KEYWORD_EXAMPLE_WEIGHT) / len(example.labels))
    meaning = fit_meaning(matrix, rows, labels, weights)
    own = [place for place, row in enumerate(rows) if row < len(examples)]
    wording = fit_wording(
        texts[: len(examples)],
        [rows[place] for place in own],
        [labels[place] for place in own],
        [weights[place] for place in own],
        meaning.labels,
    )
    return Classifier(meaning, wording, _WORDING_STRENGTH)


def fit_meaning(
    matrix: Floats, rows: Sequence[int], labels: Sequence[str], weights: Sequence[float]
) -> LinearHead:
    """Multinomial logistic regression on dense features; `rows` says which row of `matrix` has which label."""
    centre = matrix.mean(axis=0)
    regression = LogisticRegression(max_iter=_INTENT_STEPS)
    regression.fit((matrix[rows] - centre) * _INTENT_SCALE, labels, sample_weight=weights)
    return _head(regression, centre, _INTENT_SCALE)


def fit_wording(
    texts: Sequence[str],
    rows: Sequence[int],
    labels: Sequence[str],
    weights: Sequence[float],
    order: tuple[str, ...],
) -> Wording:
    """A linear support vector machine for each label; `rows` says which text has which of `labels`."""
    rarity = rarity_of(texts)
    found = [wording_row(text, rarity) for text in texts]
    matrix = csr_matrix(
        (
            np.concatenate([row.weights for row in found]),
            np.concatenate([row.buckets for row in found]),
            np.cumsum([0, *(len(row.buckets) for row in found)]),
        ),
        shape=(len(found), BUCKETS),
    )
    machine = LinearSVC(C=_WORDING_CLOSENESS, random_state=SEED)
    machine.fit(matrix[list(rows)], labels, sample_weight=weights)
    place = [list(machine.classes_).index(label) for label in order]
    return Wording(
        rarity=rarity,
        weights=machine.coef_[place].T.astype(np.float32),
        bias=machine.intercept_[place].astype(np.float32),
    )


def _of_what_is_known(examples: Sequence[Example], more: Sequence[Example]) -> tuple[Example, ...]:
    """Those of `more` whose language and labels there is data for; what the data leaves out stays out."""
    languages = {example.language for example in examples}
    labels = {label for example in examples for label in example.labels}
    return tuple(e for e in more if e.language in languages and labels.issuperset(e.labels))


def _train_language(examples: Sequence[Example]) -> LinearHead:
    chance = random.Random(SEED)  # noqa: S311 - nothing secret depends on it
    known = [(language_key(example.text), example.language) for example in examples]
    known += [(language_key(text), OTHER) for text in other_languages()]
    snippets = [(piece, language) for key, language in known for piece in _pieces(key, chance)]
    usable = [(key, language) for key, language in known + snippets if key]
    rows = [SPACE.row(key) for key, _ in usable]
    matrix = csr_matrix(
        (
            np.concatenate([row.weights for row in rows]),
            np.concatenate([row.buckets for row in rows]),
            np.cumsum([0, *(len(row.buckets) for row in rows)]),
        ),
        shape=(len(rows), SPACE.buckets),
    )
    regression = LogisticRegression(C=_LANGUAGE_STRENGTH, max_iter=1000)
    regression.fit(matrix, [language for _, language in usable])
    return _head(regression)


def _pieces(key: str, chance: random.Random) -> list[str]:
    words = key.split()
    if len(words) < 4:
        return []
    pieces = []
    for _ in range(_SNIPPETS):
        size = chance.randint(1, 4)
        start = chance.randint(0, len(words) - size)
        pieces.append(" ".join(words[start : start + size]))
    return pieces


def _calibrate(
    intents: Classifier,
    examples: Sequence[Example],
    encoder: Encoder,
    cache_dir: Path | None,
    progress: Progress | None,
) -> Calibration:
    texts = [encoder_text(example.text) for example in examples]
    parts = [split(text, example.language) for text, example in zip(texts, examples, strict=True)]
    languages = [example.language for example in examples]
    read = intents.read(
        texts, parts, languages, lambda asked: encode_cached(encoder, asked, cache_dir, progress)
    )
    return calibrate(intents.labels, load_taxonomy(), examples, parts, read)


def _head(regression: LogisticRegression, centre: Floats | None = None, scale: float = 1.0) -> LinearHead:
    """What was fitted, as it will be read back: in half precision, so that figures are those of the file."""
    weights = (scale * regression.coef_.T).astype(np.float16).astype(np.float32)
    bias = regression.intercept_.astype(np.float32)
    if centre is not None:
        bias = (bias - centre @ weights).astype(np.float32)
    return LinearHead(tuple(str(label) for label in regression.classes_), weights, bias)
