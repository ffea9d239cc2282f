"""Understanding with a Rasa server in the place of the embedded classifier.

Rasa reads the intents of the message and of its parts. What it does not know comes from here: the language,
the parts, the places, the phrases of an emergency. Where it does not answer as it should, the embedded
pipeline understands the message.
"""

import logging
import re
import unicodedata
from collections.abc import Callable, Sequence
from time import monotonic
from typing import Final

import numpy as np

from nlu.emergency import calls_for_help
from nlu.interpreter import MAX_READ, MAX_SEARCHED, EmbeddedInterpreter, alarmed
from nlu.normalise import clean
from nlu.outage import Outage
from nlu.rasa_answer import read_places, read_probabilities
from nlu.rasa_calibration import read_calibration
from nlu.rasa_server import RasaProblem, RasaServer
from nlu.reading import Calibration, read_message
from nlu.split import split
from nlu.taxonomy import load_taxonomy
from nlu.understanding import AreaMention, Understanding

log = logging.getLogger(__name__)

SECONDS: Final = 1.5
"""How long Rasa may take for one message; the resident's turn has five seconds for both pipelines."""
REST: Final = 5.0
"""Seconds for which a server that failed is not asked."""
# Rasa takes a text that begins with "/" for the id of an intent and believes it, so that "/emergency" would be one.
_COMMAND: Final = re.compile(r"^[\s/]+")


class RasaInterpreter:
    """Understands texts with the Rasa server at `url`, else with `fallback`. Safe to use from several threads."""

    def __init__(
        self,
        url: str,
        fallback: EmbeddedInterpreter,
        *,
        calibration: Calibration | None = None,
        seconds: float = SECONDS,
        rest: float = REST,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self._server = RasaServer(url, seconds)
        self._fallback = fallback
        self._calibration = calibration or read_calibration()
        self._outage = Outage(rest, clock)
        self._taxonomy = load_taxonomy()

    def parse(self, text: str, language_hint: str | None = None) -> Understanding:
        """Understand one text; any string is fine, however long or broken."""
        return self.parse_many([text], [language_hint])[0]

    def parse_many(
        self, texts: Sequence[str], language_hints: Sequence[str | None] | None = None
    ) -> list[Understanding]:
        """Understand many texts, those that Rasa could not read with the embedded pipeline all at once."""
        hints = language_hints or [None] * len(texts)
        found = [self._by_rasa(text, hint) for text, hint in zip(texts, hints, strict=True)]
        left = [place for place, understanding in enumerate(found) if understanding is None]
        instead = iter(self._fallback.parse_many([texts[i] for i in left], [hints[i] for i in left]))
        return [understanding or next(instead) for understanding in found]

    def _by_rasa(self, text: str, hint: str | None) -> Understanding | None:
        """What Rasa and the parts of this room make of a text; None where there is nothing to ask, or no answer."""
        asked = sendable(text)
        if not clean(asked) or not self._outage.may_ask():
            return None
        try:
            understanding = self._understand(text, asked, hint)
        except RasaProblem as problem:
            if self._outage.failed():
                log.warning(
                    "Rasa at %s cannot be used (%s): the embedded pipeline understands instead",
                    self._server.address,
                    problem,
                )
            return None
        if self._outage.answered():
            log.info("Rasa at %s answers again", self._server.address)
        return understanding

    def _understand(self, text: str, asked: str, hint: str | None) -> Understanding:
        language = self._fallback.model.language.identify(asked, hint)
        parts = split(asked, language)
        labels = self._taxonomy.ids
        answers = self._server.parse(questions(asked, parts))
        rows = np.stack([read_probabilities(answer, labels) for answer in answers])
        cleaned = [clean(part) for part in parts]
        reading = read_message(labels, self._taxonomy, self._calibration, cleaned, rows[0], rows[1:])
        if calls_for_help(clean(asked)):
            reading = alarmed(reading, clean(asked))
        return Understanding(
            language, reading.intents, reading.segments, self._places(answers[0], asked, text)
        )

    def _places(self, answer: object, asked: str, text: str) -> tuple[AreaMention, ...]:
        """The places that the gazetteer finds, and those that only Rasa did."""
        gazetteer = self._fallback.gazetteer
        if not gazetteer:
            return ()
        own = gazetteer.find(text[:MAX_SEARCHED])
        more = read_places(answer, asked, text, gazetteer)
        new = [m for m in more if not any(m.start < o.end and o.start < m.end for o in own)]
        return tuple(sorted((*own, *new), key=lambda mention: mention.start))


def sendable(text: str) -> str:
    """`text` as Rasa may read it: as it was written, but bounded, in one line, and never taken for a command."""
    shown = (" " if unicodedata.category(c) in ("Cc", "Cs") else c for c in text[:MAX_READ])
    return _COMMAND.sub("", " ".join("".join(shown).split()))


def questions(asked: str, parts: Sequence[str]) -> list[str]:
    """What Rasa is asked about a message: the whole, and each of its parts where there are several."""
    return [asked, *(sendable(part) for part in parts if len(parts) > 1)]
