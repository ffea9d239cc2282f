"""Native polls."""

import asyncio
from typing import Any

from bot.simulator.errors import error
from bot.simulator.jsontypes import Json
from bot.simulator.keyboards import checked_markup
from bot.simulator.limits import LIMITS
from bot.simulator.messages import find_chat, find_message
from bot.simulator.methods.call import Call
from bot.simulator.methods.texts import send
from bot.simulator.parameters import Parameters
from bot.simulator.polls import Poll
from bot.simulator.text_entities import formatted
from bot.simulator.voting import close_if_due, close_poll


def send_poll(call: Call) -> Json:
    """https://core.telegram.org/bots/api#sendpoll"""
    parameters = call.parameters
    question, entities = formatted(parameters.text("question"), parameters.text("question_parse_mode"))
    if not question:
        raise error("poll_question_empty")
    if len(question) > LIMITS["poll_question"]:
        raise error("poll_question_long", limit=LIMITS["poll_question"])
    kind = parameters.text("type") or "regular"
    if kind not in ("regular", "quiz"):
        raise error("poll_type")
    options = _options(parameters)
    details: Json = {
        "question": question,
        "is_anonymous": parameters.flag("is_anonymous", True),
        "type": kind,
        "allows_multiple_answers": parameters.flag("allows_multiple_answers"),
        "allows_revoting": parameters.flag("allows_revoting", kind == "regular"),
        "members_only": False,
    }
    if entities:
        details["question_entities"] = entities
    if kind == "quiz":
        details |= _quiz(parameters, len(options))
    closing = _closing(call)
    chat = find_chat(call.bot, parameters, sending=True)
    poll = Poll(
        id=call.world.unique_number(),
        details=details | closing,
        options=options,
        is_closed=parameters.flag("is_closed"),
        close_at=closing.get("close_date"),
    )
    body = send(call, {"poll": poll.as_poll()}, chat, poll)
    message = chat.messages[body["message_id"]]
    if poll.close_at is not None:
        wait = poll.close_at - call.world.settings.clock()
        asyncio.get_running_loop().call_later(wait, close_if_due, call.world, call.bot, chat, message)
    return body


def _options(parameters: Parameters) -> list[Json]:
    given: Any = parameters.values.get("options")
    if not given and not isinstance(given, list):
        raise error("poll_options_unparsable")
    if isinstance(given, str):
        raise error("poll_options_unparsable")
    if not isinstance(given, list):
        raise error("poll_options_not_array")
    options = []
    for number, option in enumerate(given):
        option = {"text": option} if isinstance(option, str) else option
        if not isinstance(option, dict) or not isinstance(option.get("text"), str):
            raise error("poll_option_type")
        text, entities = formatted(option["text"], option.get("text_parse_mode"), option.get("text_entities"))
        if not text:
            raise error("poll_option_empty")
        if len(text) > LIMITS["poll_option"]:
            raise error("poll_option_long", limit=LIMITS["poll_option"])
        options.append(
            {"persistent_id": str(number), "text": text} | ({"text_entities": entities} if entities else {})
        )
    if not options:
        raise error("poll_few_options")
    if len(options) > LIMITS["poll_options"]:
        raise error("poll_many_options", limit=LIMITS["poll_options"])
    return options


def _quiz(parameters: Parameters, count: int) -> Json:
    correct: Any = parameters.values.get("correct_option_ids")
    if correct is None and "correct_option_id" in parameters.values:
        correct = [parameters.integer("correct_option_id", -1)]
    if (
        not isinstance(correct, list)
        or not correct
        or not all(type(n) is int and 0 <= n < count for n in correct)
    ):
        raise error("poll_quiz_option")
    quiz: Json = {"correct_option_ids": correct}
    explanation, entities = formatted(
        parameters.text("explanation"), parameters.text("explanation_parse_mode")
    )
    if len(explanation) > LIMITS["poll_explanation"]:
        raise error("poll_explanation_long")
    if explanation:
        quiz["explanation"] = explanation
    if explanation and entities:
        quiz["explanation_entities"] = entities
    return quiz


def _closing(call: Call) -> Json:
    """When the poll closes by itself, if it does."""
    now, longest = call.world.now(), LIMITS["poll_open_period"]
    if period := call.parameters.integer("open_period"):
        period = min(max(period, 5), longest)
        return {"open_period": period, "close_date": now + period}
    if date := call.parameters.integer("close_date"):
        return {"close_date": min(max(date, now + 5), now + longest)}
    return {}


def stop_poll(call: Call) -> Json:
    """https://core.telegram.org/bots/api#stoppoll"""
    chat = find_chat(call.bot, call.parameters, sending=False)
    message = find_message(chat, call.parameters, "message with poll to stop")
    if message.poll is None:
        raise error("poll_not_poll")
    if not message.from_bot:
        raise error("poll_cannot_stop")
    close_if_due(call.world, call.bot, chat, message)
    if message.poll.is_closed:
        raise error("poll_closed")
    markup = checked_markup(call.parameters.values.get("reply_markup"), private=True, inline_only=True)
    message.markup = markup
    message.body = {k: v for k, v in message.body.items() if k != "reply_markup"} | (
        {"reply_markup": markup} if markup else {}
    )
    close_poll(call.world, call.bot, chat, message)
    return message.poll.as_poll()
