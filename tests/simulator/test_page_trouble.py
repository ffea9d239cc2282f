"""The chat page in a real browser: hostile words and broken connections."""

import re

import telegram
from playwright.async_api import expect
from telegram import ReplyKeyboardMarkup

from bot.simulator import RunningSimulator, SimulatorSettings, running_simulator
from bot.simulator.client import SimulatorClient
from tests.simulator.chat_page import ChatPage, inline, next_updates, open_chat_page, open_line

# The fixtures of a browser are only for the tests that need one.
pytest_plugins = ("tests.simulator.page_fixtures",)

ATTACK = '<img src=x onerror="window.pwned=1"><script>window.pwned=1</script>'


async def test_markup_in_names_messages_and_buttons_is_only_text(
    chat_page: ChatPage, bot: telegram.Bot, people: SimulatorClient
) -> None:
    chat_id = await people.add_user(ATTACK[:64])
    await people.send(chat_id, ATTACK)
    await bot.set_my_commands([("help", ATTACK)])
    await bot.set_my_short_description(ATTACK)
    await bot.send_message(chat_id, ATTACK, reply_markup=inline(ATTACK[:60]))
    await bot.send_message(chat_id, "Wo?", reply_markup=ReplyKeyboardMarkup([[ATTACK]]))
    await bot.send_document(chat_id, b"x", filename="<img src=x onerror=pwned=1>.html", caption=ATTACK)
    await bot.send_poll(chat_id, ATTACK, [ATTACK, "b"])
    await chat_page.open(chat_id)
    phone = chat_page.phone(ATTACK[:64])
    await expect(phone.get_by_role("button", name=ATTACK[:60], exact=True)).to_be_visible()
    await expect(phone.locator(".poll-question")).to_have_text(ATTACK)
    assert await chat_page.texts(ATTACK[:64]) == [ATTACK, ATTACK, "Wo?", ATTACK]
    await phone.get_by_role("button", name="Commands of the bot").click()
    await expect(phone.get_by_role("menuitem")).to_contain_text(ATTACK)
    assert await chat_page.page.locator("img, main script").count() == 0
    assert await chat_page.page.evaluate("window.pwned") is None


async def test_a_link_that_runs_a_script_is_not_a_link(chat_page: ChatPage) -> None:
    await chat_page.open()
    links = await chat_page.page.evaluate(
        """async () => {
            const { formattedText } = await import("./formatted_text.js");
            const urls = ["javascript:alert(1)", " JavaScript:alert(1)", "data:text/html,x", "https://example.org/"];
            return urls.map((url) => {
                const node = formattedText("here", [{ type: "text_link", offset: 0, length: 4, url }]);
                return node.querySelector("a")?.getAttribute("href") ?? null;
            });
        }"""
    )
    assert links == [None, None, None, "https://example.org/"]


async def test_the_page_may_load_nothing_from_elsewhere(chat_page: ChatPage) -> None:
    answer = await chat_page.page.goto(chat_page.url)
    assert answer
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert not re.search(r"https?:", policy)


# Broken connections


async def test_nothing_is_lost_or_doubled_when_the_connection_breaks(
    simulator: RunningSimulator, people: SimulatorClient, bot: telegram.Bot, erika: int
) -> None:
    async with open_line(simulator.url) as line, open_chat_page(line.url) as chat_page:
        first = await bot.send_message(erika, "Eins")
        second = await bot.send_message(erika, "Zwei")
        await chat_page.open(erika)
        phone = chat_page.phone("Erika")
        await expect(phone.get_by_text("Zwei")).to_be_visible()

        line.cut()
        await expect(chat_page.page.get_by_text("Connection lost")).to_be_visible()
        await first.edit_text("Eins, neu")
        await second.delete()
        await bot.send_message(erika, "Drei", reply_markup=ReplyKeyboardMarkup([["Weiter"]]))
        field = phone.get_by_role("textbox", name="Message")
        await field.fill("Hört mich jemand?")
        await field.press("Enter")
        await expect(phone.get_by_role("alert")).to_contain_text("Not delivered.")

        line.mend()
        await expect(phone.get_by_role("button", name="Weiter")).to_be_visible()
        await expect(chat_page.page.get_by_text("Connection lost")).to_be_hidden()
        assert await chat_page.texts("Erika") == ["/start", "Eins, neu", "Drei"]
        await phone.get_by_role("button", name="Try again").click()
        await bot.send_message(erika, "Vier")
        await expect(phone.get_by_text("Vier")).to_be_visible()
        assert await chat_page.texts("Erika") == [
            "/start", "Eins, neu", "Drei", "Hört mich jemand?", "Vier",
        ]  # fmt: skip
        (sent,) = await next_updates(bot)
        assert sent.message
        assert sent.message.text == "Hört mich jemand?"
        assert len(await people.messages(erika)) == 5


async def test_a_simulator_that_began_anew_is_shown_as_it_is(
    simulator: RunningSimulator, settings: SimulatorSettings, erika: int
) -> None:
    async with open_line(simulator.url) as line, open_chat_page(line.url) as chat_page:
        await chat_page.open(erika)
        line.cut()
        async with running_simulator(settings=settings) as fresh, SimulatorClient(fresh.url) as people:
            newcomer = await people.add_user("Taras", "uk")
            assert newcomer == erika
            line.mend(fresh.url)
            await expect(chat_page.phone("Taras").get_by_role("button", name="START")).to_be_visible()
            await expect(chat_page.page.get_by_text("/start")).to_have_count(0)
            await chat_page.page.goto("about:blank")
