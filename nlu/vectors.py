"""The vectors of messages and of their parts, each stretch of text encoded once."""

from collections.abc import Callable, Sequence

import numpy as np

from nlu.head import Floats

Encode = Callable[[Sequence[str]], Floats]


def with_whole(texts: Sequence[str], parts: Sequence[Sequence[str]]) -> list[list[str]]:
    """What is read of each message: the whole, then its parts where there are several; nothing of an empty one."""
    return [
        [text, *(own if len(own) > 1 else ())] if text else [] for text, own in zip(texts, parts, strict=True)
    ]


def vectors_of(rows: Sequence[Sequence[str]], encode: Encode) -> Floats:
    """One vector for each text in `rows` of `with_whole`, flat.

    The vector of a message of several parts is the mean of theirs by length: in dev the right category was found as
    often as with a vector of its own (82.2 and 82.4 %), for half the time.
    """
    asked = [text for row in rows for text in (row[1:] or row)]
    encoded = encode(asked)
    found = []
    start = 0
    for row in rows:
        own = encoded[start : start + len(row[1:] or row)]
        start += len(own)
        if len(row) > 1:
            mean = np.array([len(text) for text in row[1:]], dtype=np.float32) @ own
            found.append(mean[None] / max(float(np.linalg.norm(mean)), 1e-9))
        found.append(own)
    return np.concatenate(found) if found else encoded
