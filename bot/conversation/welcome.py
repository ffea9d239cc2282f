"""The first words: who asks, what for, what is kept, how to leave; and whether the resident agrees."""

from typing import Final

from bot.conversation import place
from bot.conversation.facts import ConsentGiven, ConsentRefused, LanguageChosen
from bot.conversation.language import language_rows
from bot.conversation.talk import Row, Talk
from bot.wording import same
from nlu.understanding import Understanding

TOPIC: Final = "consent"
CONSENT_VERSION: Final = "2026-11-22"  # of the text below: whoever changes what is asked changes this


def show(talk: Talk, *, edits: bool = False) -> None:
    """The greeting with the question for consent, in one message that changes with the language."""
    t, host = talk.t, talk.world.host
    talk.enter(TOPIC)
    parts = [
        t("👋 Hello! I am the neighbourhood bot of {city}.", city=host.city),
        t(
            "{organisation} is asking: What do you need where you live? What is missing?",
            organisation=host.organisation,
        ),
        t("You can answer a few questions or tell me in your own words. It is free and voluntary."),
        t(
            "🔒 I keep your language, your neighbourhood, your answers and what you tell me is missing. I do not keep your name or your phone number."
        ),
        t(
            "The city sees figures and texts, but not who wrote them. To be able to reply, I keep your Telegram ID locked away."
        ),
        t("🚪 You can leave at any time: /stop ends all messages, /delete erases everything. More: /privacy"),
        t("Would you like to take part?"),
    ]
    if talk.session.consent == "refused":
        parts = [
            t("👋 Hello again! Last time you did not want to take part. That is fine."),
            t("Have you changed your mind?"),
        ]
    talk.say("\n\n".join(parts), _answers(talk), *language_rows(talk), edits=edits)


def explain(talk: Talk) -> None:
    """Consent comes first: said when somebody writes without having agreed."""
    t = talk.t
    if talk.session.consent == "refused":
        talk.say(
            t(
                "You chose not to take part, and that is fine. I have not kept your message. If you change your mind, press a button."
            ),
            _answers(talk),
        )
        return
    talk.say(
        t(
            "Thank you for writing! Before I may keep anything, I need your yes. I have not kept your message."
        ),
        _answers(talk),
    )


def _answers(talk: Talk) -> Row:
    t = talk.t
    return (
        talk.button(t("✅ Yes, I take part"), TOPIC, "yes", lasting=True),
        talk.button(t("No, thank you"), TOPIC, "no", lasting=True),
    )


def pressed(talk: Talk, value: str) -> None:
    """The resident's decision, also on an old greeting: the words above the button were the same."""
    if value == "yes":
        agree(talk)
    elif value == "no":
        refuse(talk)


def said(talk: Talk, text: str, understanding: Understanding | None) -> bool:
    """A typed decision: the button's words in any language, or a plain yes or no."""
    every = talk.world.catalogues.every
    top = (
        understanding.top.id
        if understanding and understanding.top and understanding.top.confidence > 0.5
        else ""
    )
    short = len(text.split()) <= 3
    if any(same(text, label) for label in every("✅ Yes, I take part")) or (short and top == "affirm"):
        agree(talk)
    elif any(same(text, label) for label in every("No, thank you")) or (short and top == "deny"):
        refuse(talk)
    else:
        return False
    return True


def agree(talk: Talk) -> None:
    t, session = talk.t, talk.session
    if session.consent == "given":
        talk.toast(t("You are already taking part. Thank you!"))
        return
    session.consent = "given"
    talk.note(ConsentGiven(CONSENT_VERSION, session.language))
    talk.note(LanguageChosen(session.language))
    talk.leave(TOPIC)
    thanks = t("Thank you! It is good that you are here.")
    if session.area:
        talk.say(thanks)
        talk.finish(TOPIC)
    else:
        place.show(talk, thanks)  # the greeting stays as it is: it says what was agreed to


def refuse(talk: Talk) -> None:
    t, session = talk.t, talk.session
    if session.consent == "given":
        talk.toast(t("You are taking part. To leave, write /stop or /delete."))
        return
    session.consent = "refused"
    talk.note(ConsentRefused(CONSENT_VERSION, session.language))
    talk.say(
        t(
            "That is fine. I keep nothing of what you write. If you change your mind one day, write /start. All the best to you!"
        ),
        edits=True,
    )


def resume(talk: Talk) -> None:
    show(talk, edits=True)
