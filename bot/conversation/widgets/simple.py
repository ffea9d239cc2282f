"""Questions that are answered in words or with one press: text, numbers, a scale, "I have read this", "another?"."""

from typing import Final

from bot.conversation.asked import Asked
from bot.conversation.talk import Row, grid
from bot.conversation.widgets.widget import Given, Outcome, Widget
from bot.surveys import Answer, read_answer
from bot.surveys.bounds import bounds_of
from bot.surveys.stored import ACKNOWLEDGED, NO_OTHER, YES_ANOTHER
from bot.texts import N_
from bot.wording import same

MOST_STEPS: Final = 25
"""Of a scale as buttons; a longer one is answered by typing."""
UNDERSTOOD: Final = N_("👌 I have read this")
ADD: Final = N_("➕ Yes, add one")
NO_MORE: Final = N_("No, go on")


def _read(asked: Asked, text: str) -> Answer:
    return read_answer(asked.question, text)


def _number_how(asked: Asked) -> str:
    return asked.t("Please write a number.")


def number_wanted(asked: Asked) -> str:
    """What number is wanted, with its bounds where the form has any."""
    t = asked.t
    low, high = bounds_of(asked.question)
    if low is not None and high is not None:
        return t("Please write a number from {low} to {high}.", low=t.number(low), high=t.number(high))
    if low is not None:
        return t("Please write a number of at least {low}.", low=t.number(low))
    if high is not None:
        return t("Please write a number of at most {high}.", high=t.number(high))
    return t("Please write a number, in digits.")


def _number_shown(asked: Asked, answer: Answer) -> str:
    return asked.t.number(answer) if isinstance(answer, int | float) else str(answer)


def _scale_rows(asked: Asked) -> tuple[Row, ...]:
    steps = asked.question.scale(MOST_STEPS)
    buttons = [
        asked.button(
            ("✅ " if float(step) == asked.answer else "") + asked.t.number(float(step)), f"c{place}"
        )
        for place, step in enumerate(steps)
    ]
    return grid(buttons, 5)


def _scale_pressed(asked: Asked, value: str) -> Outcome:
    steps = asked.question.scale(MOST_STEPS)
    place = int(value[1:]) if value[:1] == "c" and value[1:].isascii() and value[1:].isdigit() else -1
    return Given(as_number(steps[place])) if 0 <= place < len(steps) else None


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


def _acknowledged(asked: Asked, answer: Answer) -> str:
    return asked.t(UNDERSTOOD)


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


TEXT: Final = Widget(_read, any_words=True)
NUMBER: Final = Widget(_read, how=_number_how, refuse=number_wanted, shown=_number_shown)
SCALE: Final = Widget(_read, _scale_rows, _scale_pressed, refuse=number_wanted, shown=_number_shown)
ACKNOWLEDGE: Final = Widget(_acknowledge_read, _acknowledge_rows, _acknowledge_pressed, shown=_acknowledged)
ANOTHER: Final = Widget(_another_read, _another_rows, _another_pressed, shown=_another_shown)
