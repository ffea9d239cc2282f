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


@dataclass(frozen=True)
class Said:
    """Nothing is answered yet, and the widget has said what comes next itself."""


Outcome = Given | Redraw | Said | None
"""None: the press means nothing here."""


def typed(asked: Asked, text: str) -> Answer:
    """The answer that typed words mean, of several the first that the form takes."""
    return asked.typed(text)


def _nothing(_: Asked) -> str:
    return ""


def _no_rows(_: Asked) -> tuple[Row, ...]:
    return ()


def _no_press(_asked: Asked, _value: str) -> Outcome:
    return None


def _no_end(_asked: Asked) -> Outcome:
    return None


def _never(_asked: Asked, _text: str) -> bool:
    return False


def _not_taken(_asked: Asked, _event: Event) -> Answer:
    return None


def _as_words(asked: Asked, answer: Answer) -> str:
    return asked.spoken(asked.question, as_stored(answer))


def _as_text(_asked: Asked, stored: str) -> Answer:
    return stored


def _say_again(asked: Asked) -> str:
    return asked.t(
        "I cannot find this among the answers. Please press one of the buttons, or write its number."
    )


@dataclass(frozen=True)
class Widget:
    """How one kind of question is asked and answered.

    - `read`: the answer that typed words mean, None where they mean none
    - `narrows`: whether typed words that are no answer yet changed what is shown
    - `rows`: its buttons; `pressed`: what a press on one with this value does; `done`: what "Done" does
    - `how`: what to do, said under the question; `refuse`: what to do instead of the words that were typed
    - `shown`: an answer in the resident's language
    - `kept`: the answer behind a value that the form proposes, None where it is none
    - `took`: the answer that lies in a place or a file that was sent
    - `any_words`: whether whatever is written is an answer
    - `wants_file`: whether it asks for a file, so that another kind of file is refused with its own words
    """

    read: Callable[[Asked, str], Answer] = typed
    rows: Callable[[Asked], tuple[Row, ...]] = _no_rows
    pressed: Callable[[Asked, str], Outcome] = _no_press
    how: Callable[[Asked], str] = _nothing
    refuse: Callable[[Asked], str] = _say_again
    shown: Callable[[Asked, Answer], str] = _as_words
    kept: Callable[[Asked, str], Answer] = _as_text
    took: Callable[[Asked, Event], Answer] = _not_taken
    done: Callable[[Asked], Outcome] = _no_end
    narrows: Callable[[Asked, str], bool] = _never
    any_words: bool = False
    wants_file: bool = False
