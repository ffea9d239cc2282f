"""A text in another language by a machine, or nothing where the machine would have spoilt it."""

import re
from collections.abc import Callable
from functools import partial
from typing import Final

from bot.translation.kept import Kind, Part, has_words, parts, survives
from bot.translation.translator import Translator

LONGEST: Final = 4_000
"""Characters of a text; longer ones are no texts for a chat."""
LONGER: Final = 4
"""How many times as long as its source a translation may be, besides `SPARE` characters."""
SPARE: Final = 40
MASKS: Final = (
    ("[{}]", r"\[ ?(\d{1,3}) ?\]"),
    ("<{}>", r"< ?(\d{1,3}) ?>"),
    ("X{}X", r"[Xx] ?(\d{1,3}) ?[Xx]"),
)
"""What stands for a part that must not be touched while the rest is translated, and how it may come back. Which of
them a model leaves alone differs from model to model, so they are tried one after another."""

Translate = Callable[[str], str]


def draft(translator: Translator, text: str, source: str, target: str) -> str | None:
    """`text` in `target`, line by line; None where a reference, a number or markup would be lost, or the result
    cannot be right. Raises TranslationProblem where there is no way between the languages."""
    if len(text) > LONGEST:
        return None
    translate = partial(_one_line, translator, source, target)
    lines = [_line(line, translate) for line in text.split("\n")]
    kept = [line for line in lines if line is not None]
    if len(kept) < len(lines):
        return None
    result = "\n".join(kept)
    return result if survives(text, result) else None


def _one_line(translator: Translator, source: str, target: str, text: str) -> str:
    return re.sub(
        r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+", " ", translator.translate(text, source, target)
    ).strip()


def _line(line: str, translate: Translate) -> str | None:
    """A line: what stands around its words stays where it is."""
    found = parts(line)
    first = next((place for place, part in enumerate(found) if _is_inner(part)), len(found))
    last = next((place for place in range(len(found), first, -1) if _is_inner(found[place - 1])), first)
    inner = _inner(found[first:last], translate)
    if inner is None:
        return None
    return "".join([*(part.text for part in found[:first]), inner, *(part.text for part in found[last:])])


def _is_inner(part: Part) -> bool:
    """Whether a part belongs to the sentence: words and references."""
    return part.kind is Kind.REFERENCE or (part.kind is Kind.WORDS and bool(part.text.strip()))


def _inner(found: list[Part], translate: Translate) -> str | None:
    """As a whole, so that the model sees the sentence; where markup in it goes wrong, piece by piece between it."""
    whole = _masked(found, translate)
    if whole is not None or all(part.kind is not Kind.MARKUP for part in found):
        return whole
    pieces: list[str] = []
    run: list[Part] = []
    for part in [*found, Part(Kind.MARKUP, "")]:
        if part.kind is not Kind.MARKUP:
            run.append(part)
            continue
        piece = _masked(run, translate)
        if piece is None:
            return None
        pieces += [piece, part.text]
        run = []
    return "".join(pieces)


def _masked(found: list[Part], translate: Translate) -> str | None:
    """The parts translated together, with masks in the places of those that must not be touched."""
    text = "".join(part.text for part in found)
    if not has_words(text):
        return text
    core = text.strip()
    before, _, after = text.partition(core)
    kept = [part.text for part in found if part.kind is not Kind.WORDS]
    for mask, back in MASKS if kept else MASKS[:1]:
        if kept and re.search(back, text):
            continue
        numbers = iter(range(1, len(kept) + 1))
        said = "".join(
            part.text if part.kind is Kind.WORDS else mask.format(next(numbers)) for part in found
        ).strip()
        translation = _unmasked(translate(said), kept, back)
        # Not at the beginning of a line, where `1.` would be a list.
        if translation and survives(f". {core}", f". {translation}") and _is_likely(core, translation):
            return f"{before}{translation}{after}"
    return None


def _unmasked(translation: str, kept: list[str], back: str) -> str:
    """With the kept parts in their places again; "" where one is missing or there twice."""
    if not kept:
        return translation
    numbers = [int(each) for each in re.findall(back, translation)]
    if sorted(numbers) != list(range(1, len(kept) + 1)):
        return ""
    return re.sub(back, lambda found: kept[int(found[1]) - 1], translation)


def _is_likely(text: str, translation: str) -> bool:
    """Models that lose the thread say nothing, or the same word over and over."""
    return has_words(translation) and len(translation) <= LONGER * len(text) + SPARE
