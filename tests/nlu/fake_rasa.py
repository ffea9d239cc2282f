"""A server that speaks Rasa's HTTP as well or as badly as a test wants, on a free loopback port."""

import json
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from nlu.taxonomy import load_taxonomy


def ranking(**confidences: float) -> list[dict[str, Any]]:
    """Rasa's intent_ranking: what is not named shares the rest."""
    others = [label for label in load_taxonomy().ids if label not in confidences]
    rest = (1 - sum(confidences.values())) / len(others)
    every = confidences | dict.fromkeys(others, rest)
    return [{"name": n, "confidence": c} for n, c in sorted(every.items(), key=lambda pair: -pair[1])]


def answer(text: str, entities: Sequence[Mapping[str, Any]] = (), **confidences: float) -> bytes:
    """A whole answer of /model/parse."""
    ranked = ranking(**confidences)
    return json.dumps(
        {"text": text, "intent": ranked[0], "entities": list(entities), "intent_ranking": ranked}
    ).encode()


@dataclass
class FakeRasa:
    """What the server says from now on, and what it was asked.

    `whole` gives the confidences of a text, `by_words` else the intent of one that has the word in it; `body`, if set,
    is sent in place of any answer. `held` makes it send the first half of an answer and then nothing more
    until `released`.
    """

    url: str = ""
    whole: dict[str, dict[str, float]] = field(default_factory=dict)
    by_words: dict[str, str] = field(default_factory=dict)
    body: bytes | None = None
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    held: bool = False
    released: threading.Event = field(default_factory=threading.Event)
    asked: list[str] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)

    def says(self, text: str) -> bytes:
        if self.body is not None:
            return self.body
        intent = next((label for word, label in self.by_words.items() if word in text), "out_of_scope")
        return answer(text, (), **self.whole.get(text, {intent: 0.9}))


@contextmanager
def fake_rasa() -> Iterator[FakeRasa]:
    """A fake server for as long as the context lasts."""
    fake = FakeRasa()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            fake.paths.append(self.path)
            self._send(b'{"model_file": "models/one.tar.gz"}' if fake.body is None else fake.body)

        def do_POST(self) -> None:
            fake.paths.append(self.path)
            content = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            fake.asked.append(content["text"])
            self._send(fake.says(content["text"]))

        def _send(self, body: bytes) -> None:
            self.send_response(fake.status)
            for name, value in {"Content-Type": "application/json", **fake.headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if fake.held:
                self.wfile.write(body[: len(body) // 2])
                fake.released.wait(30)
                self.close_connection = True
                return
            try:
                self.wfile.write(body)
            except OSError:  # the other side had enough
                self.close_connection = True

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.block_on_close = False
    fake.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield fake
    finally:
        fake.released.set()
        server.shutdown()
        server.server_close()
        thread.join()
