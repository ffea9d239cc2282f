"""The menu, settings and about: where everything starts and to which everything comes back."""

from typing import Final

from bot.conversation.talk import Talk
from bot.texts import N_
from bot.wording import same

TOPIC: Final = "menu"

COMMANDS: Final = (
    ("survey", N_("Answer a survey")),
    ("request", N_("Say what is missing")),
    ("language", N_("Change the language")),
    ("quartier", N_("Change your neighbourhood")),
    ("privacy", N_("What happens with your data")),
    ("mydata", N_("See what is stored about you")),
    ("delete", N_("Delete everything about you")),
    ("stop", N_("Stop all messages")),
    ("help", N_("Help")),
    ("cancel", N_("Back to the menu")),
)
"""The commands a resident can give, besides /start."""


ENTRIES: Final = (
    (N_("📝 Answer a survey"), "survey"),
    (N_("💬 Say what is missing"), "request"),
    (N_("⚙️ Settings"), "settings"),
    (N_("ℹ️ About this bot"), "about"),
)


def typed(talk: Talk, text: str) -> str:
    """The entry of the menu whose words were typed, in any language, or ""."""
    every = talk.world.catalogues.every
    return next((value for msgid, value in ENTRIES if any(same(text, label) for label in every(msgid))), "")


def show(talk: Talk, text: str = "") -> None:
    """The menu, under `text` or its own words."""
    t = talk.t
    talk.session.topics = []
    talk.say(
        text or t("What would you like to do?"),
        *((talk.button(t(msgid), TOPIC, value, lasting=True),) for msgid, value in ENTRIES),
    )


def settings(talk: Talk) -> None:
    t = talk.t
    area = talk.world.areas.get(talk.session.area)
    rows = [
        (talk.button(t("🌐 Language"), TOPIC, "language", lasting=True),),
        (talk.button(t("📍 Neighbourhood"), TOPIC, "quartier", lasting=True),),
        (talk.button(t("🔒 My data"), TOPIC, "privacy", lasting=True),),
        (talk.button(t("🔕 Stop messages"), TOPIC, "stop", lasting=True),),
    ]
    place = area.name if area else t("not known")
    talk.say(t("⚙️ Settings. Your neighbourhood: {area}", area=place), *rows)


def about(talk: Talk) -> None:
    """Who is behind the bot and what happens with the answers."""
    t, host = talk.t, talk.world.host
    parts = [
        t("ℹ️ I am a bot, a computer program. I work for {organisation}.", organisation=host.organisation),
        t(
            "I ask residents what they need. The city uses the figures to find out what is missing in which neighbourhood."
        ),
        t("I cannot promise that something changes. But without your voice, nobody knows."),
        t("Your name is not stored. More about your data: /privacy"),
        t("You can reach a person here: {contact}", contact=host.contact),
    ]
    talk.say("\n\n".join(parts))


def help_(talk: Talk) -> None:
    """What can be written, with a word on each."""
    t = talk.t
    lines = [t.line(f"/{name} – {t(words)}") for name, words in COMMANDS]
    talk.say("\n".join([t("You can always write to me in your own words. These commands help:"), "", *lines]))
