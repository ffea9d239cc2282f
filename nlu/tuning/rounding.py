"""Weights as 4 bits can hold them."""

from typing import Any

import torch  # type: ignore[import-not-found, unused-ignore]

from nlu.e5_file import BLOCK

Tensor = Any


def best_scales(weights: Tensor) -> Tensor:
    """For each block the scale with which rounding loses least (squares), in half precision."""
    blocks = weights.detach().reshape(-1, BLOCK)
    # The largest weight takes -8, the number that has no opposite.
    largest = blocks.gather(1, blocks.abs().argmax(1, keepdim=True))
    best, least = None, None
    for part in range(20):
        scale = _half(largest / -(6.6 + 0.1 * part))
        loss = (blocks - _nearest(blocks, scale) * scale).square().sum(1, keepdim=True)
        if best is None:
            best, least = scale, loss
        else:
            better = loss < least
            best, least = torch.where(better, scale, best), torch.where(better, loss, least)
    return best


def numbers(weights: Tensor, scales: Tensor) -> Tensor:
    """Whole numbers from -8 to 7, a row a block."""
    return _nearest(weights.detach().reshape(-1, BLOCK), scales)


def rounded(weights: Tensor, scales: Tensor) -> Tensor:
    """`weights` as they will be read back; gradients pass as if nothing had been rounded."""
    with torch.no_grad():
        change = (numbers(weights, scales) * scales).view_as(weights) - weights
    return weights + change


def _nearest(blocks: Tensor, scales: Tensor) -> Tensor:
    return (blocks / torch.where(scales == 0, 1.0, scales)).round_().clamp_(-8, 7)


def _half(values: Tensor) -> Tensor:
    return values.half().float()
