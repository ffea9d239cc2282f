"""The embedded interpreter: the whole way from a text to its understanding."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Final

from nlu.emergency import calls_for_help
from nlu.encoder import Encoder
from nlu.features import encoder_text
from nlu.gazetteer import Gazetteer
from nlu.head import Floats
from nlu.model import Model, ModelError
from nlu.reading import Reading, read_message
from nlu.split import split
from nlu.taxonomy import EMERGENCY, Taxonomy, load_taxonomy
from nlu.understanding import Intent, Segment, Understanding

MAX_READ: Final = 2000
"""Characters of a message that are read for its meaning; the rest of a longer one is not."""
MAX_SEARCHED: Final = 4096
"""Characters in which places are looked for: the longest message that Telegram delivers."""
# What a phrase of emergency.yml makes of the confidence in an emergency.
_CALLED_FOR_HELP: Final = 0.97
_AT_ONCE: Final = 64  # messages in a bundle of many


class EmbeddedInterpreter:
    """Understands texts in this process. Safe to use from several threads."""

    def __init__(
        self,
        model: Model,
        encoder: Encoder,
        gazetteer: Gazetteer | None = None,
        taxonomy: Taxonomy | None = None,
    ) -> None:
        if model.encoder != encoder.name:
            raise ModelError(f"The model was trained for the encoder {model.encoder}, not {encoder.name}.")
        self._model = model
        self._encoder = encoder
        self._gazetteer = gazetteer
        self._taxonomy = taxonomy or load_taxonomy()

    @property
    def model(self) -> Model:
        """What training found; `model.corpus` tells whether it is stale."""
        return self._model

    @property
    def gazetteer(self) -> Gazetteer | None:
        """The places that are found, if any are looked for."""
        return self._gazetteer

    def parse(self, text: str, language_hint: str | None = None) -> Understanding:
        """Understand one text; any string is fine, however long or broken."""
        return self.parse_many([text], [language_hint])[0]

    def parse_many(
        self, texts: Sequence[str], language_hints: Sequence[str | None] | None = None
    ) -> list[Understanding]:
        """Understand many texts at once, which is faster than one after another."""
        hints = language_hints or [None] * len(texts)
        if len(texts) <= _AT_ONCE:
            return self._parse(texts, hints)
        # The encoder takes all cores while it has work, the rest but one: so two bundles are under way at a time.
        starts = range(0, len(texts), _AT_ONCE)
        with ThreadPoolExecutor(2) as pool:
            bundles = pool.map(
                lambda start: self._parse(texts[start : start + _AT_ONCE], hints[start : start + _AT_ONCE]),
                starts,
            )
            return [understanding for bundle in bundles for understanding in bundle]

    def _parse(self, texts: Sequence[str], hints: Sequence[str | None]) -> list[Understanding]:
        read = [encoder_text(text[: 2 * MAX_READ])[:MAX_READ] for text in texts]
        languages = [self._model.language.identify(t, hint) for t, hint in zip(read, hints, strict=True)]
        readings = self._read(read, languages)
        return [
            Understanding(
                language=language,
                intents=reading.intents,
                segments=reading.segments,
                areas=self._gazetteer.find(text[:MAX_SEARCHED]) if self._gazetteer else (),
            )
            for text, language, reading in zip(texts, languages, readings, strict=True)
        ]

    def _read(self, texts: Sequence[str], languages: Sequence[str]) -> list[Reading]:
        """Readings of cleaned texts; a text without anything to read has none."""
        parts = [split(text, language) for text, language in zip(texts, languages, strict=True)]
        read = self._model.intents.read(texts, parts, languages, self._encoder.encode)
        return [
            self._reading(text, own, probabilities) if text else Reading((), ())
            for text, own, probabilities in zip(texts, parts, read, strict=True)
        ]

    def _reading(self, text: str, parts: Sequence[str], probabilities: Floats) -> Reading:
        reading = read_message(
            self._model.intents.labels,
            self._taxonomy,
            self._model.calibration,
            parts or (text,),
            probabilities[0],
            probabilities[1:],
        )
        return alarmed(reading, text) if calls_for_help(text) else reading


def alarmed(reading: Reading, text: str) -> Reading:
    """`reading` of a text that calls for help: with the emergency first."""
    confidence = max(_CALLED_FOR_HELP, *(i.confidence for i in reading.intents if i.id == EMERGENCY))
    others = tuple(i for i in reading.intents if i.id != EMERGENCY)
    intents = (Intent(EMERGENCY, confidence), *others)
    one = (Segment(text, intents),)
    return Reading(intents, one if len(reading.segments) < 2 else reading.segments)
