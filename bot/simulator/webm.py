"""Opus recordings repacked from WebM, which browsers record, into OGG, which Telegram's phones send.

Formats: RFC 9559 (Matroska, of which WebM is a part), RFC 7845 (Opus in OGG), RFC 3533 (OGG), RFC 6716 (Opus).
"""

import struct
from collections.abc import Iterator

_EBML = b"\x1a\x45\xdf\xa3"
# Elements that hold others: segment, cluster, tracks, track entry, group of blocks.
_HOLDERS = {0x18538067, 0x1F43B675, 0x1654AE6B, 0xAE, 0xA0}
_CODEC, _CODEC_PRIVATE = 0x86, 0x63A2
_BLOCKS = {0xA3, 0xA1}
_LACED = 0x06
_LONGEST = 8_000_000  # bytes; more than an hour of speech
_PACKETS_PER_PAGE = 50
_SERIAL = 1
_FIRST, _LAST = 2, 4  # flags of a page
_MILLISECONDS = [10, 20, 40, 60] * 3 + [10, 20] * 2 + [2.5, 5, 10, 20] * 4  # of a frame, by configuration


def _crc_table() -> list[int]:
    table = []
    for number in range(256):
        value = number << 24
        for _ in range(8):
            value = (value << 1 ^ (0x04C11DB7 if value & 0x80000000 else 0)) & 0xFFFFFFFF
        table.append(value)
    return table


_CRC = _crc_table()


def opus_in_webm(data: bytes) -> bytes | None:
    """The OGG file with the same sound; None for what is not WebM with one Opus track."""
    if not data.startswith(_EBML) or len(data) > _LONGEST:
        return None
    head, packets = b"", []
    for element, content in _elements(data):
        if element == _CODEC and content != b"A_OPUS":
            return None
        if element == _CODEC_PRIVATE:
            head = content
        elif element in _BLOCKS:
            # A block: number of the track (one byte here), two bytes of time, flags, one packet.
            if len(content) < 5 or content[3] & _LACED:
                return None
            packets.append(content[4:])
    if not head.startswith(b"OpusHead") or not packets:
        return None
    return b"".join(_pages(head, packets))


def _elements(data: bytes) -> Iterator[tuple[int, bytes]]:
    """All elements that hold no others, in order; those cut off at the end are left out."""
    at = 0
    while at < len(data):
        id_length = 9 - data[at].bit_length()
        element = int.from_bytes(data[at : at + id_length], "big")
        at += id_length
        if id_length > 4 or at >= len(data):
            return
        size_length = 9 - data[at].bit_length()
        if size_length > 8:
            return
        size = int.from_bytes(data[at : at + size_length], "big") & ((1 << 7 * size_length) - 1)
        at += size_length
        if element in _HOLDERS:
            continue  # Its content comes next. A live recording does not even know its size.
        if at + size > len(data):
            return
        yield element, data[at : at + size]
        at += size


def _samples(packet: bytes) -> int:
    """How many samples (at 48 kHz) a packet holds."""
    code = packet[0] & 3
    frames = 1 if code == 0 else 2 if code < 3 else packet[1] & 0x3F if len(packet) > 1 else 0
    return int(frames * _MILLISECONDS[packet[0] >> 3] * 48)


def _pages(head: bytes, packets: list[bytes]) -> Iterator[bytes]:
    vendor = b"Quartierstimme"
    tags = b"OpusTags" + struct.pack("<I", len(vendor)) + vendor + struct.pack("<I", 0)
    yield _page(0, 0, _FIRST, [head])
    yield _page(1, 0, 0, [tags])
    number, position, waiting = 2, 0, list[bytes]()
    segments = 0
    for index, packet in enumerate(packets):
        waiting.append(packet)
        position += _samples(packet)
        segments += len(packet) // 255 + 1
        last = index == len(packets) - 1
        following = 0 if last else len(packets[index + 1]) // 255 + 1
        if last or len(waiting) == _PACKETS_PER_PAGE or segments + following > 255:
            yield _page(number, position, _LAST if last else 0, waiting)
            number, waiting, segments = number + 1, [], 0


def _page(number: int, position: int, flags: int, packets: list[bytes]) -> bytes:
    lacing = b"".join(b"\xff" * (len(packet) // 255) + bytes([len(packet) % 255]) for packet in packets)
    start = b"OggS" + struct.pack("<BBqII", 0, flags, position, _SERIAL, number)
    rest = bytes([len(lacing)]) + lacing + b"".join(packets)
    check = 0
    for byte in start + bytes(4) + rest:
        check = (check << 8 & 0xFFFFFFFF) ^ _CRC[(check >> 24) ^ byte]
    return start + struct.pack("<I", check) + rest
