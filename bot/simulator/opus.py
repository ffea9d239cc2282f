"""How long an OGG/Opus recording is."""

import struct

_RATE = 48_000  # Opus always counts its samples so


def ogg_seconds(data: bytes) -> float | None:
    """Seconds of an OGG/Opus file, from the position its last page states; None for anything else."""
    if not data.startswith(b"OggS") or b"OpusHead" not in data[:512]:
        return None
    last = data.rfind(b"OggS")
    if len(data) < last + 14:
        return None
    (position,) = struct.unpack_from("<q", data, last + 6)
    return position / _RATE if 0 <= position < _RATE * 86_400 else None
