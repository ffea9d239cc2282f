"""A client of `/sim` for tests: what residents do, and what the bot was seen to do."""

import asyncio
import ssl
from collections.abc import Callable
from types import TracebackType
from typing import Any, Self

import httpx

from bot.simulator.jsontypes import Json

_PATIENCE = 70.0  # seconds; longer than any request of /sim may wait


class SimulatorRefused(Exception):
    """The simulator refused a request; `body` has its sentence under `error`, and details."""

    def __init__(self, status: int, body: Json) -> None:
        super().__init__(f"{status}: {body.get('error', body)}")
        self.status = status
        self.body = body


class SimulatorClient:
    """Speaks to a running simulator at `base_url`; an async context manager.

    Chats are named by their id. Everything returned is JSON as the README describes it. What the simulator
    refuses raises SimulatorRefused. `bot` is the bot meant where there are several.
    """

    def __init__(self, base_url: str, bot: int | None = None) -> None:
        self.base_url = base_url.rstrip("/")
        # Simulators speak plain HTTP on this machine; loading the world's certificates would only cost time.
        no_certificates = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        self._http = httpx.AsyncClient(
            base_url=self.base_url, timeout=_PATIENCE, trust_env=False, verify=no_certificates
        )
        self._query: dict[str, Any] = {} if bot is None else {"bot": bot}
        self._seen: dict[int, int] = {}

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Let go of the connections."""
        await self._http.aclose()

    async def _ask(self, method: str, path: str, **options: Any) -> Any:
        options["params"] = self._query | options.get("params", {})
        answer = await self._http.request(method, f"/sim{path}", **options)
        body = answer.json()
        if not answer.is_success:
            raise SimulatorRefused(answer.status_code, body)
        return body

    # People

    async def add_user(self, first_name: str, language_code: str | None = None, **more: Any) -> int:
        """A new resident; returns the id of their chat with the bot. `started=True`: they have written before."""
        body = {"first_name": first_name, "language_code": language_code, **more}
        return int((await self._ask("POST", "/users", json=body))["chat_id"])

    async def set_language(self, chat_id: int, language_code: str | None) -> None:
        """Change the language of a resident's phone."""
        await self._ask("POST", f"/chats/{chat_id}/language", json={"language_code": language_code})

    async def users(self) -> Json:
        """All residents and groups."""
        return dict(await self._ask("GET", "/users"))

    async def add_group(self, title: str, members: list[int]) -> int:
        """A new group with the bot in it; returns the id of its chat."""
        return int((await self._ask("POST", "/groups", json={"title": title, "members": members}))["chat_id"])

    async def bots(self) -> list[Json]:
        """The bots that have called."""
        return list(await self._ask("GET", "/bots"))

    async def chat(self, chat_id: int) -> Json:
        """What a phone shows around the messages: reply keyboard, commands, whether the bot is blocked."""
        return dict(await self._ask("GET", f"/chats/{chat_id}"))

    # What residents do

    async def send(self, chat_id: int, text: str | None = None, **content: Any) -> Json:
        """Send a text, or a `location`, `venue`, `contact`, `sticker`; `user_id` says who in a group."""
        body = content if text is None else {"text": text, **content}
        return dict(await self._ask("POST", f"/chats/{chat_id}/send", json=body))

    async def send_file(
        self, chat_id: int, kind: str, data: bytes, mime_type: str, file_name: str = "file", **fields: Any
    ) -> Json:
        """Send a file as `kind`: voice, photo, audio, document, ..."""
        files = {kind: (file_name, data, mime_type)}
        texts = {name: str(value) for name, value in fields.items()}
        return dict(await self._ask("POST", f"/chats/{chat_id}/send", data=texts, files=files))

    async def edit(self, chat_id: int, message_id: int, text: str, **more: Any) -> Json:
        """Correct a text sent before."""
        body = {"message_id": message_id, "text": text, **more}
        return dict(await self._ask("POST", f"/chats/{chat_id}/edit", json=body))

    async def press(
        self,
        chat_id: int,
        label: str | None = None,
        *,
        data: str | None = None,
        message_id: int | None = None,
        wait: float = 10,
        **more: Any,
    ) -> Json:
        """Press a button by its label or its data; returns the bot's answer to the press."""
        given = {"label": label, "data": data, "message_id": message_id}
        body = {name: value for name, value in given.items() if value is not None} | {"wait": wait, **more}
        return dict(await self._ask("POST", f"/chats/{chat_id}/press", json=body))

    async def vote(self, chat_id: int, message_id: int, options: list[int], **more: Any) -> Json:
        """Vote in a poll; returns the Poll."""
        body = {"message_id": message_id, "options": options, **more}
        return dict(await self._ask("POST", f"/chats/{chat_id}/vote", json=body))

    async def block(self, chat_id: int, blocked: bool = True) -> None:
        """Block the bot, or start it again."""
        await self._ask("POST", f"/chats/{chat_id}/block", json={"blocked": blocked})

    # What is seen

    async def messages(self, chat_id: int, after: int = 0, wait: float = 0) -> list[Json]:
        """Messages with an id above `after`, and older ones changed since this client looked last.

        Waits up to `wait` seconds until there is one.
        """
        params = self._query | {"after": after, "wait": wait}
        if chat_id in self._seen:
            params["changed_after"] = self._seen[chat_id]
        answer = await self._http.get(f"/sim/chats/{chat_id}/messages", params=params)
        if not answer.is_success:
            raise SimulatorRefused(answer.status_code, answer.json())
        self._seen[chat_id] = int(answer.headers["X-Sim-Sequence"])
        return list(answer.json())

    async def wait_for(self, chat_id: int, wanted: Callable[[Json], bool], wait: float = 10) -> Json:
        """The newest message of a chat that is as wanted, now or within `wait` seconds. Raises TimeoutError."""
        async with asyncio.timeout(wait):
            found = await self.messages(chat_id)
            after = 0
            while True:
                for message in reversed(found):
                    if wanted(message):
                        return message
                after = max([after, *(message["message_id"] for message in found)])
                found = await self.messages(chat_id, after, wait)

    async def file(self, file_id: str) -> bytes:
        """The bytes of a file of a message."""
        answer = await self._http.get(f"/sim/files/{file_id}", params=self._query)
        if not answer.is_success:
            raise SimulatorRefused(answer.status_code, answer.json())
        return answer.content

    async def calls(self, after: int = 0, method: str | None = None, wait: float = 0) -> list[Json]:
        """The bot's calls with an id above `after`, of one method or of all."""
        params = {"after": after, "wait": wait} | ({"method": method} if method else {})
        return list(await self._ask("GET", "/calls", params=params))

    async def violations(self) -> list[str]:
        """Every departure of the bot's calls from Telegram's documentation; tests want none."""
        return [text for call in await self.calls() for text in call["violations"]]

    # What tests order

    async def fault(self, method: str, times: int = 1, **what: Any) -> None:
        """Let the next calls of a method fail: `error_code`, `description`, `retry_after`, `delay`, `drop`, `after`."""
        await self._ask("POST", "/faults", json={"method": method, "times": times, **what})

    async def faults(self) -> list[Json]:
        """The faults still to come."""
        return list((await self._ask("GET", "/faults"))["faults"])

    async def clear_faults(self) -> None:
        """Let nothing more go wrong."""
        await self._ask("DELETE", "/faults")

    async def flood(self, enabled: bool = True, **limits: float) -> Json:
        """Switch flood limits on or off, or change them."""
        return dict(await self._ask("POST", "/flood", json={"enabled": enabled, **limits}))

    async def inject(self, update: Json) -> int:
        """Hand the bot a ready-made update, which may repeat an earlier `update_id`; returns its id."""
        return int((await self._ask("POST", "/updates", json=update))["update_id"])

    async def reset(self) -> None:
        """Forget residents, chats and faults."""
        await self._ask("POST", "/reset")
        self._seen.clear()
