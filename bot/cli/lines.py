"""Lines of a stream in bundles, as soon as they are there."""

from collections.abc import Iterator
from typing import Final, Protocol

_AT_ONCE: Final = 1 << 18  # bytes


class Stream(Protocol):
    """Bytes that can be read as they come, such as an `io.BufferedReader`."""

    def read1(self, size: int, /) -> bytes:
        """At most `size` bytes, those that are there; none at the end."""
        ...


def bundles(stream: Stream, most: int, longest: int) -> Iterator[list[bytes]]:
    """The lines of `stream`, without their ends, in bundles of at most `most`.

    A bundle holds what has arrived and waits for no more: who writes one line and waits for its answer gets it, who
    pipes a file gets many at once. Of a line over `longest` bytes only that many and one more are kept.
    """
    rest = b""
    while chunk := stream.read1(_AT_ONCE):
        *whole, rest = (rest + chunk).split(b"\n")
        rest = rest[: longest + 1]
        for start in range(0, len(whole), most):
            yield [line[: longest + 1] for line in whole[start : start + most]]
    if rest:
        yield [rest]
