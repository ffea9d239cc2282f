"""Lines are answered as they come, and none grows without bound."""

import os
from io import BufferedReader, BytesIO

from hypothesis import given
from hypothesis import strategies as st

from bot.cli.lines import bundles


@given(st.lists(st.binary(max_size=30).filter(lambda line: b"\n" not in line)), st.integers(1, 5))
def test_every_line_comes_once_and_in_order(lines: list[bytes], most: int) -> None:
    stream = BufferedReader(BytesIO(b"".join(line + b"\n" for line in lines)))
    found = list(bundles(stream, most, 100))
    assert [line for bundle in found for line in bundle] == lines
    assert all(0 < len(bundle) <= most for bundle in found)


def test_a_line_is_there_before_the_next_is_written() -> None:
    reading, writing = os.pipe()
    with os.fdopen(reading, "rb") as stream, os.fdopen(writing, "wb", buffering=0) as sender:
        found = bundles(stream, 256, 100)
        for line in (b"one", b"two"):
            sender.write(line + b"\n")
            assert next(found) == [line]
        sender.write(b"three without an end")
        sender.close()
        assert list(found) == [[b"three without an end"]]


def test_a_line_without_end_is_kept_to_its_bound() -> None:
    stream = BufferedReader(BytesIO(b"x" * 5_000_000 + b"\nnext\n"))
    long, following = [line for bundle in bundles(stream, 10, 100) for line in bundle]
    assert (long, following) == (b"x" * 101, b"next")
