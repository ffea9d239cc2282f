"""Drafts of everything that is missing, each from the best source that there is."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from bot.surveys import Survey
from bot.translation.drafting import draft
from bot.translation.forms.missing import Missing
from bot.translation.kept import has_words
from bot.translation.translator import PIVOT, Translator, route

Progress = Callable[[int, int], None]
"""Is told how many texts are done, and how many there are."""


class Why(StrEnum):
    """Why a text could not be drafted."""

    NO_MODEL = "no_model"
    SPOILT = "spoilt"
    """A reference, a number or markup would have been lost, or what came out cannot be right."""


@dataclass(frozen=True)
class Drafted:
    """A draft: `words` for `missing`, made of its text in `source`."""

    missing: Missing
    words: str
    source: str


@dataclass
class Drafts:
    """What was drafted, and what could not be, in order."""

    made: list[Drafted] = field(default_factory=list)
    left: list[tuple[Missing, Why]] = field(default_factory=list)

    def count(self, why: Why | None = None) -> Counter[str]:
        """How many texts by language: those drafted, or those left for a reason."""
        if why is None:
            return Counter(each.missing.language for each in self.made)
        return Counter(missing.language for missing, because in self.left if because is why)


def draft_all(
    survey: Survey, missing: Sequence[Missing], translator: Translator, progress: Progress
) -> Drafts:
    """A draft for each missing text, or why there is none. Raises TranslationProblem where a model breaks."""
    drafts = Drafts()
    for done, each in enumerate(missing, start=1):
        result = _drafted(each, survey.default_language, translator)
        if isinstance(result, Drafted):
            drafts.made.append(result)
        else:
            drafts.left.append((each, result))
        progress(done, len(missing))
    return drafts


def _drafted(missing: Missing, default: str, translator: Translator) -> Drafted | Why:
    sources = sorted(missing.texts, key=lambda code: (code != default, code != "de", code != PIVOT, code))
    plain = missing.texts[sources[0]]
    if not has_words(plain):
        return Drafted(missing, plain, sources[0])
    ways = {code: route(translator.pairs, code, missing.language) for code in sources}
    # What somebody wrote in English is a better source than what a machine makes of it on its way through English.
    for source in sorted((code for code in sources if ways[code]), key=lambda code: len(ways[code])):
        words = draft(translator, missing.texts[source], source, missing.language)
        if words is not None:
            return Drafted(missing, words, source)
    return Why.SPOILT if any(ways.values()) else Why.NO_MODEL
