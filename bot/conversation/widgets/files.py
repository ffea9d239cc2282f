"""Questions for a photo, a voice message, a video or a file. What is stored is the channel's own name for it."""

from collections.abc import Mapping
from typing import Final

from bot.conversation.asked import Asked
from bot.conversation.events import Event, MediaSent, VoiceSent
from bot.conversation.widgets.widget import Widget
from bot.surveys import Answer, QuestionType
from bot.texts import N_

LONGEST_NAME: Final = 255  # letters of the channel's name for a file
WANTED: Final[Mapping[QuestionType, str]] = {
    QuestionType.IMAGE: N_("📷 Please send a photo."),
    QuestionType.AUDIO: N_("🎤 Please send a voice message."),
    QuestionType.VIDEO: N_("🎬 Please send a video."),
    QuestionType.FILE: N_("📎 Please send a file or a photo."),
}
KINDS: Final[Mapping[QuestionType, frozenset[str]]] = {
    QuestionType.IMAGE: frozenset({"photo"}),
    QuestionType.AUDIO: frozenset({"voice", "audio"}),
    QuestionType.VIDEO: frozenset({"video", "video_note"}),
    QuestionType.FILE: frozenset({"document", "photo", "voice", "audio", "video", "video_note"}),
}
"""The kinds of messages (`MediaSent.kind`) that each question takes."""
CONTENTS: Final[Mapping[QuestionType, str]] = {
    QuestionType.IMAGE: "image/",
    QuestionType.AUDIO: "audio/",
    QuestionType.VIDEO: "video/",
}
"""What a document that is taken too may hold, by the beginning of its media type."""


def _took(asked: Asked, event: Event) -> Answer:
    kind = asked.question.type
    if isinstance(event, VoiceSent):
        fits, file = "voice" in KINDS[kind], event.file
    elif isinstance(event, MediaSent):
        inside = kind in CONTENTS and event.content.startswith(CONTENTS[kind])
        fits, file = event.kind in KINDS[kind] or (event.kind == "document" and inside), event.file
    else:
        return None
    return file if fits and 0 < len(file) <= LONGEST_NAME else None


def _wanted(asked: Asked) -> str:
    return asked.t(WANTED[asked.question.type])


def _refuse(asked: Asked) -> str:
    return asked.t("This answer does not fit here. Please look at the question again.")


def _unread(_asked: Asked, _text: str) -> Answer:
    return None


FILE: Final = Widget(_unread, how=_wanted, refuse=_refuse, kept=_unread, took=_took, wants_file=True)
