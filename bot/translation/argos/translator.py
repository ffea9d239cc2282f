"""Translating with the models that are installed, by English where none goes straight."""

from collections.abc import Set
from functools import lru_cache
from pathlib import Path

from bot.translation.argos.installed import Installed, installed
from bot.translation.argos.limits import limits
from bot.translation.argos.model import Model
from bot.translation.sentences import sentences
from bot.translation.translator import Pair, TranslationProblem, route


class ArgosTranslator:
    """A `Translator`. Models are loaded when they are first needed, and stay; not for several threads at once."""

    def __init__(self, models: Path) -> None:
        self._installed: dict[Pair, Installed] = {each.pair: each for each in installed(models)}
        self._loaded: dict[Pair, Model] = {}
        # The way from German into eleven languages goes eleven times through the same English sentence.
        self._step = lru_cache(maxsize=limits()["remembered"])(self._translated)

    @property
    def pairs(self) -> Set[Pair]:
        """The languages between which a model goes straight."""
        return self._installed.keys()

    def translate(self, text: str, source: str, target: str) -> str:
        """`text`, which is in `source`, in `target`. Raises TranslationProblem."""
        way = route(self.pairs, source, target)
        if not way:
            raise TranslationProblem(f"No model leads from {source} to {target}.")
        for pair in way:
            text = self._step(pair, text)
        return text

    def _translated(self, pair: Pair, text: str) -> str:
        if pair not in self._loaded:
            found = self._installed[pair]
            self._loaded[pair] = Model(found.folder, found.metadata)
        return " ".join(self._loaded[pair].translate(sentences(text, limits()["sentence"])))
