"""How likely each label is for a text: by what it means and by how it is worded."""

from collections.abc import Sequence
from dataclasses import dataclass

from nlu.features import features
from nlu.head import Floats, LinearHead, softmax
from nlu.wording import Wording


@dataclass(frozen=True)
class Classifier:
    """`meaning` reads vectors with keywords, `wording` the words themselves; `strength` is how much they weigh."""

    meaning: LinearHead
    wording: Wording
    strength: float

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels, in the order of the columns."""
        return self.meaning.labels

    def read(self, texts: Sequence[str], languages: Sequence[str], vectors: Floats) -> Floats:
        """Probabilities, one row a text, for cleaned texts with their languages and vectors."""
        scores = self.meaning.scores(features(texts, languages, vectors))
        return softmax(scores + self.strength * self.wording.scores(texts))
