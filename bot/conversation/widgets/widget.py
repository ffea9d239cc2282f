"""What a kind of question needs to be asked and answered in a chat."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.conversation.asked import Asked
from bot.conversation.events import Event
from bot.conversation.talk import Row
from bot.surveys import Answer, as_stored


@dataclass(frozen=True)
class Given:
    """An answer came out of a press or of something sent."""

    answer: Answer


@dataclass(frozen=True)
class Redraw:
    """Nothing is answered yet, but the buttons look different now."""


Outcome = Given | Redraw | None
"""None: the press means nothing here."""


def _nothing(_: Asked) -> str:
    return ""


def _no_rows(_: Asked) -> tuple[Row, ...]:
    return ()


def _no_press(_asked: Asked, _value: str) -> Outcome:
    return None


def _not_taken(_asked: Asked, _event: Event) -> Answer:
    return None


def _as_it_is(_asked: Asked, answer: Answer) -> str:
    return as_stored(answer)


def _say_again(asked: Asked) -> str:
    return asked.t(
        "I cannot find this among the answers. Please press one of the buttons, or write its number."
    )


@dataclass(frozen=True)
class Widget:
    """How one kind of question is asked and answered.

    - `read`: the answer that typed words mean, None where they mean none
    - `rows`: its buttons; `pressed`: what a press on one with this value does
    - `how`: what to do, said under the question; `refuse`: what to do instead of the words that were typed
    - `shown`: an answer in the resident's language
    - `took`: the answer that lies in a place or a file that was sent
    - `any_words`: whether whatever is written is an answer
    """

    read: Callable[[Asked, str], Answer]
    rows: Callable[[Asked], tuple[Row, ...]] = _no_rows
    pressed: Callable[[Asked, str], Outcome] = _no_press
    how: Callable[[Asked], str] = _nothing
    refuse: Callable[[Asked], str] = _say_again
    shown: Callable[[Asked, Answer], str] = _as_it_is
    took: Callable[[Asked, Event], Answer] = _not_taken
    any_words: bool = False
