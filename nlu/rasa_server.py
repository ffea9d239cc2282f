"""A Rasa server over HTTP (https://rasa.com/docs/rasa/pages/http-api), asked within limits of time and size."""

import asyncio
import json
import threading
from collections.abc import Awaitable, Sequence
from concurrent.futures import CancelledError
from functools import cache
from typing import Any, Final, TypeVar

import httpx

LARGEST: Final = 256 * 1024
"""Bytes of an answer that are read; a whole ranking of this project's intents takes about 3,000."""

T = TypeVar("T")


class RasaProblem(Exception):
    """Why a server's answer cannot be used, in a few words that hold nothing of what was asked."""


class RasaServer:
    """The server at `url`, for several threads. `seconds` bound each question from name look-up to last byte.

    A token of the server stands in the address as `?token=…`, as in Rasa's own; it is never shown.
    """

    def __init__(self, url: str, seconds: float) -> None:
        self._url = httpx.URL(url)
        self._seconds = seconds
        # A redirect or a proxy of the environment would send residents' words to somewhere else.
        self._client = httpx.AsyncClient(
            timeout=seconds,
            trust_env=False,
            follow_redirects=False,
            headers={"Accept": "application/json", "Accept-Encoding": "identity"},
        )

    @property
    def address(self) -> str:
        """Host and port, for people."""
        return self._url.netloc.decode("ascii")

    def parse(self, texts: Sequence[str]) -> list[object]:
        """What the server makes of each text, as JSON; raises RasaProblem. The limit of time is for all together."""
        return [_read_json(body) for body in self._in_time(self._parse(texts))]

    def status(self) -> str:
        """The name of the model that the server has loaded; raises RasaProblem."""
        answer = _read_json(self._in_time(self._ask("GET", "status")))
        model = answer.get("model_file") if isinstance(answer, dict) else None
        if not isinstance(model, str) or not model:
            raise RasaProblem("no model is loaded")
        return model.rsplit("/", 1)[-1][:100]

    async def _parse(self, texts: Sequence[str]) -> list[bytes]:
        # One after another: the server works on one message at a time anyway.
        return [await self._ask("POST", "model/parse", {"text": text}) for text in texts]

    async def _ask(self, method: str, path: str, content: dict[str, str] | None = None) -> bytes:
        url = self._url.copy_with(path=f"{self._url.path.rstrip('/')}/{path}")
        try:
            async with self._client.stream(method, url, json=content) as response:
                if response.status_code != httpx.codes.OK:
                    raise RasaProblem(f"status {response.status_code}")
                body = bytearray()
                async for chunk in response.aiter_raw():
                    body += chunk
                    if len(body) > LARGEST:
                        raise RasaProblem(f"more than {LARGEST // 1024} KiB")
                return bytes(body)
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
            raise RasaProblem(type(error).__name__) from None

    def _in_time(self, work: Awaitable[T]) -> T:
        """The result of `work`. httpx limits only single steps, so the whole is ended from here."""

        async def bounded() -> T:
            async with asyncio.timeout(self._seconds):
                return await work

        future = asyncio.run_coroutine_threadsafe(bounded(), _loop())
        try:
            # A little longer than the limit inside, which ends the connection as well.
            return future.result(self._seconds + 0.5)
        except (TimeoutError, CancelledError):
            future.cancel()
            raise RasaProblem(f"no answer within {self._seconds:g} s") from None


@cache
def _loop() -> asyncio.AbstractEventLoop:
    """The loop in which all servers are asked, on a thread that ends with the process."""
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, name="rasa", daemon=True).start()
    return loop


def _read_json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        raise RasaProblem("not JSON") from None
