"""Presses of buttons, votes, blocking."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from bot.simulator.errors import SimError
from bot.simulator.jsontypes import Json
from bot.simulator.keyboards import buttons
from bot.simulator.limits import LIMITS
from bot.simulator.sim.bodies import (
    answer,
    chat_of,
    flag_field,
    number_field,
    open_to_residents,
    read_json,
    speaker,
    text_field,
    wait_seconds,
    world_of,
)
from bot.simulator.sim.people import tell_membership
from bot.simulator.sim.sending import contact_of, location_of, send_as
from bot.simulator.state import Bot, Callback, Chat, Message, User
from bot.simulator.updates import queue_update
from bot.simulator.voting import vote as cast_vote
from bot.simulator.world import World

_NO_ANSWER: Json = {
    "answered": False,
    "text": None,
    "show_alert": False,
    "url": None,
    "callback_query_id": None,
    "message": None,
}


async def press(request: Request) -> Response:
    """`POST /sim/chats/{chat_id}/press`"""
    world, body = world_of(request), await read_json(request)
    bot, chat = chat_of(request)
    open_to_residents(chat)
    user = speaker(world, chat, body)
    message, button = _find_button(chat, body)
    if message is None:
        return answer(_NO_ANSWER | {"message": _press_reply(world, bot, chat, user, button, body).shown()})
    if "callback_data" not in button:
        return answer(_NO_ANSWER | {"url": button.get("url")})
    wait = body.get("wait", 10)
    if isinstance(wait, bool) or not isinstance(wait, int | float):
        raise SimError("'wait' must be a number of seconds.")
    callback = _callback(world, bot, chat, user, message, button["callback_data"])
    found = await callback.answered.until(lambda: callback.answer, wait_seconds(wait))
    return answer(
        _NO_ANSWER | {"callback_query_id": callback.id} | ({"answered": True, **found} if found else {})
    )


def _find_button(chat: Chat, body: Json) -> tuple[Message | None, Json]:
    """The button meant and the message it is on; no message for one of the reply keyboard. Raises SimError."""
    data = text_field(body, "data", longest=4096)
    label = text_field(body, "label", longest=4096)
    if (data is None) == (label is None):
        raise SimError("Give either the 'data' or the 'label' of the button.")
    places: list[tuple[Message | None, list[Json]]] = []
    if body.get("message_id") is None:
        newest_first = reversed(chat.messages.values())
        places = [(message, _inline(message)) for message in newest_first if message.from_bot]
        places.append((None, buttons(chat.keyboard)))
    else:
        message = chat.messages.get(number_field(body, "message_id"))
        if message is None:
            raise SimError(f"There is no message {body['message_id']}.", 404)
        # The reply keyboard belongs to the message that brought it.
        shown = buttons(chat.keyboard) if chat.keyboard is message.markup else []
        places = [(message, _inline(message)), (None, shown)]
    for place, found in places:
        for button in found:
            if button.get("callback_data") == data if data is not None else button["text"] == label:
                return place, button
    there = next((found for _, found in places if found), [])
    labels = [button["text"] for button in there] or [button["text"] for button in buttons(chat.keyboard)]
    wanted = f"data {data!r}" if data is not None else f"the label {label!r}"
    known = [button["callback_data"] for button in there if "callback_data" in button]
    raise SimError(
        f"There is no button with {wanted}; there are: {', '.join(labels) or 'none'}.",
        labels=labels,
        data=known,
    )


def _inline(message: Message) -> list[Json]:
    return buttons(message.markup) if message.markup and "inline_keyboard" in message.markup else []


def _callback(world: World, bot: Bot, chat: Chat, user: User, message: Message, data: str) -> Callback:
    callback = Callback(world.unique_number(), chat, user.id, message.id, world.settings.clock())
    bot.callbacks[callback.id] = callback
    if len(bot.callbacks) > LIMITS["kept_callbacks"]:
        del bot.callbacks[next(iter(bot.callbacks))]
    queue_update(
        bot,
        chat.id,
        callback_query={
            "id": callback.id,
            "from": user.as_user(),
            "message": message.body,
            "chat_instance": str(abs(chat.id) * 7919),
            "data": data,
        },
    )
    return callback


def _press_reply(world: World, bot: Bot, chat: Chat, user: User, button: Json, body: Json) -> Message:
    """A button of the reply keyboard sends its text, or what it asks for."""
    content: Json = {"text": button["text"]}
    if button.get("request_location"):
        if body.get("location") is None:
            raise SimError("This button asks for the location: give 'location' with latitude and longitude.")
        content = {"location": location_of(body["location"])}
    elif button.get("request_contact"):
        content = {"contact": contact_of(user, body.get("contact", True))}
    one_time = bool(chat.keyboard and chat.keyboard.get("one_time_keyboard"))
    message = send_as(world, bot, chat, user, content)
    if one_time:
        chat.keyboard = None
    return message


async def vote(request: Request) -> Response:
    """`POST /sim/chats/{chat_id}/vote`"""
    world, body = world_of(request), await read_json(request)
    bot, chat = chat_of(request)
    open_to_residents(chat)
    user = speaker(world, chat, body)
    message = chat.messages.get(number_field(body, "message_id"))
    if message is None:
        raise SimError(f"There is no message {body['message_id']}.", 404)
    chosen: Any = body.get("options")
    if not isinstance(chosen, list) or not all(type(index) is int for index in chosen):
        raise SimError("'options' must be a list of numbers of options, counted from 0.")
    return answer(cast_vote(world, bot, chat, message, user, chosen))


async def block(request: Request) -> Response:
    """`POST /sim/chats/{chat_id}/block`"""
    world, body = world_of(request), await read_json(request)
    bot, chat = chat_of(request)
    blocked = flag_field(body, "blocked", True)
    user = speaker(world, chat, body)
    if blocked != chat.blocked:
        chat.blocked = blocked
        old, new = ("member", "kicked") if blocked else ("kicked", "member")
        tell_membership(world, bot, chat, user, old=old, new=new)
        world.events.add("blocked", bot.id, chat_id=chat.id, blocked=blocked)
    return answer({"blocked": blocked})
