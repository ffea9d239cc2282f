"""`quartier survey link`: the address, and the QR code that holds it."""

import asyncio
import json
import struct
import zlib
from pathlib import Path
from xml.etree import ElementTree

import segno

from bot.simulator import running_simulator
from tests.cli.test_start import quartier, refused

ADDRESS = "https://t.me/quartierstimme_bot?start=s_needs"


def pixels(png: bytes) -> list[list[bool]]:
    """Which pixels of a black and white picture are dark."""
    assert png.startswith(b"\x89PNG")
    at, width, data = 8, 0, b""
    while at < len(png):
        length, kind = struct.unpack(">I4s", png[at : at + 8])
        body = png[at + 8 : at + 8 + length]
        if kind == b"IHDR":
            width, _, depth, colours = struct.unpack(">IIBB", body[:10])
            assert (depth, colours) == (1, 0), "one bit a pixel, 0 is black"
        elif kind == b"IDAT":
            data += body
        at += length + 12
    raw, line = zlib.decompress(data), (width + 7) // 8 + 1
    rows = []
    above = bytes(line - 1)
    for start in range(0, len(raw), line):
        filtered, row = raw[start], raw[start + 1 : start + line]
        assert filtered in (0, 2), "as it is, or as the difference to the line above"
        above = bytes((one + other) & 255 for one, other in zip(row, above, strict=True)) if filtered else row
        rows.append([not above[x // 8] >> (7 - x % 8) & 1 for x in range(width)])
    return rows


def test_the_link_is_printed_and_the_code_holds_it(tmp_path: Path) -> None:
    png, svg = tmp_path / "plakat.png", tmp_path / "plakat.svg"
    words = ("survey", "link", "needs", "--bot", "@quartierstimme_bot", "--png", str(png), "--svg", str(svg))
    done = quartier(*words, folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [ADDRESS, f"QR code: {png}", f"QR code: {svg}"]
    expected = segno.make_qr(ADDRESS, error="m")
    assert expected.error in "MQH"
    seen = pixels(png.read_bytes())
    side = len(seen) // (len(expected.matrix) + 8)
    modules = [row[side // 2 :: side] for row in seen[side // 2 :: side]]
    assert not any(any(row) for row in modules[:4] + modules[-4:]), "a quiet zone of four modules"
    inside = [row[4:-4] for row in modules[4:-4]]
    assert inside == [[bool(module) for module in row] for row in expected.matrix]
    assert side * len(modules) >= 600, "sharp on a poster"
    assert ElementTree.fromstring(svg.read_text()).tag.endswith("svg")


def test_the_link_as_json(tmp_path: Path) -> None:
    done = quartier("survey", "link", "needs", "--bot", "quartierstimme_bot", "--json", folder=tmp_path)
    assert json.loads(done.stdout) == {"code": "needs", "link": ADDRESS, "files": []}


async def test_the_bots_name_is_asked_of_telegram(tmp_path: Path) -> None:
    async with running_simulator() as simulator:
        settings = {"TELEGRAM_TOKEN": "1:test", "TELEGRAM_API_URL": simulator.url}
        done = await asyncio.to_thread(quartier, "survey", "link", "needs", folder=tmp_path, **settings)
    assert done.stdout.strip() == ADDRESS, done.stderr


def test_what_is_wrong_is_said_in_one_sentence(tmp_path: Path) -> None:
    assert "--bot" in refused(quartier("survey", "link", "needs", folder=tmp_path))
    assert "needs" in refused(quartier("survey", "link", "need", "--bot", "abc_bot", folder=tmp_path))
    assert "name of a bot" in refused(quartier("survey", "link", "needs", "--bot", "a/b?c", folder=tmp_path))
    nowhere = tmp_path / "nowhere" / "code.png"
    told = refused(
        quartier("survey", "link", "needs", "--bot", "abc_bot", "--png", str(nowhere), folder=tmp_path)
    )
    assert "code.png cannot be written" in told
