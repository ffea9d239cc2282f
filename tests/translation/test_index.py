"""The index of packages, from a server on this machine."""

import gzip
import hashlib
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from bot.translation import Pair, TranslationProblem
from bot.translation.argos import Offer, download, fetch_index, index, wanted
from bot.translation.argos.index import is_safe
from bot.translation.argos.limits import limits


@dataclass
class Shop:
    """A server with files; `asked` is what was asked for."""

    address: str = ""
    files: dict[str, bytes] = field(default_factory=dict)
    sent_on: dict[str, str] = field(default_factory=dict)
    heads: dict[str, dict[str, str]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def offer(self, *entries: object) -> str:
        self.files["/index.json"] = json.dumps(entries).encode()
        return f"{self.address}/index.json"

    def package(self, source: str, target: str, content: bytes = b"", **more: object) -> dict[str, object]:
        """An entry of the index, with its file on the server."""
        self.files[f"/{source}_{target}"] = content
        links = [f"{self.address}/{source}_{target}"]
        return {"package_version": "1.0", "from_code": source, "to_code": target, "links": links, **more}


@pytest.fixture
def shop() -> Iterator[Shop]:
    here = Shop()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            here.asked.append(self.path)
            if self.path in here.sent_on:
                self.send_response(302)
                self.send_header("Location", here.sent_on[self.path])
                self.end_headers()
                return
            content = here.files.get(self.path)
            self.send_response(200 if content is not None else 404)
            heads = {"Content-Length": str(len(content or b"")), **here.heads.get(self.path, {})}
            for name, value in heads.items():
                if value:
                    self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content or b"")

        def log_message(self, *words: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    here.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield here
    server.shutdown()
    server.server_close()
    thread.join()


def test_the_index_has_the_newest_package_of_each_pair(shop: Shop) -> None:
    newer = {**shop.package("de", "en"), "package_version": "1.10"}
    url = shop.offer(newer, shop.package("de", "en", package_version="1.9"), shop.package("en", "tr"))
    found = {each.pair: each for each in fetch_index(url)}
    assert found[Pair("de", "en")].version == "1.10"
    assert found[Pair("en", "tr")].links == (f"{shop.address}/en_tr",)


def test_entries_that_make_no_sense_are_passed_over(shop: Shop) -> None:
    good = {
        **shop.package("de", "en"),
        "links": ["ipfs://Qm", "https://example.org/x", "http://example.org/x", 7],
    }
    url = shop.offer(
        7, {}, {"from_code": "../x", "to_code": "en"}, {"type": "sbd"}, {**good, "links": 3}, good
    )
    assert fetch_index(url)[0].links in ((), ("https://example.org/x",))


def test_the_way_goes_straight_or_by_english_and_what_is_there_is_not_fetched() -> None:
    offers = [
        Offer(Pair(*each), "1", ()) for each in (("de", "en"), ("en", "tr"), ("en", "ar"), ("de", "ar"))
    ]
    assert [each.pair for each in wanted(offers, "de", "tr", set())] == [("de", "en"), ("en", "tr")]
    assert [each.pair for each in wanted(offers, "de", "tr", {Pair("de", "en")})] == [("en", "tr")]
    assert [each.pair for each in wanted(offers, "de", "ar", set())] == [("de", "ar")]
    assert wanted(offers, "de", "ar", {Pair("de", "ar")}) == []
    with pytest.raises(TranslationProblem, match="from tr to de"):
        wanted(offers, "tr", "de", set())


def test_a_package_is_fetched_with_progress_and_its_sum_is_checked(shop: Shop, tmp_path: Path) -> None:
    content = bytes(range(256)) * 1000
    right, wrong = hashlib.sha256(content).hexdigest(), "0" * 64
    offers = fetch_index(shop.offer(shop.package("de", "en", content, sha256=right.upper())))
    seen: list[tuple[int, int]] = []
    download(offers[0], tmp_path / "x", lambda done, total: seen.append((done, total)))
    assert (tmp_path / "x").read_bytes() == content
    assert seen[-1] == (len(content), len(content))
    for given in (wrong, "md5:abc"):
        (bad,) = fetch_index(shop.offer(shop.package("de", "en", content, sha256=given)))
        with pytest.raises(TranslationProblem, match="not what the index promises"):
            download(bad, tmp_path / "x", lambda *_: None)


def test_the_next_link_is_tried_where_one_fails(shop: Shop, tmp_path: Path) -> None:
    entry = shop.package("de", "en", b"good")
    entry["links"] = ["ipfs://x", f"{shop.address}/gone", f"{shop.address}/de_en"]
    (offer,) = fetch_index(shop.offer(entry))
    download(offer, tmp_path / "x", lambda *_: None)
    assert (tmp_path / "x").read_bytes() == b"good"
    assert shop.asked == ["/index.json", "/gone", "/de_en"]
    with pytest.raises(TranslationProblem, match="status 404"):
        download(Offer(offer.pair, "1", (f"{shop.address}/gone",)), tmp_path / "x", lambda *_: None)
    with pytest.raises(TranslationProblem, match="gives no address"):
        download(Offer(offer.pair, "1", ()), tmp_path / "x", lambda *_: None)


def test_a_package_that_is_too_large_is_refused_before_and_while_it_comes(
    shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index, "limits", lambda: {**limits(), "package_bytes": 1000, "index_bytes": 10_000})
    for heads in ({}, {"Content-Length": ""}):
        shop.heads["/de_en"] = heads
        (offer,) = fetch_index(shop.offer(shop.package("de", "en", bytes(200_000))))
        with pytest.raises(TranslationProblem, match="is refused: it has more than"):
            download(offer, tmp_path / "x", lambda *_: None)
        assert not (tmp_path / "x").exists() or (tmp_path / "x").stat().st_size <= 1000
    shop.files["/index.json"] = b" " * 20_000
    with pytest.raises(TranslationProblem, match="more than 10000 bytes"):
        fetch_index(f"{shop.address}/index.json")
    shop.files["/index.json"] = gzip.compress(b" " * 20_000_000)
    shop.heads["/index.json"] = {"Content-Encoding": "gzip"}
    with pytest.raises(TranslationProblem, match="more than 10000 bytes"):
        fetch_index(f"{shop.address}/index.json")


@pytest.mark.parametrize("content", [b"", b"x", b"{}", b"[" * 200_000, b'"x"', b"\xff\xfe"])
def test_what_is_no_index_is_said(shop: Shop, content: bytes) -> None:
    shop.files["/index.json"] = content
    with pytest.raises(TranslationProblem, match="is no index"):
        fetch_index(f"{shop.address}/index.json")


def test_a_server_that_is_not_there_is_said(shop: Shop) -> None:
    with pytest.raises(TranslationProblem, match="status 404"):
        fetch_index(f"{shop.address}/nothing")
    shop.sent_on["/index.json"] = "/index.json"
    with pytest.raises(TranslationProblem, match="cannot be fetched"):
        fetch_index(f"{shop.address}/index.json")
    with pytest.raises(TranslationProblem, match="cannot be fetched"):
        fetch_index("http://127.0.0.1:1/index.json")


def test_nothing_comes_without_https_but_from_this_machine(shop: Shop) -> None:
    for url in ("http://example.org/index.json", "ftp://example.org", "file:///etc/passwd", "nonsense", ""):
        with pytest.raises(TranslationProblem, match="does not begin with https"):
            fetch_index(url)
    # Nor by a detour.
    shop.sent_on["/index.json"] = "http://example.org/index.json"
    with pytest.raises(TranslationProblem, match=r"http://example.org/index.json does not begin with https"):
        fetch_index(f"{shop.address}/index.json")
    # And somebody else's index cannot have this machine's own servers asked.
    assert is_safe("http://127.0.0.1:9/x")
    assert not is_safe("http://127.0.0.1:9/x", "https://example.org/index.json")
