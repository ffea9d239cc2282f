"""Votes in polls, and what the bot is told of them."""

from bot.simulator.errors import SimError
from bot.simulator.jsontypes import Json
from bot.simulator.messages import change_message
from bot.simulator.state import Bot, Chat, Message, User
from bot.simulator.updates import queue_update
from bot.simulator.world import World


def votes_of(message: Message) -> list[Json]:
    """Who voted how, as `/sim` shows it."""
    votes = message.poll.votes if message.poll else {}
    return [
        {"message_id": message.id, "user_id": user_id, "option_ids": ids} for user_id, ids in votes.items()
    ]


def vote(world: World, bot: Bot, chat: Chat, message: Message, voter: User, chosen: list[int]) -> Json:
    """Cast, change or (with no option) take back a vote; returns the Poll. Raises SimError."""
    poll = message.poll
    if poll is None:
        raise SimError(f"Message {message.id} is not a poll.")
    close_if_due(world, bot, chat, message)
    if poll.is_closed:
        raise SimError("The poll is closed.")
    if any(not 0 <= index < len(poll.options) for index in chosen) or len(set(chosen)) != len(chosen):
        raise SimError(f"'options' must be different numbers from 0 to {len(poll.options) - 1}.")
    if len(chosen) > 1 and not poll.details["allows_multiple_answers"]:
        raise SimError("This poll allows one answer only.")
    if voter.id in poll.votes and not poll.details["allows_revoting"]:
        raise SimError("In this poll a vote cannot be changed.")
    if not chosen and voter.id not in poll.votes:
        raise SimError("There is no vote to take back.")
    if chosen:
        poll.votes[voter.id] = sorted(chosen)
    else:
        del poll.votes[voter.id]
    _changed(world, bot, chat, message)
    if not poll.details["is_anonymous"]:
        queue_update(bot, chat.id, poll_answer=poll.as_answer(voter.as_user(), sorted(chosen)))
    return poll.as_poll()


def close_poll(world: World, bot: Bot, chat: Chat, message: Message) -> None:
    """End a poll; everybody sees its result."""
    if message.poll:
        message.poll.is_closed = True
        _changed(world, bot, chat, message)


def close_if_due(world: World, bot: Bot, chat: Chat, message: Message) -> None:
    """End a poll whose time is over."""
    poll = message.poll
    if poll and not poll.is_closed and poll.close_at is not None and world.settings.clock() >= poll.close_at:
        close_poll(world, bot, chat, message)


def _changed(world: World, bot: Bot, chat: Chat, message: Message) -> None:
    if message.poll is None:
        return
    shown = message.poll.as_poll()
    change_message(world, bot, chat, message, message.body | {"poll": shown})
    votes = votes_of(message)
    world.events.add("poll", bot.id, chat_id=chat.id, message_id=message.id, poll=shown, votes=votes)
    queue_update(bot, chat.id, poll=shown)
