"""How likely each label is for a message: by what it means and by how it is worded."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from nlu.features import features
from nlu.head import Floats, LinearHead, softmax
from nlu.taxonomy import EMERGENCY
from nlu.wording import Wording

Encode = Callable[[Sequence[str]], Floats]

# Chosen on nlu/dev (docs/nlu.md), in scores of the wording: beyond these the meaning hardly ever changes an answer.
_LEAD: Final = 0.3  # of one label over all others in the message
_LEAD_OF_CALM: Final = 0.8  # of it over an emergency, which must never be passed over
_DISSENT: Final = 0.9  # of a part that speaks for something else
_SHARE: Final = 0.5  # of the message's meaning in that of a part


@dataclass(frozen=True)
class Classifier:
    """`meaning` reads vectors with keywords, `wording` the words themselves; `strength` is how much they weigh.

    The encoder takes ten times the time of all the rest. So it sees a message once, as a whole, and not at all where
    the wording leaves nothing open; the parts of a message are told apart by their wording.
    """

    meaning: LinearHead
    wording: Wording
    strength: float

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels, in the order of the columns."""
        return self.meaning.labels

    def read(
        self,
        texts: Sequence[str],
        parts: Sequence[Sequence[str]],
        languages: Sequence[str],
        encode: Encode,
    ) -> list[Floats]:
        """Probabilities for each cleaned text: a row for the whole and, where it has several parts, one for each."""
        if not texts:
            return []
        pieces = [own if len(own) > 1 else (text,) for text, own in zip(texts, parts, strict=True)]
        said = self.wording.scores([piece for own in pieces for piece in own])
        by_piece = np.split(said, np.cumsum([len(own) for own in pieces])[:-1])
        # What is said in a message is what its parts say, by their length.
        whole = np.stack(
            [
                np.average(rows, axis=0, weights=[1 + len(piece) for piece in own])
                for own, rows in zip(pieces, by_piece, strict=True)
            ]
        )
        meant = np.zeros_like(whole)
        asked = [
            n for n, text in enumerate(texts) if text and not self._leaves_nothing_open(whole[n], by_piece[n])
        ]
        if asked:
            wanted = [texts[n] for n in asked]
            vectors = encode(wanted)
            meant[asked] = self.meaning.scores(features(wanted, [languages[n] for n in asked], vectors))
        scores = self.strength * whole + meant
        return [
            softmax(scores[n : n + 1] if len(rows) == 1 else self._with_parts(scores[n], rows, meant[n]))
            for n, rows in enumerate(by_piece)
        ]

    def _with_parts(self, whole: Floats, by_piece: Floats, meant: Floats) -> Floats:
        return np.vstack([whole, self.strength * by_piece + _SHARE * meant])

    def _leaves_nothing_open(self, whole: Floats, by_piece: Floats) -> bool:
        """Whether one label is far ahead in the message, an emergency farther behind, and no part speaks for another."""
        second, first = np.partition(whole, -2)[-2:]
        label = int(whole.argmax())
        surest = by_piece.max(axis=1)
        if first - second < _LEAD or (surest - by_piece[:, label]).max() > _DISSENT:
            return False
        danger = self.labels.index(EMERGENCY) if EMERGENCY in self.labels else label
        calm = first - whole[danger] >= _LEAD_OF_CALM and (by_piece[:, danger] < surest).all()
        return bool(danger == label or calm)
