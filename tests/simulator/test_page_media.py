"""The chat page in a real browser: voice, places, files and polls."""

import telegram
from playwright.async_api import expect
from telegram import KeyboardButton, ReplyKeyboardMarkup

from bot.simulator import RunningSimulator
from bot.simulator.client import SimulatorClient
from tests.simulator.chat_page import ChatPage, next_updates, open_chat_page

# The fixtures of a browser are only for the tests that need one.
pytest_plugins = ("tests.simulator.page_fixtures",)


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
