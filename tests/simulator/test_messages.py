"""Sending, editing and deleting, as a bot experiences it."""

import pytest
import telegram
from telegram import (
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)
from telegram.error import BadRequest, Forbidden

from bot.simulator.client import SimulatorClient
from bot.simulator.jsontypes import Json
from tests.simulator.conftest import Clock, RawBot

NOT_MODIFIED = (
    "400 Bad Request: message is not modified: specified new message content and reply markup "
    "are exactly the same as a current content and reply markup of the message"
)
YES: Json = {"inline_keyboard": [[{"text": "Ja", "callback_data": "y"}]]}


@pytest.mark.parametrize(
    ("parameters", "refusal"),
    [
        ({"text": "x"}, "400 Bad Request: chat_id is empty"),
        ({"chat_id": 5, "text": "x"}, "400 Bad Request: chat not found"),
        ({"chat_id": "@nobody", "text": "x"}, "400 Bad Request: chat not found"),
        ({"chat": 1}, "400 Bad Request: message text is empty"),
        ({"chat": 1, "text": " \n "}, "400 Bad Request: message text is empty"),
        ({"chat": 1, "text": "<b> </b>", "parse_mode": "HTML"}, "400 Bad Request: message text is empty"),
        ({"chat": 1, "text": "x" * 4097}, "400 Bad Request: message is too long"),
        ({"chat": 1, "text": "x", "parse_mode": "Latex"}, "400 Bad Request: unsupported parse_mode"),
        (
            {"chat": 1, "text": "<p>", "parse_mode": "HTML"},
            '400 Bad Request: can\'t parse entities: Unsupported start tag "p" at byte offset 0',
        ),
        (
            {"chat": 1, "text": "x", "entities": "["},
            "400 Bad Request: can't parse entities: can't parse entities JSON object",
        ),
        (
            {"chat": 1, "text": "x", "reply_parameters": {"message_id": 99}},
            "400 Bad Request: message to be replied not found",
        ),
    ],
)
async def test_a_wrong_message_is_refused(raw: RawBot, amina: int, parameters: Json, refusal: str) -> None:
    if parameters.pop("chat", None):
        parameters["chat_id"] = amina
    assert await raw.refusal("sendMessage", **parameters) == refusal


async def test_the_longest_message_goes_through(raw: RawBot, amina: int) -> None:
    text = "<b>" + "ö" * 4096 + "</b>"
    sent = await raw.result("sendMessage", chat_id=amina, text=text, parse_mode="HTML")
    assert len(sent["text"]) == 4096


async def test_a_bot_cannot_write_first(raw: RawBot, people: SimulatorClient, amina: int) -> None:
    jan = await people.add_user("Jan")
    assert await raw.refusal("sendMessage", chat_id=jan, text="x") == "400 Bad Request: chat not found"
    await people.add_group("Werkstatt", [amina, jan])
    assert await raw.refusal("sendMessage", chat_id=jan, text="x") == (
        "403 Forbidden: bot can't initiate conversation with a user"
    )
    await people.send(jan, "/start")
    assert (await raw.result("sendMessage", chat_id=jan, text="x"))["text"] == "x"


async def test_a_bot_that_is_blocked_hears_so(bot: telegram.Bot, people: SimulatorClient, amina: int) -> None:
    await people.block(amina)
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(amina, "x")
    with pytest.raises(Forbidden):
        await bot.send_chat_action(amina, "typing")
    (update,) = await bot.get_updates()
    assert update.my_chat_member is not None
    assert update.my_chat_member.new_chat_member.status == "kicked"
    await people.block(amina, False)
    await bot.send_message(amina, "x")
    (update,) = await bot.get_updates(offset=update.update_id + 1)
    assert update.my_chat_member is not None
    assert update.my_chat_member.new_chat_member.status == "member"


async def test_an_edit_changes_text_and_keyboard(
    raw: RawBot, people: SimulatorClient, amina: int, clock: Clock
) -> None:
    sent = await raw.result("sendMessage", chat_id=amina, text="Alt", reply_markup=YES)
    clock.time += 60
    target = {"chat_id": amina, "message_id": sent["message_id"]}
    edited = await raw.result("editMessageText", **target, text="Neu", reply_markup=YES)
    assert (edited["text"], edited["reply_markup"], edited["edit_date"]) == ("Neu", YES, sent["date"] + 60)
    assert await raw.refusal("editMessageText", **target, text="Neu", reply_markup=YES) == NOT_MODIFIED
    bare = await raw.result("editMessageText", **target, text="Neu")
    assert "reply_markup" not in bare
    assert await raw.refusal("editMessageReplyMarkup", **target) == NOT_MODIFIED
    again = await raw.result("editMessageReplyMarkup", **target, reply_markup=YES)
    assert again["reply_markup"] == YES
    assert [message["text"] for message in await people.messages(amina)] == ["Neu"]


async def test_a_picture_has_a_caption_and_no_text_to_edit(bot: telegram.Bot, amina: int) -> None:
    from tests.simulator.samples import png

    photo = await bot.send_photo(amina, png(), caption="<i>alt</i>", parse_mode="HTML")
    edited = await photo.edit_caption("neu")
    assert isinstance(edited, telegram.Message)
    assert edited.caption == "neu"
    assert not edited.caption_entities
    with pytest.raises(BadRequest, match="There is no text in the message to edit"):
        await photo.edit_text("x")
    with pytest.raises(BadRequest, match="Message caption is too long"):
        await photo.edit_caption("x" * 1025)
    text = await bot.send_message(amina, "x")
    with pytest.raises(BadRequest, match="There is no caption in the message to edit"):
        await text.edit_caption("x")


async def test_only_own_messages_without_a_reply_keyboard_can_be_edited(
    raw: RawBot, people: SimulatorClient, amina: int
) -> None:
    theirs = await people.send(amina, "von mir")
    keyboard = await raw.result("sendMessage", chat_id=amina, text="?", reply_markup={"keyboard": [["A"]]})
    for message in (theirs, keyboard):
        refusal = await raw.refusal(
            "editMessageText", chat_id=amina, message_id=message["message_id"], text="x"
        )
        assert refusal == "400 Bad Request: message can't be edited"
    assert await raw.refusal("editMessageText", chat_id=amina, message_id=99, text="x") == (
        "400 Bad Request: message to edit not found"
    )
    assert await raw.refusal("editMessageText", chat_id=amina, text="x") == (
        "400 Bad Request: message identifier is not specified"
    )


async def test_deleting(raw: RawBot, people: SimulatorClient, amina: int, clock: Clock) -> None:
    group = await people.add_group("Werkstatt", [amina])
    mine = await raw.result("sendMessage", chat_id=amina, text="x")
    theirs = await people.send(amina, "y")
    in_group = await people.send(group, "z")
    for message in (mine, theirs):
        await raw.result("deleteMessage", chat_id=amina, message_id=message["message_id"])
    assert await people.messages(amina) == []
    assert await raw.refusal("deleteMessage", chat_id=amina, message_id=mine["message_id"]) == (
        "400 Bad Request: message to delete not found"
    )
    assert await raw.refusal("deleteMessage", chat_id=group, message_id=in_group["message_id"]) == (
        "400 Bad Request: message can't be deleted"
    )
    old = await raw.result("sendMessage", chat_id=amina, text="x")
    clock.time += 48 * 3600 + 1
    assert await raw.refusal("deleteMessage", chat_id=amina, message_id=old["message_id"]) == (
        "400 Bad Request: message can't be deleted for everyone"
    )


async def test_a_reply_holds_what_it_replies_to(
    bot: telegram.Bot, people: SimulatorClient, amina: int
) -> None:
    asked = await people.send(amina, "Wo?")
    reply = telegram.ReplyParameters(asked["message_id"])
    answer = await bot.send_message(amina, "Hier", reply_parameters=reply)
    assert answer.reply_to_message is not None
    assert answer.reply_to_message.text == "Wo?"


async def test_the_reply_keyboard_comes_and_goes(
    bot: telegram.Bot, people: SimulatorClient, amina: int
) -> None:
    markup = ReplyKeyboardMarkup([["Deutsch", "العربية"]], resize_keyboard=True, one_time_keyboard=True)
    await bot.send_message(amina, "Sprache?", reply_markup=markup)
    shown = (await people.chat(amina))["reply_keyboard"]
    assert shown["keyboard"] == [[{"text": "Deutsch"}, {"text": "العربية"}]]
    pressed = await people.press(amina, "العربية")
    assert pressed["message"]["text"] == "العربية"
    assert (await people.chat(amina))["reply_keyboard"] is None
    await bot.send_message(amina, "?", reply_markup=ReplyKeyboardMarkup([["A"]]))
    await people.press(amina, "A")
    assert (await people.chat(amina))["reply_keyboard"] is not None
    await bot.send_message(amina, "weg", reply_markup=ReplyKeyboardRemove())
    assert (await people.chat(amina))["reply_keyboard"] is None
    asked = await bot.send_message(
        amina, "Name?", reply_markup=ForceReply(input_field_placeholder="Ihr Name")
    )
    assert (await people.chat(amina))["force_reply"] == {
        "message_id": asked.message_id,
        "input_field_placeholder": "Ihr Name",
    }
    named = await people.send(amina, "Amina")
    assert named["reply_to_message"]["message_id"] == asked.message_id
    assert (await people.chat(amina))["force_reply"] is None


async def test_a_chat_action_shows_until_the_bot_writes(
    bot: telegram.Bot, people: SimulatorClient, raw: RawBot, amina: int
) -> None:
    await bot.send_chat_action(amina, "typing")
    assert (await people.chat(amina))["action"] == "typing"
    await bot.send_message(amina, "x")
    assert (await people.chat(amina))["action"] is None
    assert await raw.refusal("sendChatAction", chat_id=amina, action="dancing") == (
        "400 Bad Request: wrong parameter action in request"
    )


def inline(*buttons: Json) -> Json:
    return {"inline_keyboard": [list(buttons)]}


@pytest.mark.parametrize(
    ("markup", "refusal"),
    [
        (inline({"text": "A", "callback_data": "ä" * 33}), "BUTTON_DATA_INVALID"),
        (inline({"text": "A"}), "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"),
        (inline({"callback_data": "a"}), 'can\'t parse inline keyboard button: can\'t find field "text"'),
        (inline({"text": 1, "callback_data": "a"}), 'can\'t parse inline keyboard button: field "text" must be of type String'),
        (inline({"text": "A", "url": "http://localhost/"}), "inline keyboard button URL 'http://localhost/' is invalid: Wrong HTTP URL"),
        (inline({"text": "A", "url": "mailto://x"}), "inline keyboard button URL 'mailto://x' is invalid: Unsupported URL protocol"),
        (inline(*[{"text": "A", "callback_data": "a"}] * 101), "reply markup is too long"),
        (inline(*[{"text": "A" * 100, "callback_data": "a"}] * 90), "reply markup is too long"),
        ({"inline_keyboard": [{"text": "A"}]}, 'field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays'),
        ({"inline_keyboard": "A"}, 'field "inline_keyboard" must be of type Array'),
        ({"keyboard": ["A"]}, 'field "keyboard" must be an Array of Arrays'),
        ({"keyboard": [[5]]}, "can't parse keyboard button: KeyboardButton must be a String or an Object"),
        ("{", "can't parse reply keyboard markup JSON object"),
        ([1], "object expected as reply markup"),
    ],
)  # fmt: skip
async def test_a_wrong_keyboard_is_refused(raw: RawBot, amina: int, markup: object, refusal: str) -> None:
    description = await raw.refusal("sendMessage", chat_id=amina, text="x", reply_markup=markup)
    assert description == f"400 Bad Request: {refusal}"


async def test_a_full_keyboard_goes_through(bot: telegram.Bot, amina: int) -> None:
    row = [InlineKeyboardButton("🙂", callback_data="ä" * 32)] * 2 + [
        InlineKeyboardButton("→", url="dortmund.de")
    ]
    sent = await bot.send_message(amina, "x", reply_markup=InlineKeyboardMarkup([row] * 33))
    assert sent.reply_markup is not None
    assert sent.reply_markup.inline_keyboard[0][2].url == "http://dortmund.de/"


async def test_some_buttons_are_for_private_chats(raw: RawBot, people: SimulatorClient, amina: int) -> None:
    group = await people.add_group("Werkstatt", [amina])
    for what, refusal in (("location", "location"), ("contact", "phone number")):
        markup = {"keyboard": [[{"text": "Teilen", f"request_{what}": True}]]}
        assert await raw.refusal("sendMessage", chat_id=group, text="x", reply_markup=markup) == (
            f"400 Bad Request: {refusal} can be requested in private chats only"
        )


async def test_editing_takes_inline_keyboards_only(raw: RawBot, amina: int) -> None:
    sent = await raw.result("sendMessage", chat_id=amina, text="x")
    refusal = await raw.refusal(
        "editMessageReplyMarkup",
        chat_id=amina,
        message_id=sent["message_id"],
        reply_markup={"keyboard": [["A"]]},
    )
    assert refusal == "400 Bad Request: inline keyboard expected"
