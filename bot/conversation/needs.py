"""What the host has to fetch before a turn."""

from enum import StrEnum

from bot.conversation import privacy
from bot.conversation.events import ChoicePressed, CommandGiven, Event, TextSent, VoiceSent
from bot.conversation.session import Session
from bot.conversation.talk import read_press


class Need(StrEnum):
    """What the host has to fetch before a turn."""

    UNDERSTANDING = "understanding"
    STORED = "stored"


def needs(session: Session, event: Event) -> frozenset[Need]:
    """What the host has to fetch for `advance`, and no more: texts are understood, data is read when asked for."""
    if isinstance(event, TextSent) or (isinstance(event, VoiceSent) and event.text):
        wanted = {Need.UNDERSTANDING}
        if session.topics and session.topics[-1] == privacy.ERASE:
            wanted.add(Need.STORED)
        return frozenset(wanted)
    if isinstance(event, CommandGiven) and event.name in ("mydata", "delete"):
        return frozenset({Need.STORED})
    press = read_press(event.data) if isinstance(event, ChoicePressed) else None
    if press and press.topic in (privacy.TOPIC, privacy.ERASE):
        return frozenset({Need.STORED})
    return frozenset()
