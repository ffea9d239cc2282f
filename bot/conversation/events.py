"""What a resident can do, in the kernel's own words; a channel turns its updates into these."""

from dataclasses import dataclass

from nlu.understanding import Understanding


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that happened in a resident's chat.

    `client_language` is the language of the resident's device as the channel reports it ("de", "pt-br", None).
    """

    client_language: str | None = None


@dataclass(frozen=True, kw_only=True)
class TextSent(Event):
    """A typed text. `understanding` is filled by the host where `needs` asked for it."""

    text: str
    understanding: Understanding | None = None


@dataclass(frozen=True, kw_only=True)
class VoiceSent(Event):
    """A voice note. `text` is what was heard, where speech recognition is there and heard something; `file` is
    the channel's own name for it."""

    duration: int = 0
    file: str = ""
    text: str | None = None
    understanding: Understanding | None = None


@dataclass(frozen=True, kw_only=True)
class CommandGiven(Event):
    """A command without its slash and bot name, in lower case: `/Start@bot s_ab` is ("start", "s_ab")."""

    name: str
    argument: str = ""


@dataclass(frozen=True, kw_only=True)
class ChoicePressed(Event):
    """A pressed button. `data` is the button's, and may be crafted or years old."""

    data: str


@dataclass(frozen=True, kw_only=True)
class LocationShared(Event):
    """A point in WGS84 degrees; the channel may pass on anything."""

    latitude: float
    longitude: float


@dataclass(frozen=True, kw_only=True)
class TextEdited(Event):
    """An earlier message was changed by its sender."""

    text: str


@dataclass(frozen=True, kw_only=True)
class MediaSent(Event):
    """Anything else that the bot does not read: `kind` is "photo", "sticker", "contact", "forwarded", ...

    `file` is the channel's own name for the file ("" where there is none), under which it can be had again,
    `content` the media type that the sender claims ("image/png", "" where none is known).
    """

    kind: str
    file: str = ""
    content: str = ""
