"""Webhooks: updates are posted to the bot, those of one chat in order, until it takes them."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import httpx

from bot.simulator.jsontypes import Json

if TYPE_CHECKING:
    from bot.simulator.state import PendingUpdate

_ANSWER_BYTES = 1_000_000
# A method call in the answer must not reach these: the bot would not see what they give.
_NOT_IN_ANSWERS = ("deletewebhook", "setwebhook", "close", "logout")


@dataclass
class Webhook:
    """A webhook of a bot. `taken` is called for each update the bot has taken, `call` with the method call
    it may have put into its answer. Times are in seconds."""

    url: str
    secret_token: str
    max_connections: int
    first_retry: float
    longest_retry: float
    patience: float
    clock: Callable[[], float]
    taken: "Callable[[PendingUpdate], None]"
    call: Callable[[str, Json], Awaitable[None]]
    last_error_date: int | None = None
    last_error_message: str | None = None
    _queues: "dict[int, deque[PendingUpdate]]" = field(default_factory=dict)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)
    _slots: asyncio.Semaphore = field(init=False)
    _client: httpx.AsyncClient | None = None

    def __post_init__(self) -> None:
        self._slots = asyncio.Semaphore(self.max_connections)

    def deliver(self, pending: "PendingUpdate") -> None:
        """Post an update, after those of its chat that wait already."""
        queue = self._queues.get(pending.chat_id)
        if queue is not None:
            queue.append(pending)
            return
        self._queues[pending.chat_id] = deque([pending])
        task = asyncio.create_task(self._deliver_chat(pending.chat_id))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def stop(self) -> None:
        """Post no more."""
        for task in self._tasks:
            task.cancel()
        if self._client is not None:
            closing = asyncio.create_task(self._client.aclose())
            self._tasks.add(closing)
            closing.add_done_callback(self._tasks.discard)
            self._client = None

    async def _deliver_chat(self, chat_id: int) -> None:
        queue = self._queues[chat_id]
        while queue:
            delay = self.first_retry
            while (pause := await self._post(queue[0])) is not None:
                await asyncio.sleep(min(self.longest_retry, pause or delay))
                delay = min(self.longest_retry, delay * 2)
            self.taken(queue.popleft())
        del self._queues[chat_id]

    async def _post(self, pending: "PendingUpdate") -> float | None:
        """Try once. None: taken; a number: try again, after so many seconds if it is not 0."""
        headers = {"X-Telegram-Bot-Api-Secret-Token": self.secret_token} if self.secret_token else {}
        body = b""
        async with self._slots:
            if self._client is None:
                # Neither proxies nor redirects: the simulator talks to the bot and to nobody else.
                self._client = httpx.AsyncClient(
                    timeout=self.patience, trust_env=False, follow_redirects=False
                )
            try:
                async with self._client.stream(
                    "POST", self.url, json=pending.body, headers=headers
                ) as answer:
                    async for chunk in answer.aiter_bytes():
                        body += chunk
                        if len(body) > _ANSWER_BYTES:
                            break
            except httpx.HTTPError as failure:
                return self._failed(_reason(failure))
        if not answer.is_success:
            wait = answer.headers.get("retry-after", "")
            pause = self._failed(
                f"Wrong response from the webhook: {answer.status_code} {answer.reason_phrase}"
            )
            return float(wait) if wait.isdecimal() and len(wait) < 6 else pause
        await self._obey(answer, body)
        return None

    def _failed(self, reason: str) -> float:
        self.last_error_date = int(self.clock())
        self.last_error_message = reason
        return 0.0

    async def _obey(self, answer: httpx.Response, body: bytes) -> None:
        """Carry out the method call that the bot may have put into its answer."""
        if not answer.headers.get("content-type", "").startswith("application/json"):
            return
        try:
            values = httpx.Response(200, content=body).json()
        except (ValueError, RecursionError):
            return
        method = values.pop("method", None) if isinstance(values, dict) else None
        if isinstance(method, str) and not method.lower().startswith(("get", *_NOT_IN_ANSWERS)):
            await self.call(method, values)


def _reason(failure: httpx.HTTPError) -> str:
    if isinstance(failure, httpx.ConnectTimeout):
        return "Connection timed out"
    if isinstance(failure, httpx.TimeoutException):
        return "Read timeout expired"
    if isinstance(failure, httpx.ConnectError):
        return "Connection refused"
    return "Connection reset by peer"
