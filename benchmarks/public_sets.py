"""The pipeline's classifier on a public set of intents, for whoever brings one.

    python -m benchmarks.public_sets TRAIN.tsv TEST.tsv [--per-label 10] [--goal 86] [--outside oos]

Both files: one message a line, text and label separated by a tab, without a header or with the header `text<TAB>label`.
Trains on the first `per-label` messages of each label (0: all of them) and prints accuracy on TEST with the ratio of its
errors to those that the goal allows. `--outside` names the label of messages that belong nowhere: they are then learnt as
a label of their own, accuracy is that of the others, and their recall is measured where 95 % of the others are kept.
HWU64, BANKING77 and CLINC150 are not part of the project.
"""

import argparse
from collections import defaultdict
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from nlu.encoder import E5Encoder
from nlu.features import encoder_text
from nlu.head import softmax
from nlu.training import fit_meaning, fit_wording

KEPT: Final = 0.95
STRENGTH: Final = 6.0


def read(path: Path) -> list[tuple[str, str]]:
    """The messages of a file with their labels. ValueError names a line that cannot be used."""
    rows = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
        if not line.strip() or (number == 1 and line.split("\t")[0].casefold() == "text"):
            continue
        text, tab, label = line.rpartition("\t")
        if not tab or not text.strip() or not label.strip():
            raise ValueError(f"{path}:{number}: text, a tab and a label are wanted")
        rows.append((text, label.strip()))
    return rows


def few(rows: list[tuple[str, str]], per_label: int) -> list[tuple[str, str]]:
    """The first `per_label` messages of each label; all with 0."""
    seen: dict[str, int] = defaultdict(int)
    kept = []
    for text, label in rows:
        seen[label] += 1
        if not per_label or seen[label] <= per_label:
            kept.append((text, label))
    return kept


def main() -> None:
    """Train, test and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("train", type=Path)
    parser.add_argument("test", type=Path)
    parser.add_argument("--per-label", type=int, default=10)
    parser.add_argument("--goal", type=float, default=86.0)
    parser.add_argument("--outside", default="")
    asked = parser.parse_args()
    learnt, tested = few(read(asked.train), asked.per_label), read(asked.test)
    encoder = E5Encoder()
    texts, labels = [encoder_text(text) for text, _ in learnt], [label for _, label in learnt]
    rows, weights = list(range(len(learnt))), [1.0] * len(learnt)
    meaning = fit_meaning(encoder.encode(texts), rows, labels, weights)
    wording = fit_wording(texts, rows, labels, weights, meaning.labels)
    asked_texts = [encoder_text(text) for text, _ in tested]
    scores = meaning.scores(encoder.encode(asked_texts)) + STRENGTH * wording.scores(asked_texts)
    report(softmax(scores), meaning.labels, [label for _, label in tested], asked.goal, asked.outside)


def report(
    probabilities: NDArray[np.float32], labels: tuple[str, ...], truth: list[str], goal: float, outside: str
) -> None:
    """Print accuracy, and what belongs nowhere where there is such a label."""
    inside = [place for place, label in enumerate(truth) if label != outside]
    columns = [place for place, label in enumerate(labels) if label != outside]
    best = [labels[columns[int(row.argmax())]] for row in probabilities[inside][:, columns]]
    right = 100 * float(np.mean([read == truth[place] for read, place in zip(best, inside, strict=True)]))
    print(
        f"accuracy {right:.1f} % of {len(inside)} messages, goal {goal:.1f}; errors {(100 - right) / (100 - goal):.2f} of those allowed"
    )
    if outside in labels:
        strange = probabilities[:, labels.index(outside)]
        limit = float(np.quantile(strange[inside], KEPT))
        found = [strange[place] > limit for place, label in enumerate(truth) if label == outside]
        print(
            f"recall of {outside!r} {100 * float(np.mean(found)):.1f} % of {len(found)} messages at 95 % of the others kept"
        )


if __name__ == "__main__":
    main()
