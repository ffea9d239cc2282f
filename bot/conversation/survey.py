"""Answering a survey: one question at a time, back, skip, pause, a summary at the end."""

from typing import Final

from bot.conversation import survey_screens as screens
from bot.conversation.facts import (
    AnswerGiven,
    AnswerValue,
    QuestionShown,
    ResponseCompleted,
    ResponseDropped,
    ResponseStarted,
)
from bot.conversation.request import record_from_survey
from bot.conversation.session import SurveyRun
from bot.conversation.talk import Talk
from bot.surveys import Question, QuestionType, Survey, read_answer
from bot.wording import number, same
from nlu.understanding import Understanding

TOPIC: Final = "survey"


def choose(talk: Talk) -> None:
    """Begins, goes on with, or offers the surveys there are."""
    t, session = talk.t, talk.session
    open_ = [
        each for each in talk.world.surveys.newest() if session.finished.get(each.code, 0) < each.version
    ]
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
            (talk.button(each.say(each.title, session.language), TOPIC, f"go-{each.code}"),)
            for each in talk.world.surveys.newest()
            if each.code in codes
        ]
        talk.say(t("Which survey would you like to answer?"), *rows)


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
    if run is None:
        survey = next((each for each in talk.world.surveys.newest() if each.code == code), None)
        if survey is None:
            talk.finish(TOPIC)
            return
        _begin(talk, survey)
    session.survey = code
    talk.enter(TOPIC)
    _ask(talk)


def _begin(talk: Talk, survey: Survey) -> None:
    session = talk.session
    run = SurveyRun(talk.world.new_id(), survey.code, survey.version, at=survey.questions[0].name)
    session.runs[survey.code] = run
    talk.note(ResponseStarted(run.response, survey.code, survey.version, session.language))
    title = survey.say(survey.title, session.language)
    talk.say(
        talk.t.plural(
            "📝 {title}\n{n} question. You can pause at any time.",
            "📝 {title}\n{n} questions. You can pause at any time.",
            len(survey.questions),
            title=title,
        ),
        edits=True,
    )


def _current(talk: Talk) -> tuple[Survey, SurveyRun] | None:
    run = talk.session.runs.get(talk.session.survey)
    survey = talk.world.surveys.get(run.survey, run.version) if run else None
    return (survey, run) if survey and run else None


def _go_to(run: SurveyRun, name: str) -> None:
    """The run stands at the question `name` now, with the ticks of an earlier answer; "" is the summary."""
    kept = run.answers.get(name)
    run.at = name
    run.ticks = list(kept) if isinstance(kept, list) else []


def _ask(talk: Talk) -> None:
    """Puts the question at which the run stands, or the summary."""
    current = _current(talk)
    if not current:
        talk.finish(TOPIC)
        return
    survey, run = current
    talk.new_question()
    question = survey.question(run.at)
    if question is None:
        run.at = ""
        run.from_summary = True
        screens.summary(talk, survey, run)
        return
    if question.name not in run.shown:
        run.shown.append(question.name)
        talk.note(QuestionShown(run.response, question.name))
    screens.question(talk, survey, run, question)


def pressed(talk: Talk, value: str) -> None:
    """A button of a question or the summary."""
    kind, _, rest = value.partition("-")
    if kind in ("go", "on", "anew"):
        _open(talk, kind, rest)
        return
    current = _current(talk)
    if not current:
        talk.interrupt()
        return
    survey, run = current
    question = survey.question(run.at)
    match kind:
        case "pause":
            pause(talk)
        case "send" if not question:
            _send(talk, survey, run)
        case "change" if not question:
            screens.answers_to_change(talk, survey, run)
        case "summary":
            _go_to(run, "")
            _ask(talk)
        case "edit" if not question and (place := number(rest)) is not None:
            if 0 <= place < len(survey.questions):
                _go_to(run, survey.questions[place].name)
            _ask(talk)
        case "back" if question:
            place = survey.questions.index(question)
            _go_to(run, survey.questions[max(place - 1, 0)].name)
            _ask(talk)
        case "skip" if question and not question.required:
            _answer(talk, survey, run, question, None)
        case "hint" if question:
            talk.toast(survey.say(question.hint, talk.session.language)[:200])
        case "done" if question and (run.ticks or not question.required):
            _answer(talk, survey, run, question, list(run.ticks) or None)
        case "done":
            talk.toast(talk.t("Please choose at least one."))
        case "c" if question:
            _pressed_choice(talk, survey, run, question, rest)


def _open(talk: Talk, kind: str, code: str) -> None:
    session = talk.session
    run = session.runs.get(code)
    if kind == "anew" and run:
        talk.note(ResponseDropped(run.response))
        del session.runs[code]
    session.survey = code if kind == "on" else ""
    start(talk, code)


def _pressed_choice(talk: Talk, survey: Survey, run: SurveyRun, question: Question, rest: str) -> None:
    place = number(rest)
    if place is None:
        return
    if question.type is QuestionType.RANGE:
        if question.low is not None and question.high is not None and question.low <= place <= question.high:
            _answer(talk, survey, run, question, place)
    elif 0 <= place < len(question.choices):
        name = question.choices[place].name
        if question.type is QuestionType.SELECT_ONE:
            _answer(talk, survey, run, question, name)
        else:
            run.ticks = [
                each.name for each in question.choices if (each.name in run.ticks) != (each.name == name)
            ]
            screens.question(talk, survey, run, question)


def said(talk: Talk, text: str, understanding: Understanding | None) -> bool:
    """A typed answer. Open questions take any words; the others only what they can read."""
    current = _current(talk)
    if not current:
        return False
    survey, run = current
    if _said_button(talk, text):
        return True
    question = survey.question(run.at)
    if question is None:
        return False
    value = read_answer(question, text)
    if value is None:
        return False
    _answer(talk, survey, run, question, value, understanding=understanding)
    return True


def takes_any_words(talk: Talk) -> bool:
    """Whether an open question waits for an answer: then whatever is written is one."""
    current = _current(talk)
    question = current[0].question(current[1].at) if current else None
    return bool(question and question.type is QuestionType.TEXT)


def _said_button(talk: Talk, text: str) -> bool:
    every = talk.world.catalogues.every
    for msgid, value in screens.TYPED_BUTTONS:
        if any(same(text, label) for label in every(msgid)):
            before = talk.answered
            pressed(talk, value)
            return talk.answered and not before
    return False


def _answer(
    talk: Talk,
    survey: Survey,
    run: SurveyRun,
    question: Question,
    value: AnswerValue,
    *,
    understanding: Understanding | None = None,
) -> None:
    session = talk.session
    run.answers[question.name] = value
    talk.note(AnswerGiven(run.response, question.name, value, session.language, talk.by_voice))
    if question.understand and isinstance(value, str):
        record_from_survey(talk, value, understanding, survey.code)
    place = survey.questions.index(question) + 1
    done = run.from_summary or place == len(survey.questions)
    _go_to(run, "" if done else survey.questions[place].name)
    _ask(talk)


def refuse(talk: Talk) -> None:
    """What was written cannot be read as an answer to the question that is open."""
    t = talk.t
    current = _current(talk)
    question = current[0].question(current[1].at) if current else None
    if question and question.type in (QuestionType.INTEGER, QuestionType.RANGE):
        talk.say(
            t(
                "Please write a number from {low} to {high}.",
                low=t.number(question.low or 0),
                high=t.number(question.high if question.high is not None else 999),
            )
        )
    else:
        talk.say(
            t("I cannot find this among the answers. Please press one of the buttons, or write its number.")
        )
    talk.interrupt()


def pause(talk: Talk) -> None:
    t = talk.t
    talk.session.survey = ""
    talk.say(t("⏸ Paused. Your answers are kept. With /survey you go on whenever you like."), edits=True)
    talk.finish(TOPIC)


def _send(talk: Talk, survey: Survey, run: SurveyRun) -> None:
    missing = next(
        (each for each in survey.questions if each.required and run.answers.get(each.name) is None), None
    )
    if missing:
        _go_to(run, missing.name)
        _ask(talk)
        return
    session = talk.session
    talk.note(ResponseCompleted(run.response))
    session.finished[survey.code] = survey.version
    del session.runs[survey.code]
    session.survey = ""
    talk.say(
        talk.t("🎉 Thank you! Your answers have arrived. They help to show what is missing."), edits=True
    )
    talk.finish(TOPIC)


def resume(talk: Talk) -> None:
    _ask(talk)
