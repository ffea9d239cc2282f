"""The chat page in a real browser, and a line to the simulator that can be cut."""

import asyncio
import os
import re
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import pytest
import telegram
from playwright.async_api import ConsoleMessage, Locator, Page, Playwright, async_playwright
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_ARGUMENTS = (
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
)
_PATIENCE = 20_000  # milliseconds; this machine may be busy


def browser_path() -> str:
    """Where Chromium is: QUARTIER_CHROMIUM or a usual name. Skips the test, saying so, where there is none."""
    given = os.environ.get("QUARTIER_CHROMIUM")
    found = given or next(filter(None, map(shutil.which, _NAMES)), None)
    if not found:
        pytest.skip("no Chromium: set QUARTIER_CHROMIUM to its path, or install chromium")
    return found


@dataclass
class ChatPage:
    """The chat page in a browser; the session ends with an error if the browser complained about the page."""

    page: Page
    url: str
    complaints: list[str] = field(default_factory=list)

    async def open(self, *chats: int) -> None:
        """Open the page, with the phones of these residents."""
        await self.page.goto(f"{self.url}/#{','.join(map(str, chats))}")
        if chats:
            for chat in chats:
                await self.phone(await self.name(chat)).wait_for()

    async def name(self, chat_id: int) -> str:
        """What a resident is called."""
        found = await self.page.request.get(f"{self.url}/sim/chats/{chat_id}")
        return str((await found.json())["user"]["first_name"])

    def phone(self, name: str) -> Locator:
        """A resident's phone."""
        return self.page.get_by_role("region", name=f"Phone of {name}", exact=True)

    async def texts(self, name: str) -> list[str]:
        """The words of all messages on a phone, from top to bottom."""
        return await self.phone(name).locator(".message .text").all_inner_texts()


@asynccontextmanager
async def open_chat_page(url: str, **context: object) -> AsyncIterator[ChatPage]:
    """A fresh browser for the page at `url`, in English; `context` are Playwright's settings of a context."""
    path = browser_path()
    async with async_playwright() as playwright:
        async with _page(playwright, path, {"locale": "en-GB", **context}) as page:
            chat_page = ChatPage(page, url)
            page.set_default_timeout(_PATIENCE)
            page.on("pageerror", lambda error: chat_page.complaints.append(str(error)))
            page.on("console", lambda message: _note(chat_page, message))
            yield chat_page
        assert chat_page.complaints == []


@asynccontextmanager
async def _page(playwright: Playwright, path: str, context: dict[str, object]) -> AsyncIterator[Page]:
    browser = await playwright.chromium.launch(executable_path=path, args=_ARGUMENTS)
    try:
        yield await (await browser.new_context(**context)).new_page()  # type: ignore[arg-type]
    finally:
        await browser.close()


def _note(chat_page: ChatPage, message: ConsoleMessage) -> None:
    # That a connection broke is what some tests are about; anything else is a fault of the page.
    if message.type == "error" and not re.search(r"net::ERR_|status of [45]\d\d", message.text):
        chat_page.complaints.append(message.text)


@dataclass
class Line:
    """A line between the browser and the simulator; `cut` breaks it, `mend` makes it whole again."""

    target: str
    whole: bool = True
    port: int = 0
    _open: set[asyncio.StreamWriter] = field(default_factory=set)

    @property
    def url(self) -> str:
        """The browser's end."""
        return f"http://127.0.0.1:{self.port}"

    def cut(self) -> None:
        """Break all connections and take no more."""
        self.whole = False
        for writer in list(self._open):
            writer.transport.abort()

    def mend(self, target: str | None = None) -> None:
        """Connect again, with another simulator if one is given."""
        self.target = target or self.target
        self.whole = True

    async def carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Carry one connection."""
        if not self.whole:
            writer.transport.abort()
            return
        address = urlsplit(self.target)
        there, answer = await asyncio.open_connection(address.hostname, address.port)
        self._open |= {writer, answer}
        try:
            await asyncio.gather(_pour(reader, answer), _pour(there, writer))
        finally:
            self._open -= {writer, answer}


async def _pour(source: asyncio.StreamReader, into: asyncio.StreamWriter) -> None:
    try:
        while data := await source.read(65_536):
            into.write(data)
            await into.drain()
    except (ConnectionError, OSError):
        pass  # cut; the other direction ends with it
    finally:
        into.close()


@asynccontextmanager
async def open_line(target: str) -> AsyncIterator[Line]:
    """A line to the simulator at `target`."""
    line = Line(target)
    server = await asyncio.start_server(line.carry, "127.0.0.1", 0)
    line.port = server.sockets[0].getsockname()[1]
    try:
        yield line
    finally:
        server.close()
        line.cut()


async def next_updates(bot: telegram.Bot, **wanted: Any) -> tuple[Update, ...]:
    """The updates that wait, or the next one; they are confirmed, so that none comes twice."""
    updates = await bot.get_updates(timeout=20, **wanted)
    if updates:
        await bot.get_updates(offset=updates[-1].update_id + 1, timeout=0)
    return updates


def inline(*labels: str) -> InlineKeyboardMarkup:
    """Buttons, one below the other; each says the bot its own label."""
    return InlineKeyboardMarkup([[InlineKeyboardButton(label, callback_data=label)] for label in labels])
