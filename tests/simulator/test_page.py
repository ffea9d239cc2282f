"""The chat page in a real browser: talking with the bot."""

import json
import re
from pathlib import Path

import pytest
import telegram
from playwright.async_api import expect
from telegram import ReplyKeyboardMarkup

from bot.simulator import RunningSimulator
from tests.simulator.chat_page import ChatPage, inline, next_updates, open_chat_page

# The fixtures of a browser are only for the tests that need one.
pytest_plugins = ("tests.simulator.page_fixtures",)

PAGE = Path(__file__).resolve().parents[2] / "bot" / "simulator" / "page"


async def test_a_new_resident_starts_and_presses_a_button(chat_page: ChatPage, bot: telegram.Bot) -> None:
    await bot.set_my_description("Fragen zum Quartier", language_code="de")
    await chat_page.open()
    await chat_page.page.get_by_role("button", name="New resident").last.click()
    await chat_page.page.get_by_label("First name").fill("Erika")
    await chat_page.page.get_by_label("Language of the phone").select_option("de")
    await chat_page.page.get_by_role("button", name="Add").click()
    phone = chat_page.phone("Erika")
    await expect(phone).to_contain_text("Fragen zum Quartier")

    await phone.get_by_role("button", name="START").click()
    (begun,) = await next_updates(bot)
    assert begun.message
    assert begun.message.text == "/start"
    assert begun.message.from_user
    assert begun.message.from_user.language_code == "de"

    question = await begun.message.reply_text("Was fehlt?", reply_markup=inline("Spielplatz", "Bus"))
    bus = phone.get_by_role("button", name="Bus")
    await bus.click()
    (pressed,) = await next_updates(bot)
    assert pressed.callback_query
    assert pressed.callback_query.data == "Bus"
    await expect(bus).to_have_attribute("aria-busy", "true")

    await pressed.callback_query.answer("Danke!")
    await expect(phone.locator(".toast")).to_have_text("Danke!")
    await expect(bus).not_to_have_attribute("aria-busy", "true")
    await question.edit_text("Sie haben gewählt: Bus")
    await expect(phone.get_by_text("Sie haben gewählt: Bus")).to_be_visible()
    await expect(phone.locator(".edited")).to_have_text("edited")
    await expect(bus).to_have_count(0)


async def test_an_answer_that_alerts_has_to_be_closed(
    chat_page: ChatPage, bot: telegram.Bot, erika: int
) -> None:
    await bot.send_message(erika, "Löschen?", reply_markup=inline("Ja"))
    await chat_page.open(erika)
    phone = chat_page.phone("Erika")
    await phone.get_by_role("button", name="Ja").press("Enter")
    (pressed,) = await next_updates(bot)
    assert pressed.callback_query
    await pressed.callback_query.answer("Alles ist gelöscht.", show_alert=True)

    alert = phone.get_by_role("alertdialog")
    await expect(alert).to_contain_text("Alles ist gelöscht.")
    await expect(alert.get_by_role("button", name="OK")).to_be_focused()
    # The message is drawn again behind the alert; whoever closes it is back at its button all the same.
    await pressed.callback_query.edit_message_text("Gelöscht.", reply_markup=inline("Ja"))
    await expect(phone.get_by_text("Gelöscht.", exact=True)).to_be_attached()
    await chat_page.page.keyboard.press("Escape")
    await expect(alert).to_have_count(0)
    await expect(phone.get_by_role("button", name="Ja")).to_be_focused()


async def test_a_keyboard_for_one_use_goes_when_it_was_used(
    chat_page: ChatPage, bot: telegram.Bot, erika: int
) -> None:
    keyboard = ReplyKeyboardMarkup([["Ja", "Nein"]], one_time_keyboard=True)
    await bot.send_message(erika, "Weiter?", reply_markup=keyboard)
    await chat_page.open(erika)
    phone = chat_page.phone("Erika")
    answer = phone.get_by_role("button", name="Nein")
    await answer.click()
    (update,) = await next_updates(bot)
    assert update.message
    assert update.message.text == "Nein"
    await expect(answer).to_be_hidden()
    await expect(phone.get_by_role("textbox", name="Message")).to_be_visible()


async def test_the_menu_of_commands_speaks_the_residents_language(
    chat_page: ChatPage, bot: telegram.Bot, erika: int
) -> None:
    await bot.set_my_commands([("help", "Get help")])
    await bot.set_my_commands([("help", "Hilfe"), ("stop", "Aufhören")], language_code="de")
    await chat_page.open(erika)
    phone = chat_page.phone("Erika")
    await phone.get_by_role("button", name="Commands of the bot").press("Enter")
    await expect(phone.get_by_role("menuitem")).to_have_text(["/helpHilfe", "/stopAufhören"])
    await chat_page.page.keyboard.press("ArrowDown")
    await chat_page.page.keyboard.press("Enter")
    (update,) = await next_updates(bot)
    assert update.message
    assert update.message.text == "/stop"


async def test_a_resident_corrects_a_message_and_it_is_marked(
    chat_page: ChatPage, bot: telegram.Bot, erika: int
) -> None:
    await chat_page.open(erika)
    phone = chat_page.phone("Erika")
    field = phone.get_by_role("textbox", name="Message")
    await field.fill("Der Buss fehlt")
    await field.press("Enter")
    await next_updates(bot)
    await phone.get_by_text("Der Buss fehlt").dblclick()
    await expect(field).to_have_value("Der Buss fehlt")
    await field.fill("Der Bus fehlt")
    await field.press("Enter")
    (update,) = await next_updates(bot)
    assert update.edited_message
    assert update.edited_message.text == "Der Bus fehlt"
    assert await chat_page.texts("Erika") == ["/start", "Der Bus fehlt"]
    await expect(phone.locator(".own .edited")).to_have_count(1)


async def test_a_text_that_is_too_long_is_not_sent(chat_page: ChatPage, erika: int) -> None:
    await chat_page.open(erika)
    phone = chat_page.phone("Erika")
    field = phone.get_by_role("textbox", name="Message")
    await field.fill("a" * 4097)
    await expect(phone.locator(".count")).to_have_text("4097 of 4096 characters")
    await field.press("Enter")
    await expect(field).to_have_value("a" * 4097)
    await field.fill("a" * 4096)
    await field.press("Enter")
    await expect(phone.locator(".own .text").last).to_have_text("a" * 4096)


# Right to left


async def test_an_arabic_phone_reads_from_right_to_left(
    chat_page: ChatPage, bot: telegram.Bot, amina: int, erika: int
) -> None:
    await bot.send_message(amina, "مرحبا أمينة", reply_markup=inline("العربية"))
    two = telegram.InlineKeyboardMarkup(
        [[telegram.InlineKeyboardButton(text, callback_data=text) for text in ("نعم", "لا")]]
    )
    await bot.send_message(amina, "Guten Tag")
    await bot.send_message(erika, "مرحبا")
    await chat_page.open(amina, erika)
    arabic, german = chat_page.phone("Amina"), chat_page.phone("Erika")
    await expect(arabic).to_have_css("direction", "rtl")
    await expect(german).to_have_css("direction", "ltr")
    await expect(arabic.get_by_text("مرحبا أمينة")).to_have_css("direction", "rtl")
    await expect(arabic.get_by_text("Guten Tag")).to_have_css("direction", "ltr")
    await expect(german.get_by_text("مرحبا")).to_have_css("direction", "rtl")

    await bot.send_message(amina, "؟", reply_markup=two)
    yes, no = [
        await arabic.get_by_role("button", name=name, exact=True).bounding_box() for name in ("نعم", "لا")
    ]
    assert yes
    assert no
    assert yes["x"] < no["x"], "Telegram lays rows out from the left in every language"

    field = arabic.get_by_role("textbox", name="Message")
    await field.fill("نعم")
    await field.press("Enter")
    own = await arabic.locator(".own .bubble").bounding_box()
    theirs = await arabic.locator(".message:not(.own) .bubble").first.bounding_box()
    assert own
    assert theirs
    assert own["x"] < theirs["x"]


# Around the chat


async def test_a_resident_blocks_the_bot_and_lets_it_in_again(
    chat_page: ChatPage, bot: telegram.Bot, erika: int
) -> None:
    await chat_page.open(erika)
    phone = chat_page.phone("Erika")
    await phone.get_by_role("button", name="What you can do with this chat").click()
    await phone.get_by_role("menuitem", name="Block the bot").click()
    await expect(phone.get_by_text("This resident has blocked the bot.")).to_be_visible()
    await expect(phone.get_by_role("textbox", name="Message")).to_be_hidden()
    with pytest.raises(telegram.error.Forbidden):
        await bot.send_message(erika, "Hallo?")
    await phone.get_by_role("button", name="Unblock the bot").click()
    await expect(phone.get_by_role("textbox", name="Message")).to_be_visible()
    statuses = [
        update.my_chat_member.new_chat_member.status
        for update in await next_updates(bot)
        if update.my_chat_member
    ]
    assert statuses == ["kicked", "member"]


async def test_a_phone_set_to_another_language_turns_around(
    chat_page: ChatPage, bot: telegram.Bot, erika: int
) -> None:
    await chat_page.open(erika)
    phone = chat_page.phone("Erika")
    await expect(phone).to_have_css("direction", "ltr")
    await phone.get_by_role("button", name="What you can do with this chat").click()
    await phone.get_by_role("menuitem", name="Change language of the phone").click()
    await phone.get_by_role("combobox", name="Language of the phone").select_option("fa")
    await phone.get_by_role("button", name="Change", exact=True).click()
    await expect(phone).to_have_css("direction", "rtl")
    await expect(phone.locator(".owner-language")).to_have_text("فارسی – Persian")
    await phone.get_by_role("textbox", name="Message").fill("سلام")
    await phone.get_by_role("button", name="Send").click()
    (update,) = await next_updates(bot)
    assert update.message
    assert update.message.from_user
    assert update.message.from_user.language_code == "fa"


async def test_what_the_bot_is_doing_is_shown_until_it_writes(
    chat_page: ChatPage, bot: telegram.Bot, erika: int
) -> None:
    await chat_page.open(erika)
    phone = chat_page.phone("Erika")
    await expect(phone.get_by_text("/start")).to_be_visible()
    await bot.send_chat_action(erika, "typing")
    await expect(phone.get_by_text("typing …")).to_be_visible()
    await bot.send_message(erika, "Fertig")
    await expect(phone.get_by_text("typing …")).to_be_hidden()


async def test_a_narrow_screen_shows_one_phone_and_tells_of_news_in_others(
    simulator: RunningSimulator, bot: telegram.Bot, erika: int, amina: int
) -> None:
    async with open_chat_page(simulator.url, viewport={"width": 390, "height": 844}) as chat_page:
        await chat_page.open(erika)
        await expect(chat_page.phone("Amina")).to_have_count(0)
        await bot.send_message(amina, "مرحبا")
        tab = chat_page.page.get_by_role("button", name="Amina new message")
        await tab.click()
        await expect(chat_page.phone("Amina").get_by_text("مرحبا")).to_be_visible()
        await expect(chat_page.phone("Erika")).to_be_hidden()
        await expect(tab).to_have_count(0)
        width = await chat_page.page.evaluate("document.documentElement.scrollWidth")
        assert width == 390


async def test_the_page_speaks_german_where_the_browser_does(simulator: RunningSimulator) -> None:
    async with open_chat_page(simulator.url, locale="de-AT") as chat_page:
        await chat_page.open()
        await expect(chat_page.page.get_by_role("button", name="Neue Person").last).to_be_visible()
        await expect(chat_page.page.locator("html")).to_have_attribute("lang", "de")


def test_every_word_of_the_page_is_there_in_both_languages() -> None:
    words = json.loads((PAGE / "words.json").read_text())
    assert words["en"].keys() == words["de"].keys()
    code = "".join(path.read_text() for path in PAGE.glob("*.js"))
    asked = set(re.findall(r'say\("([\w-]+)"', code))
    assert len(asked) > 50
    assert asked <= words["en"].keys()
    for key, sentence in words["en"].items():
        assert re.findall(r"\{\w+\}", sentence) == re.findall(r"\{\w+\}", words["de"][key]), key
