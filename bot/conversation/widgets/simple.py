"""Questions that are answered in words or with one press: text, numbers, a scale, "I have read this", "another?"."""

from math import isfinite
from typing import Final

from bot.conversation.asked import Asked
from bot.conversation.spoken import UNDERSTOOD, number
from bot.conversation.talk import Row, grid
from bot.conversation.widgets.widget import Given, Outcome, Widget
from bot.surveys import Answer, QuestionType
from bot.surveys.bounds import bounds_of
from bot.surveys.stored import ACKNOWLEDGED, NO_OTHER, YES_ANOTHER, as_stored
from bot.texts import N_
from bot.wording import same

MOST_STEPS: Final = 25
"""Of a scale as buttons; a longer one is answered by typing."""
ADD: Final = N_("➕ Yes, add one")
NO_MORE: Final = N_("No, go on")


def _number_how(asked: Asked) -> str:
    return asked.t("Please write a number.")


def number_wanted(asked: Asked) -> str:
    """What number is wanted, with its bounds where the form has any."""
    t = asked.t
    low, high = bounds_of(asked.question)
    if low is not None and high is not None:
        return t("Please write a number from {low} to {high}.", low=number(t, low), high=number(t, high))
    if low is not None:
        return t("Please write a number of at least {low}.", low=number(t, low))
    if high is not None:
        return t("Please write a number of at most {high}.", high=number(t, high))
    return t("Please write a number, in digits.")


def _number_kept(asked: Asked, stored: str) -> Answer:
    try:
        value = float(stored)
    except ValueError:
        return None
    if asked.question.type is QuestionType.DECIMAL or not isfinite(value) or value != int(value):
        return value if isfinite(value) and asked.question.type is not QuestionType.INTEGER else None
    return int(value)


def _scale_how(asked: Asked) -> str:
    return "" if asked.question.scale(MOST_STEPS) else number_wanted(asked)


def _scale_rows(asked: Asked) -> tuple[Row, ...]:
    steps = asked.question.scale(MOST_STEPS)
    buttons = [
        asked.button(
            ("✅ " if step == as_stored(asked.answer) else "") + number(asked.t, float(step)), f"c{place}"
        )
        for place, step in enumerate(steps)
    ]
    return grid(buttons, 5)


def _scale_pressed(asked: Asked, value: str) -> Outcome:
    steps = asked.question.scale(MOST_STEPS)
    place = place_of(value)
    return Given(as_number(steps[place])) if place is not None and place < len(steps) else None


def place_of(value: str, mark: str = "c") -> int | None:
    """The number in the value of a button such as "c12"; None in crafted ones."""
    digits = value.removeprefix(mark)
    usual = value.startswith(mark) and digits.isascii() and digits.isdigit() and len(digits) <= 6
    return int(digits) if usual else None


def as_number(step: str) -> int | float:
    """A step of a scale as an answer: whole where it can be."""
    return int(step) if "." not in step else float(step)


def _acknowledge_rows(asked: Asked) -> tuple[Row, ...]:
    return ((asked.button(asked.t(UNDERSTOOD), "ok"),),)


def _acknowledge_pressed(asked: Asked, value: str) -> Outcome:
    return Given(ACKNOWLEDGED) if value == "ok" else None


def _acknowledge_read(asked: Asked, text: str) -> Answer:
    every = asked.talk.world.catalogues.every
    agreed = any(same(text, label) for msgid in (UNDERSTOOD, N_("Yes")) for label in every(msgid))
    return ACKNOWLEDGED if agreed or same(text, "ok") else None


def _acknowledge_kept(asked: Asked, stored: str) -> Answer:
    return ACKNOWLEDGED if stored == ACKNOWLEDGED else None


def _another_rows(asked: Asked) -> tuple[Row, ...]:
    return ((asked.button(asked.t(ADD), "yes"),), (asked.button(asked.t(NO_MORE), "no"),))


def _another_pressed(asked: Asked, value: str) -> Outcome:
    return Given({"yes": YES_ANOTHER, "no": NO_OTHER}[value]) if value in ("yes", "no") else None


def _another_read(asked: Asked, text: str) -> Answer:
    every = asked.talk.world.catalogues.every
    if any(same(text, label) for msgid in (ADD, N_("Yes")) for label in every(msgid)):
        return YES_ANOTHER
    return (
        NO_OTHER
        if any(same(text, label) for msgid in (NO_MORE, N_("No")) for label in every(msgid))
        else None
    )


def _another_shown(asked: Asked, answer: Answer) -> str:
    return asked.t("Yes") if answer == YES_ANOTHER else asked.t("No")


TEXT: Final = Widget(any_words=True)
NUMBER: Final = Widget(how=_number_how, refuse=number_wanted, kept=_number_kept)
SCALE: Final = Widget(
    rows=_scale_rows, pressed=_scale_pressed, how=_scale_how, refuse=number_wanted, kept=_number_kept
)
ACKNOWLEDGE: Final = Widget(
    _acknowledge_read, rows=_acknowledge_rows, pressed=_acknowledge_pressed, kept=_acknowledge_kept
)
ANOTHER: Final = Widget(_another_read, rows=_another_rows, pressed=_another_pressed, shown=_another_shown)
