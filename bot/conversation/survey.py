"""Answering a survey: one question at a time, back, skip, pause, a summary at the end."""

from typing import Final

from bot.conversation import survey_choice
from bot.conversation import survey_screens as screens
from bot.conversation.asked import Asked, filling_of
from bot.conversation.events import Event, MediaSent
from bot.conversation.facts import (
    AnswerGiven,
    AnswersCount,
    AnswersSetAside,
    QuestionShown,
    ResponseCompleted,
)
from bot.conversation.request import record_from_survey
from bot.conversation.session import SurveyRun
from bot.conversation.survey_choice import choose, invited, is_lasting, start, unknown
from bot.conversation.talk import Talk
from bot.conversation.under_way import asked_in, current
from bot.conversation.widgets import Given, Outcome, Redraw, widget_of
from bot.surveys import Answer, Filling, QuestionType, Step, Survey
from bot.wording import bare, bare_label, number
from nlu.understanding import Understanding

TOPIC: Final = "survey"
NEVER_ANSWERS: Final = frozenset({"forwarded", "contact"})
"""Kinds of messages that are refused with words of their own, whatever the question."""

__all__ = [
    "TOPIC",
    "choose",
    "invited",
    "is_answer",
    "is_lasting",
    "pause",
    "pressed",
    "refuse",
    "resume",
    "said",
    "start",
    "takes_any_words",
    "took",
    "unknown",
]


def _go_to(run: SurveyRun, path: str) -> None:
    """The run stands at the question at `path` now, with the ticks of an earlier answer; "" is the summary."""
    kept = run.answers.get(path)
    run.at = path
    run.ticks = list(kept) if isinstance(kept, list) else []
    run.page = run.search = run.pictured = run.hinted = ""


def resume(talk: Talk) -> None:
    """Puts the question at which the run stands, or the summary; at the beginning the first one."""
    found = current(talk)
    notes: list[Step] = []
    if found:
        _, run, filling = found
        if not run.at and not run.from_summary:
            notes, first = filling.after("")
            _go_to(run, first.path if first else "")
    _ask(talk, notes)


def _ask(talk: Talk, notes: list[Step] | None = None) -> None:
    found = current(talk)
    if not found:
        talk.finish(TOPIC)
        return
    survey, run, filling = found
    if run.at and filling.step(run.at) is None:  # it was relevant when the resident left
        open_ = filling.open()
        _go_to(run, open_.path if open_ else "")
    talk.new_question()
    step = filling.step(run.at) if run.at else None
    if talk.session.asks_location and not (step and step.question.type is QuestionType.GEOPOINT):
        talk.put_away_keyboard("👌")
    screens.notes(talk, survey, run, filling, notes or [])
    if step is None:
        run.at = ""
        run.from_summary = True
        screens.summary(talk, survey, run, filling)
        return
    if step.path not in run.shown:
        run.shown.append(step.path)
        talk.note(QuestionShown(run.response, step.path))
    asked = Asked(talk, survey, run, filling, step)
    screens.question(asked, media=() if run.pictured == step.path else asked.media())
    run.pictured = step.path


def pressed(talk: Talk, value: str) -> None:
    """A button of a question, of the summary, or of the choice between surveys."""
    kind, _, rest = value.partition("-")
    if kind in survey_choice.PRESSES:
        survey_choice.pressed(talk, kind, rest)
        return
    found = current(talk)
    if not found:
        talk.interrupt()
        return
    survey, run, filling = found
    asked = asked_in(talk)
    match kind:
        case "pause":
            pause(talk)
        case "summary":
            _go_to(run, "")
            _ask(talk)
        case "send" if not asked:
            _send(talk, survey, run, filling)
        case "page" if not asked:
            screens.summary(talk, survey, run, filling, number(rest) or 0)
        case "change" if not asked:
            screens.answers_to_change(talk, survey, run, filling, number(rest) or 0)
        case "edit" if not asked:
            place = number(rest)
            if place is not None and 0 <= place < len(filling.asked):
                _go_to(run, filling.asked[place].path)
            _ask(talk)
        case _ if asked:
            _pressed_at_question(asked, kind, rest)


def _pressed_at_question(asked: Asked, kind: str, rest: str) -> None:
    talk, run = asked.talk, asked.run
    match kind:
        case "back":
            earlier = asked.filling.before(asked.step.path)
            _go_to(run, earlier.path if earlier else run.at)
            _ask(talk)
        case "skip" if not asked.filling.required(asked.step):
            _answer(asked, None)
        case "keep":
            ready = screens.at_hand(asked)
            if ready is not None:
                _answer(asked, ready)
        case "hint":
            run.hinted = asked.step.path
            screens.question(asked)
        case "done":
            _follow(asked, widget_of(asked.step).done(asked))
        case "w":
            _follow(asked, widget_of(asked.step).pressed(asked, rest))


def _follow(asked: Asked, outcome: Outcome) -> None:
    match outcome:
        case Given(answer):
            _answer(asked, answer)
        case Redraw():
            screens.question(asked)


def said(talk: Talk, text: str, understanding: Understanding | None) -> bool:
    """A typed answer. Open questions take any words; the others only what they can read."""
    if not current(talk):
        return False
    if _said_button(talk, text):
        return True
    asked = asked_in(talk)
    if asked is None:
        return False
    answer = widget_of(asked.step).read(asked, text)
    if answer is not None:
        _answer(asked, answer, understanding=understanding)
        return True
    if widget_of(asked.step).narrows(asked, text):
        screens.question(asked)
        return True
    return False


def took(talk: Talk, event: Event) -> bool:
    """A place or a file that the open question takes; False where it takes none of this kind. A question for a file
    says itself what it wants instead of another kind."""
    asked = asked_in(talk)
    if asked is None:
        return False
    widget = widget_of(asked.step)
    answer = widget.took(asked, event)
    if answer is not None:
        _answer(asked, answer)
        return True
    if widget.wants_file and isinstance(event, MediaSent) and event.kind not in NEVER_ANSWERS:
        refuse(talk)
        return True
    return False


def takes_any_words(talk: Talk) -> bool:
    """Whether an open question waits for an answer: then whatever is written is one."""
    asked = asked_in(talk)
    return bool(asked and widget_of(asked.step).any_words)


def is_answer(talk: Talk, text: str) -> bool:
    """Whether these words are one of the answers that a closed question takes."""
    asked = asked_in(talk)
    if asked is None or widget_of(asked.step).any_words:
        return False
    answer = widget_of(asked.step).read(asked, text)
    return answer is not None and asked.fits(answer)


def _said_button(talk: Talk, text: str) -> bool:
    every, words = talk.world.catalogues.every, bare(text)
    for msgid, value in screens.TYPED_BUTTONS:
        if words and any(words == bare_label(label) for label in every(msgid)):
            before = talk.answered
            pressed(talk, value)
            return talk.answered and not before
    return False


def _answer(asked: Asked, answer: Answer, *, understanding: Understanding | None = None) -> None:
    """Keeps an answer and goes on; one that the form does not take is asked for again."""
    talk, run, step = asked.talk, asked.run, asked.step
    refused = asked.filling.refused(step, answer)
    if refused:
        screens.refused(asked, refused)
        talk.interrupt()
        return
    is_new = run.answers.get(step.path) != answer
    run.answers[step.path] = answer
    talk.note(AnswerGiven(run.response, step.path, answer, talk.session.language, talk.by_voice))
    if asked.question.understand and isinstance(answer, str) and is_new:
        record_from_survey(talk, answer, understanding, asked.survey.code)
    filling = filling_of(talk, asked.survey, run)
    _settle_asides(talk, run, filling)
    if run.from_summary:
        open_ = filling.open()
        _go_to(run, open_.path if open_ else "")
        _ask(talk)
        return
    notes, following = filling.after(step.path)
    _go_to(run, following.path if following else "")
    _ask(talk, notes)


def _settle_asides(talk: Talk, run: SurveyRun, filling: Filling) -> None:
    """Answers whose question is no longer relevant stop to count; those whose question is again, count again."""
    aside, before = filling.aside(), set(run.aside)
    if gone := sorted(aside - before):
        talk.note(AnswersSetAside(run.response, tuple(gone)))
    if back := sorted(before - aside):
        talk.note(AnswersCount(run.response, tuple(back)))
    run.aside = sorted(aside)


def refuse(talk: Talk) -> None:
    """What was written cannot be read as an answer to the question that is open."""
    asked = asked_in(talk)
    if asked:
        talk.say(widget_of(asked.step).refuse(asked))
    else:
        talk.say(
            talk.t(
                "I cannot find this among the answers. Please press one of the buttons, or write its number."
            )
        )
    talk.interrupt()


def pause(talk: Talk) -> None:
    """The answers are kept; /survey goes on."""
    t = talk.t
    talk.session.survey = ""
    talk.close(t("⏸ Paused. Your answers are kept. With /survey you go on whenever you like."))
    talk.finish(TOPIC)


def _send(talk: Talk, survey: Survey, run: SurveyRun, filling: Filling) -> None:
    open_ = filling.open()
    if open_:
        _go_to(run, open_.path)
        _ask(talk)
        return
    session = talk.session
    _settle_asides(talk, run, filling)  # a condition may look at the clock
    for path, value in filling.made().items():
        talk.note(AnswerGiven(run.response, path, value, session.language))
    talk.note(ResponseCompleted(run.response))
    session.finished[survey.code] = survey.version
    del session.runs[survey.code]
    session.survey = ""
    talk.say(
        talk.t("🎉 Thank you! Your answers have arrived. They help to show what is missing."), edits=True
    )
    talk.finish(TOPIC)
