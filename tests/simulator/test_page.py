"""The chat page in a real browser: what residents see and do."""

import json
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import telegram
from playwright.async_api import expect
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, KeyboardButton, ReplyKeyboardMarkup, Update

from bot.simulator import RunningSimulator, SimulatorSettings, running_simulator
from bot.simulator.client import SimulatorClient
from tests.simulator.chat_page import ChatPage, open_chat_page, open_line

PAGE = Path(__file__).resolve().parents[2] / "bot" / "simulator" / "page"
ATTACK = '<img src=x onerror="window.pwned=1"><script>window.pwned=1</script>'


@pytest.fixture
async def chat_page(simulator: RunningSimulator) -> AsyncIterator[ChatPage]:
    place = {"latitude": 51.5294, "longitude": 7.4672, "accuracy": 25}
    allowed = ["microphone", "geolocation"]
    async with open_chat_page(simulator.url, permissions=allowed, geolocation=place) as found:
        yield found


@pytest.fixture
async def erika(people: SimulatorClient, bot: telegram.Bot) -> int:
    """A resident who has begun a chat."""
    chat_id = await people.add_user("Erika", "de")
    await people.send(chat_id, "/start")
    await next_updates(bot)
    return chat_id


async def next_updates(bot: telegram.Bot, **wanted: Any) -> tuple[Update, ...]:
    """The updates that wait, or the next one; they are confirmed, so that none comes twice."""
    updates = await bot.get_updates(timeout=20, **wanted)
    if updates:
        await bot.get_updates(offset=updates[-1].update_id + 1, timeout=0)
    return updates


def inline(*labels: str) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton(label, callback_data=label)] for label in labels])


# Talking with the bot


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
    await chat_page.page.keyboard.press("Escape")
    await expect(alert).to_have_count(0)
    await expect(phone.get_by_role("button", name="Ja")).to_be_focused()


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
    await bot.send_message(amina, "Guten Tag")
    await bot.send_message(erika, "مرحبا")
    await chat_page.open(amina, erika)
    arabic, german = chat_page.phone("Amina"), chat_page.phone("Erika")
    await expect(arabic).to_have_css("direction", "rtl")
    await expect(german).to_have_css("direction", "ltr")
    await expect(arabic.get_by_text("مرحبا أمينة")).to_have_css("direction", "rtl")
    await expect(arabic.get_by_text("Guten Tag")).to_have_css("direction", "ltr")
    await expect(german.get_by_text("مرحبا")).to_have_css("direction", "rtl")

    field = arabic.get_by_role("textbox", name="Message")
    await field.fill("نعم")
    await field.press("Enter")
    own = await arabic.locator(".own .bubble").bounding_box()
    theirs = await arabic.locator(".message:not(.own) .bubble").first.bounding_box()
    assert own
    assert theirs
    assert own["x"] < theirs["x"]


# Hostile words


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


# Everything that is not text


async def test_a_voice_message_reaches_the_bot_as_ogg(
    chat_page: ChatPage, bot: telegram.Bot, erika: int
) -> None:
    await chat_page.open(erika)
    phone = chat_page.phone("Erika")
    await phone.get_by_role("button", name="Record a voice message").click()
    await expect(phone.locator(".recording-time")).to_have_text("0:01")
    await phone.get_by_role("button", name="Send voice message").click()
    (update,) = await next_updates(bot)
    assert update.message
    voice = update.message.voice
    assert voice
    assert voice.mime_type == "audio/ogg"
    assert 1 <= voice.to_dict()["duration"] <= 10
    file = await voice.get_file()
    assert bytes(await file.download_as_bytearray()).startswith(b"OggS")

    await phone.get_by_role("button", name="Play: Voice message").click()
    await expect(phone.get_by_role("button", name="Pause: Voice message")).to_be_visible()
    await expect(phone.get_by_text("This browser cannot play")).to_be_hidden()


async def test_without_a_microphone_a_recording_can_be_chosen(
    simulator: RunningSimulator, bot: telegram.Bot, erika: int
) -> None:
    async with open_chat_page(simulator.url) as chat_page:
        await chat_page.page.add_init_script(
            "navigator.mediaDevices.getUserMedia = async () => { throw new DOMException('', 'NotFoundError'); };"
        )
        await chat_page.open(erika)
        phone = chat_page.phone("Erika")
        async with chat_page.page.expect_file_chooser() as choosing:
            await phone.get_by_role("button", name="Record a voice message").click()
        await expect(phone.locator(".toast")).to_contain_text("There is no microphone that works.")
        await (await choosing.value).set_files({"name": "a.ogg", "mimeType": "audio/ogg", "buffer": b"OggS"})
        await phone.get_by_role("dialog").get_by_role("button", name="Send").click()
        (update,) = await next_updates(bot)
        assert update.message
        assert update.message.voice


async def test_a_resident_sends_places_contacts_stickers_and_files(
    chat_page: ChatPage, bot: telegram.Bot, erika: int
) -> None:
    button = KeyboardButton("Standort senden", request_location=True)
    await bot.send_message(erika, "Wo?", reply_markup=ReplyKeyboardMarkup([[button]]))
    await chat_page.open(erika)
    phone = chat_page.phone("Erika")

    async def attach(kind: str) -> None:
        await phone.get_by_role("button", name="Attach").click()
        await phone.get_by_role("menuitem", name=kind).click()

    async def received() -> telegram.Message:
        (update,) = await next_updates(bot)
        assert update.message
        return update.message

    await phone.get_by_role("button", name="Standort senden").click()
    await phone.get_by_role("button", name="Send where I am").click()
    place = (await received()).location
    assert place
    assert (place.latitude, place.longitude, place.horizontal_accuracy) == (51.5294, 7.4672, 25)

    await attach("Location")
    await phone.get_by_label("Latitude").fill("95")
    await phone.get_by_label("Longitude").fill("7,4")
    await phone.get_by_role("dialog").get_by_role("button", name="Send", exact=True).click()
    await expect(phone.get_by_role("dialog").get_by_role("alert")).to_contain_text("between −90 and 90")
    await phone.get_by_role("button", name="Hörde").click()
    place = (await received()).location
    assert place
    assert round(place.latitude, 3) == 51.488

    await attach("Sticker")
    await phone.get_by_role("button", name="👍").click()
    sticker = (await received()).sticker
    assert sticker
    assert sticker.emoji == "👍"

    await attach("Contact")
    await phone.get_by_role("button", name="Send the resident’s own number").click()
    contact = (await received()).contact
    assert contact
    assert contact.user_id == erika

    async with chat_page.page.expect_file_chooser() as choosing:
        await attach("File")
    await (await choosing.value).set_files({"name": "liste.csv", "mimeType": "text/csv", "buffer": b"a;b"})
    await phone.get_by_label("Caption").fill("Die Liste")
    await phone.get_by_role("dialog").get_by_role("button", name="Send").click()
    message = await received()
    assert message.document
    assert (message.document.file_name, message.caption) == ("liste.csv", "Die Liste")
    async with chat_page.page.expect_download() as loading:
        await phone.get_by_role("link", name="liste.csv").click()
    assert (await (await loading.value).path()).read_bytes() == b"a;b"

    await phone.get_by_role("button", name="What you can do with this chat").click()
    await phone.get_by_role("menuitem", name="Send as forwarded").click()
    await phone.get_by_label("Who wrote it first").fill("Herr Yılmaz")
    await phone.get_by_label("Text").fill("Der Aufzug steht still")
    await phone.get_by_role("dialog").get_by_role("button", name="Send").click()
    origin = (await received()).forward_origin
    assert isinstance(origin, telegram.MessageOriginHiddenUser)
    assert origin.sender_user_name == "Herr Yılmaz"


async def test_a_vote_shows_bars_that_move_with_the_votes_of_others(
    chat_page: ChatPage, bot: telegram.Bot, people: SimulatorClient, erika: int, amina: int
) -> None:
    group = await people.add_group("Werkstatt", [erika, amina])
    poll = await bot.send_poll(group, "Was zuerst?", ["Bänke", "Bäume"], is_anonymous=False)
    await chat_page.page.goto(f"{chat_page.url}/#{group}")
    phone = chat_page.phone("Werkstatt")
    await phone.get_by_role("button", name="Bäume").click()
    await expect(phone.locator(".poll-percent")).to_have_text(["0 %", "100 %"])
    await people.vote(group, poll.message_id, [0], user_id=amina)
    await expect(phone.locator(".poll-percent")).to_have_text(["50 %", "50 %"])
    await expect(phone.get_by_text("2 votes")).to_be_visible()
    await phone.get_by_role("button", name="Take back my vote").click()
    await expect(phone.get_by_role("button", name="Bänke")).to_be_visible()


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
