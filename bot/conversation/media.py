"""What residents send besides words: voice notes, pictures, stickers, and whatever else there may be."""

from bot.conversation import privacy, welcome
from bot.conversation.events import Event, MediaSent, TextEdited, VoiceSent
from bot.conversation.talk import Talk


def answer(talk: Talk, event: Event) -> None:
    """A friendly word on what is not read, and the way on."""
    t = talk.t
    if talk.session.stopped:
        privacy.remind_stopped(talk)
        return
    if talk.session.consent != "given":
        welcome.explain(talk)
        return
    if isinstance(event, VoiceSent):
        words = t("🎤 Thank you for your voice message. I cannot listen yet. Please write it in a few words.")
    elif isinstance(event, TextEdited):
        words = t("✏️ I do not see changes in old messages. Please send your words again as a new message.")
    elif isinstance(event, MediaSent) and event.kind == "forwarded":
        words = t("↪️ I do not read forwarded messages. Please tell me in your own words.")
    elif isinstance(event, MediaSent) and event.kind in ("sticker", "dice", "animation"):
        words = t("🙂 Thank you! I can only read words. What would you like to tell me?")
    elif isinstance(event, MediaSent) and event.kind == "contact":
        words = t("👤 I do not keep contacts. Please do not send me anyone's phone number.")
    else:
        words = t("📎 I cannot open this and have not kept it. Please tell me in words.")
    talk.say(words)
    talk.finish("")
