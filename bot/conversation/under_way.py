"""The survey that a resident is answering, and the question that waits."""

from bot.conversation.asked import Asked, filling_of
from bot.conversation.session import SurveyRun
from bot.conversation.talk import Talk
from bot.surveys import Filling, Survey


def current(talk: Talk) -> tuple[Survey, SurveyRun, Filling] | None:
    """The response under way; None where there is none, or its survey is gone."""
    run = talk.session.runs.get(talk.session.survey)
    survey = talk.world.surveys.get(run.survey, run.version) if run else None
    return (survey, run, filling_of(talk, survey, run)) if survey and run else None


def asked_in(talk: Talk) -> Asked | None:
    """The question that waits for an answer; None at the summary, or where no survey is under way."""
    found = current(talk)
    if not found:
        return None
    survey, run, filling = found
    step = filling.step(run.at) if run.at else None
    return Asked(talk, survey, run, filling, step) if step else None
