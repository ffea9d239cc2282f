"""Weights in 4 bits: blocks of 32 with one scale, which stands before them in half precision."""

import numpy as np
from numpy.typing import NDArray

from nlu.e5_file import BLOCK, BLOCK_BYTES

Floats = NDArray[np.float32]
Bytes = NDArray[np.uint8]
_HALF = BLOCK // 2


def unpack(raw: Bytes, shape: tuple[int, ...]) -> Floats:
    """The weights in `raw`: byte j of a block holds its weights j (low half) and j + 16, each plus 8."""
    blocks = raw.reshape(-1, BLOCK_BYTES)
    scales = blocks[:, :2].copy().view("<f2").astype(np.float32)
    numbers = np.hstack([blocks[:, 2:] & 15, blocks[:, 2:] >> 4]).astype(np.float32) - 8
    weights: Floats = (numbers * scales).reshape(shape)
    return weights


def pack(numbers: NDArray[np.int8], scales: Floats) -> Bytes:
    """`numbers` from -8 to 7, a row a block, and their scales as they stand in the file."""
    raised = (numbers + 8).astype(np.uint8)
    halves = raised[:, :_HALF] | (raised[:, _HALF:] << 4)
    return np.hstack([scales.astype("<f2").reshape(-1, 1).view(np.uint8), halves]).reshape(-1)
