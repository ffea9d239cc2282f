"""How questions and the summary of a survey look in a chat."""

from typing import Final

from bot.conversation.replies import Button
from bot.conversation.session import SurveyRun
from bot.conversation.talk import Row, Talk, grid
from bot.surveys import Question, QuestionType, Survey
from bot.texts import N_, isolate

TOPIC: Final = "survey"
SHOWN: Final = 200  # characters of an open answer in the summary
SHORT: Final = 14  # labels up to this many characters stand two in a row
TYPED_BUTTONS: Final = (
    (N_("⬅️ Back"), "back"),
    (N_("Skip ➡️"), "skip"),
    (N_("⏸ Pause"), "pause"),
    (N_("✅ Done"), "done"),
    (N_("✅ Send"), "send"),
    (N_("✏️ Change an answer"), "change"),
)
"""Buttons that may also be typed, with the value each stands for."""


def question(talk: Talk, survey: Survey, run: SurveyRun, asked: Question) -> None:
    """One question with its choices and the ways on."""
    t, language = talk.t, talk.session.language
    place = survey.questions.index(asked) + 1
    parts = [t("Question {place} of {total}", place=t.number(place), total=t.number(len(survey.questions)))]
    parts.append(survey.say(asked.label, language))
    if asked.hint:
        parts.append(survey.say(asked.hint, language))
    if asked.type is QuestionType.SELECT_MULTIPLE:
        parts.append(t("Press all that fit, then press Done."))
    if run.answers.get(asked.name) is not None and asked.type is not QuestionType.SELECT_MULTIPLE:
        parts.append(
            t("Your answer so far: {answer}", answer=shown(talk, survey, asked, run.answers[asked.name]))
        )
    talk.say(
        "\n\n".join(parts),
        *_choices(talk, survey, run, asked),
        *_ways_on(talk, survey, run, asked),
        edits=True,
    )


def _choices(talk: Talk, survey: Survey, run: SurveyRun, asked: Question) -> tuple[Row, ...]:
    language = talk.session.language
    if asked.type is QuestionType.RANGE and asked.low is not None and asked.high is not None:
        numbers = range(asked.low, asked.high + 1)
        return grid([talk.button(talk.t.number(n), TOPIC, f"c-{n}") for n in numbers], 5)
    buttons = []
    for place, choice in enumerate(asked.choices):
        label = survey.say(choice.label, language)
        if asked.type is QuestionType.SELECT_MULTIPLE and choice.name in run.ticks:
            label = f"✅ {label}"
        buttons.append(talk.button(label, TOPIC, f"c-{place}"))
    rows = grid(buttons, 2 if all(len(button.label) <= SHORT for button in buttons) else 1)
    if asked.type is QuestionType.SELECT_MULTIPLE:
        rows += ((talk.button(talk.t("✅ Done"), TOPIC, "done"),),)
    return rows


def _ways_on(talk: Talk, survey: Survey, run: SurveyRun, asked: Question) -> tuple[Row, ...]:
    t = talk.t
    row: list[Button] = []
    if run.from_summary:
        row.append(talk.button(t("⬅️ To the summary"), TOPIC, "summary"))
    elif survey.questions[0] != asked:
        row.append(talk.button(t("⬅️ Back"), TOPIC, "back"))
    if not asked.required:
        row.append(talk.button(t("Skip ➡️"), TOPIC, "skip"))
    row.append(talk.button(t("⏸ Pause"), TOPIC, "pause"))
    return (tuple(row),)


def summary(talk: Talk, survey: Survey, run: SurveyRun) -> None:
    """All answers, to be sent or changed."""
    t, language = talk.t, talk.session.language
    lines = [
        f"{survey.say(each.label, language)}\n✏️ {isolate(_short(shown(talk, survey, each, run.answers.get(each.name))))}"
        for each in survey.questions
    ]
    talk.say(
        "\n\n".join([t("These are your answers. Is everything right?"), *lines]),
        (talk.button(t("✅ Send"), TOPIC, "send"),),
        (talk.button(t("✏️ Change an answer"), TOPIC, "change"),),
        (talk.button(t("⏸ Pause"), TOPIC, "pause"),),
        edits=True,
    )


def _short(answer: str) -> str:
    return answer if len(answer) <= SHOWN else answer[: SHOWN - 1] + "…"


def answers_to_change(talk: Talk, survey: Survey, run: SurveyRun) -> None:
    t, language = talk.t, talk.session.language
    rows = [
        (talk.button(f"{place + 1}. {survey.say(each.label, language)}"[:60], TOPIC, f"edit-{place}"),)
        for place, each in enumerate(survey.questions)
    ]
    talk.say(
        t("Which answer would you like to change?"),
        *rows,
        (talk.button(t("⬅️ To the summary"), TOPIC, "summary"),),
        edits=True,
    )


def shown(talk: Talk, survey: Survey, asked: Question, value: object) -> str:
    """An answer in the resident's language."""
    t, language = talk.t, talk.session.language
    if value is None:
        return t("no answer")
    if isinstance(value, list):
        labels = [survey.say(choice.label, language) for choice in asked.choices if choice.name in value]
        return t.list(labels)
    if isinstance(value, int):
        return t.number(value)
    choice = asked.choice(str(value))
    return survey.say(choice.label, language) if choice else str(value)
