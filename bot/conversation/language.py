"""Choosing the language."""

from typing import Final

from babel import Locale

from bot.conversation.facts import LanguageChosen
from bot.conversation.talk import Row, Talk, grid
from bot.texts import LANGUAGES
from bot.wording import bare, same
from nlu.understanding import Understanding

TOPIC: Final = "language"


def language_rows(talk: Talk) -> tuple[Row, ...]:
    """All languages by their own names; the present one is ticked."""
    buttons = [
        talk.button(
            f"✓ {each.name}" if code == talk.session.language else each.name, TOPIC, code, lasting=True
        )
        for code, each in LANGUAGES.items()
    ]
    return grid(buttons, 3)


def show(talk: Talk) -> None:
    talk.enter(TOPIC)
    talk.say(talk.t("🌐 Which language would you like?"), *language_rows(talk))


def pressed(talk: Talk, value: str) -> None:
    """A language button, from any message at any time."""
    if value not in LANGUAGES:
        return
    choose(talk, value)


def said(talk: Talk, text: str, understanding: Understanding | None) -> bool:
    """A language by its own name or its name in any of our languages."""
    code = named(text)
    if code:
        choose(talk, code)
    else:
        talk.leave(TOPIC)  # whoever writes about something else has made up their mind
    return bool(code)


def named(text: str) -> str:
    """The language whose name `text` is, or "": by its own name and, through Babel, in the other eleven."""
    for code, language in LANGUAGES.items():
        if same(text, language.name) or bare(text) == code:
            return code
    for code in LANGUAGES:
        names = (Locale.parse(other).languages.get(code, "") for other in LANGUAGES)
        if any(same(text, name) for name in names):
            return code
    return ""


def choose(talk: Talk, code: str) -> None:
    session = talk.session
    session.language = code
    session.language_chosen = True
    if session.consent == "given":
        talk.note(LanguageChosen(code))
        talk.say(talk.t("👍 From now on I write in {language}.", language=LANGUAGES[code].name))
        talk.finish(TOPIC)
        return
    talk.finish(TOPIC)  # the greeting waits below, and is said again in the new language


def resume(talk: Talk) -> None:
    show(talk)
