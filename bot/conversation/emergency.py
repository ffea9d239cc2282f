"""Danger now: the numbers that help, at once and before anything else."""

from bot.conversation.host import HelpNumber
from bot.conversation.session import RequestDraft
from bot.conversation.talk import Row, Talk
from bot.texts import LANGUAGES, Texts


def help_now(talk: Talk, text: str, language: str, *, keep: bool) -> None:
    """112 and 110, then whom else to call. `keep` offers to pass the words on as a request."""
    host = talk.world.host
    # Who has not chosen a language is answered in that of the words: there is no time to choose one now.
    own = language in LANGUAGES and not talk.session.language_chosen
    t = talk.world.catalogues.texts(language) if own else talk.t
    first = [_line(t, each) for each in host.emergency_numbers]
    more = [_line(t, each) for each in host.help_numbers]
    rows: tuple[Row, ...] = ()
    if keep:
        talk.session.draft = RequestDraft(text=text, language=language)
        rows = ((talk.button(t("No emergency: pass my message on"), "request", "keep", lasting=True),),)
    talk.say(
        "\n".join(
            [
                t("🆘 Are you or is somebody else in danger? Please call now. The call is free:"),
                *first,
                "",
                t("I am a computer program and cannot send help."),
                "",
                t("These people help too:"),
                *more,
            ]
        ),
        *rows,
    )


def _line(t: Texts, entry: HelpNumber) -> str:
    # The number comes in a left-to-right isolate: in Arabic and Persian its groups would change places.
    return f"📞 \u2066{entry.number}\u2069 {t(entry.text)}"
