"""What the bot can answer, in the kernel's own words; a channel turns these into its calls."""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True)
class Button:
    """A button under a message. `data` comes back with ChoicePressed and is at most 64 bytes of UTF-8."""

    label: str
    data: str


class Keyboard(StrEnum):
    """What happens to the keyboard that stands in place of the typing keyboard."""

    KEEP = "keep"
    ASK_LOCATION = "ask_location"  # one big button that shares the location; `rows` must be empty
    REMOVE = "remove"  # `rows` must be empty: Telegram takes one markup a message


@dataclass(frozen=True)
class Document:
    """A file to send. `content` is text, sent as UTF-8."""

    name: str
    content: str


@dataclass(frozen=True)
class Media:
    """A picture, sound or film that a survey shows (`kind`: "image", "audio", "video"), by the name that its form
    gives the file. `caption` is what it shows, "" where the message that follows says it."""

    kind: str
    survey: str
    version: int
    name: str
    caption: str = ""


@dataclass(frozen=True)
class Message:
    """A message in plain text (no markup), with rows of buttons.

    `edits` asks to change the message whose button was pressed instead of sending a new one; where that
    is not possible the channel sends a new one. `keyboard_label` names the location button. `media` come before
    it, each as a message of its own; what cannot be had is left out.
    """

    text: str
    rows: tuple[tuple[Button, ...], ...] = ()
    edits: bool = False
    keyboard: Keyboard = Keyboard.KEEP
    keyboard_label: str = ""
    document: Document | None = None
    media: tuple[Media, ...] = ()


@dataclass(frozen=True)
class Toast:
    """The answer to a press, shown for a moment; empty where the press needs no words."""

    text: str = ""


Reply = Message | Toast
