"""Which survey: choosing one, going on with one that was begun, or beginning it again."""

from hashlib import blake2s
from typing import Final

from bot.conversation.asked import TOPIC, began, filling_of
from bot.conversation.facts import ResponseDropped, ResponseStarted
from bot.conversation.replies import Button, Message
from bot.conversation.session import SurveyRun
from bot.conversation.talk import LASTING, Press, Talk
from bot.surveys import Survey
from bot.surveys.markup import plain
from bot.texts import Texts

GO_ON: Final = "on"
PRESSES: Final = frozenset({"go", GO_ON, "anew"})
"""Kinds of presses that belong here; a survey follows, as `name_on_button` writes it."""
LONGEST_NAME: Final = 32  # characters; Telegram lets a button carry 64 bytes


def name_on_button(code: str) -> str:
    """The survey's code, of a long one its beginning and a hash."""
    if len(code) <= LONGEST_NAME:
        return code
    mark = blake2s(code.encode(), digest_size=6).hexdigest()
    return f"{code[: LONGEST_NAME - len(mark) - 1]}~{mark}"  # no code has a tilde


def is_lasting(press: Press) -> bool:
    """Whether the press is one that works for ever: "go on", which stands under a reminder."""
    return press.topic == TOPIC and press.asked == LASTING and press.value.startswith(f"{GO_ON}-")


def reminder(t: Texts, survey: Survey) -> Message:
    """A gentle reminder that a survey was begun, with a button that goes on."""
    words = t(
        "🕊 You have begun this survey: {title}\nYour answers are kept. Would you like to go on? "
        "I will not ask again.",
        title=plain(survey.say(survey.title, t.language)),
    )
    return Message(words, ((Button(t("▶️ Go on"), _lasting(survey.code)),),))


def _lasting(code: str) -> str:
    return f"{TOPIC}.{LASTING}.{GO_ON}-{name_on_button(code)}"


def choose(talk: Talk) -> None:
    """Begins, goes on with, or offers the surveys there are."""
    t, session = talk.t, talk.session
    open_ = [each for each in talk.world.surveys.newest() if not _is_answered(talk, each)]
    begun = [run for run in session.runs.values() if talk.world.surveys.get(run.survey, run.version)]
    codes = {run.survey for run in begun} | {each.code for each in open_}
    if not codes:
        talk.say(t("You have answered every survey there is. Thank you!"))
        talk.finish(TOPIC)
    elif len(codes) == 1:
        start(talk, codes.pop())
    else:
        talk.new_question()
        rows = [
            (talk.button(title_of(talk, each), TOPIC, f"go-{name_on_button(each.code)}"),)
            for each in talk.world.surveys.newest()
            if each.code in codes
        ]
        talk.say(t("Which survey would you like to answer?"), *rows)


def invited(talk: Talk, code: str) -> None:
    """Begins the survey of a link; says so where it was answered already, or is no longer there."""
    survey = next((each for each in talk.world.surveys.newest() if each.code == code), None)
    if code in talk.session.runs or (survey and not _is_answered(talk, survey)):
        start(talk, code)
        return
    if survey:
        talk.say(talk.t("You have already answered this survey. Thank you!"))
    else:
        unknown(talk)
    talk.finish("")


def unknown(talk: Talk) -> None:
    """A link or a button leads to a survey that is not there."""
    talk.say(talk.t("I do not find this survey. Perhaps it has ended."))


def _is_answered(talk: Talk, survey: Survey) -> bool:
    return not survey.again and talk.session.finished.get(survey.code, 0) >= survey.version


def title_of(talk: Talk, survey: Survey) -> str:
    """The survey's title in the resident's language."""
    return plain(survey.say(survey.title, talk.session.language))


def pressed(talk: Talk, kind: str, name: str) -> None:
    """One of the surveys, "go on" or "begin again"."""
    session = talk.session
    codes = [*session.runs, *(each.code for each in talk.world.surveys.newest())]
    code = next((each for each in codes if name_on_button(each) == name), "")
    run = session.runs.get(code)
    if run is None:  # chosen for the first time; or sent since, and the button is old
        invited(talk, code)
        return
    if kind == "anew":
        talk.note(ResponseDropped(run.response))
        del session.runs[code]
    session.survey = code if kind == GO_ON else ""
    start(talk, code)


def start(talk: Talk, code: str) -> None:
    """Begins the newest version, or offers to go on where the resident stopped."""
    t, session = talk.t, talk.session
    run = session.runs.get(code)
    if run and not talk.world.surveys.get(run.survey, run.version):
        del session.runs[code]
        run = None
    if run and session.survey != code and (run.answers or run.at):
        talk.new_question()
        talk.say(
            t("You have already begun this survey. Would you like to go on where you stopped?"),
            (talk.button(t("▶️ Go on"), TOPIC, f"{GO_ON}-{name_on_button(code)}"),),
            (talk.button(t("🔄 Begin again"), TOPIC, f"anew-{name_on_button(code)}"),),
            edits=True,
        )
        return
    session.survey = code
    talk.enter(TOPIC)
    if run:
        run.pictured = ""  # whoever comes back sees the pictures again
    else:
        survey = next((each for each in talk.world.surveys.newest() if each.code == code), None)
        if survey is None:
            session.survey = ""
            talk.finish(TOPIC)
            return
        _begin(talk, survey)
    talk.interrupt()


def _begin(talk: Talk, survey: Survey) -> None:
    session = talk.session
    run = SurveyRun(talk.world.new_id(), survey.code, survey.version, started=began(talk))
    session.runs[survey.code] = run
    talk.note(ResponseStarted(run.response, survey.code, survey.version, session.language))
    talk.say(
        talk.t.plural(
            "📝 {title}\n{n} question. You can pause at any time.",
            "📝 {title}\n{n} questions. You can pause at any time.",
            len(filling_of(talk, survey, run).asked),
            title=title_of(talk, survey),
        ),
        edits=True,
    )
