"""Texts through the layers that stay as they are, once; and batches of what came out."""

import random
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

import torch  # type: ignore[import-not-found, unused-ignore]

from nlu.e5_file import E5Layout
from nlu.tuning.network import Parameters, Tensor, embed, layers, pool

Tick = Callable[[int], None]
"""Told how many texts have been read since it was last told."""
_AT_ONCE: Final = 64
# Batches are cut from that many at a time, sorted by length: hardly any filling, and still mixed well.
_BATCHES_SORTED: Final = 40


def read_below(
    parameters: Parameters, layout: E5Layout, ids: Sequence[Sequence[int]], lowest: int, tick: Tick
) -> list[Tensor]:
    """What reaches the layer `lowest`: for each text a row a token, in half precision."""
    found: list[Any] = [None] * len(ids)
    with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
        for rows in _by_length(ids):
            tokens = [torch.tensor(ids[row]) for row in rows]
            filled, there = fill(tokens)
            x = layers(parameters, layout, embed(parameters, layout, filled), there, range(lowest))
            for place, row in enumerate(rows):
                found[row] = x[place, : len(ids[row])].bfloat16().clone()
            tick(len(rows))
    return found


def read_above(
    parameters: Parameters, layout: E5Layout, below: Sequence[Tensor], lowest: int, tick: Tick
) -> Tensor:
    """The vectors of texts of which `read_below` has read the beginning, a row each."""
    vectors = torch.zeros(len(below), layout.hidden)
    with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
        for rows in _by_length(below):
            filled, there = fill([below[row] for row in rows])
            x = layers(parameters, layout, filled, there, range(lowest, layout.layers))
            vectors[rows] = pool(x, there)
            tick(len(rows))
    return vectors


def fill(texts: Sequence[Tensor]) -> tuple[Tensor, Tensor]:
    """Texts of different length as one tensor, and where in it there is text."""
    longest = max(len(text) for text in texts)
    filled = torch.zeros(len(texts), longest, *texts[0].shape[1:], dtype=texts[0].dtype)
    there = torch.zeros(len(texts), longest, dtype=torch.bool)
    for row, text in enumerate(texts):
        filled[row, : len(text)] = text
        there[row, : len(text)] = True
    return filled, there


def batches(texts: Sequence[Tensor], size: int, chance: random.Random) -> list[list[int]]:
    """All texts by their number, in random batches of about the same length."""
    order = list(range(len(texts)))
    chance.shuffle(order)
    found = []
    for start in range(0, len(order), size * _BATCHES_SORTED):
        near = sorted(order[start : start + size * _BATCHES_SORTED], key=lambda row: len(texts[row]))
        found += [near[at : at + size] for at in range(0, len(near), size)]
    chance.shuffle(found)
    return found


def _by_length(texts: Sequence[Any]) -> Iterator[list[int]]:
    order = sorted(range(len(texts)), key=lambda row: len(texts[row]))
    yield from (order[at : at + _AT_ONCE] for at in range(0, len(order), _AT_ONCE))
