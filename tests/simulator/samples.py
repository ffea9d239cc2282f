"""Small files that are what they claim to be."""

import struct
import zlib

from bot.simulator.webm import _page


def png(width: int = 4, height: int = 3) -> bytes:
    """A black picture."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    rows = (b"\0" + bytes(3 * width)) * height
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


OPUS_HEAD = b"OpusHead" + struct.pack("<BBHIhB", 1, 1, 312, 48000, 0, 0)
SILENCE = b"\xf8\xff\xfe"  # one packet: 20 ms of CELT, mono


def ogg(seconds: float = 2.0) -> bytes:
    """A voice message of silence."""
    return (
        _page(0, 0, 2, [OPUS_HEAD])
        + _page(1, 0, 0, [b"OpusTags" + bytes(8)])
        + _page(2, int(seconds * 48000), 4, [SILENCE] * 5)
    )


def webm(packets: list[bytes]) -> bytes:
    """A recording as browsers make it: parts of unknown size, one block for each packet."""

    def element(name: str, data: bytes) -> bytes:
        return bytes.fromhex(name) + (0x10000000 | len(data)).to_bytes(4, "big") + data

    unknown = b"\x01" + b"\xff" * 7
    entry = element("AE", element("D7", b"\x01") + element("86", b"A_OPUS") + element("63A2", OPUS_HEAD))
    blocks = b"".join(
        element("A3", b"\x81" + struct.pack(">hB", n * 20, 0x80) + p) for n, p in enumerate(packets)
    )
    return (
        element("1A45DFA3", element("4282", b"webm"))
        + bytes.fromhex("18538067")
        + unknown
        + element("1654AE6B", entry)
        + bytes.fromhex("1F43B675")
        + unknown
        + element("E7", b"\0")
        + blocks
    )
