"""Which survey: choosing one, going on with one that was begun, or beginning it again."""

from typing import Final

from bot.conversation.asked import TOPIC, began, filling_of
from bot.conversation.facts import ResponseDropped, ResponseStarted
from bot.conversation.session import SurveyRun
from bot.conversation.talk import Talk
from bot.surveys import Survey
from bot.surveys.markup import plain

PRESSES: Final = frozenset({"go", "on", "anew"})
"""Kinds of presses that belong here; a survey's code follows."""


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
            (talk.button(title_of(talk, each), TOPIC, f"go-{each.code}"),)
            for each in talk.world.surveys.newest()
            if each.code in codes
        ]
        talk.say(t("Which survey would you like to answer?"), *rows)


def invited(talk: Talk, code: str) -> None:
    """Begins the survey of a link; says so where it was answered already, or is no longer there."""
    survey = next((each for each in talk.world.surveys.newest() if each.code == code), None)
    if survey is None or (code not in talk.session.runs and _is_answered(talk, survey)):
        talk.say(talk.t("You have already answered this survey. Thank you!"))
        talk.finish(TOPIC)
    else:
        start(talk, code)


def _is_answered(talk: Talk, survey: Survey) -> bool:
    return not survey.again and talk.session.finished.get(survey.code, 0) >= survey.version


def title_of(talk: Talk, survey: Survey) -> str:
    """The survey's title in the resident's language."""
    return plain(survey.say(survey.title, talk.session.language))


def pressed(talk: Talk, kind: str, code: str) -> None:
    """One of the surveys, "go on" or "begin again"."""
    session = talk.session
    run = session.runs.get(code)
    if kind == "anew" and run:
        talk.note(ResponseDropped(run.response))
        del session.runs[code]
    session.survey = code if kind == "on" else ""
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
            (talk.button(t("▶️ Go on"), TOPIC, f"on-{code}"),),
            (talk.button(t("🔄 Begin again"), TOPIC, f"anew-{code}"),),
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
