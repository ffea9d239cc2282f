"""Putting choices in order: pressed one after the other, or typed as "2 1 3"."""

from typing import Final

from bot.conversation.asked import Asked
from bot.conversation.talk import Row
from bot.conversation.widgets import choices
from bot.conversation.widgets.widget import Given, Outcome, Redraw, Said, Widget
from bot.surveys import Answer


def _placed(asked: Asked) -> list[str]:
    """The names of the choices in the order in which they were pressed."""
    names = {choice.name for choice in asked.choices}
    return [name for name in dict.fromkeys(asked.run.ticks) if name in names]


def _rows(asked: Asked) -> tuple[Row, ...]:
    placed = _placed(asked)
    arrow = "◂" if asked.t.rtl else "▸"
    marks = [
        f"{placed.index(choice.name) + 1} {arrow}" if choice.name in placed else ""
        for choice in asked.choices
    ]
    t, talk = asked.t, asked.talk
    rows = list(choices.choice_rows(asked, marks))
    if len(placed) == len(asked.choices):
        rows.append((talk.button(t("✅ Done"), "survey", "done"),))
    if placed:
        rows.append((asked.button(t("↩️ Take the last one back"), "undo"),))
    return tuple(rows)


def _pressed(asked: Asked, value: str) -> Outcome:
    placed = _placed(asked)
    if value == "undo":
        asked.run.ticks = placed[:-1]
        return Redraw()
    choice = choices.chosen(asked, value)
    if choice is None:
        return choices.turned(asked, value)
    if choice.name in placed:
        asked.talk.toast(asked.t("This one has its place already."))
        return Said()
    asked.run.ticks = [*placed, choice.name]
    return Redraw()


def _done(asked: Asked) -> Outcome:
    placed = _placed(asked)
    if len(placed) < len(asked.choices):
        asked.talk.toast(asked.t("Some answers have no place yet."))
        return Said()
    return Given(placed)


def _how(asked: Asked) -> str:
    words = asked.t("Press the most important first, then the next, until all have a place.")
    return "\n".join(filter(None, [choices.how(asked), words]))


def _refuse(asked: Asked) -> str:
    return asked.t("Please press the buttons in order, or write all the numbers in order, such as 2, 1, 3.")


def _kept(asked: Asked, stored: str) -> Answer:
    names = list(dict.fromkeys(stored.split()))
    return names if set(names) == {choice.name for choice in asked.choices} else None


RANK: Final = Widget(
    rows=_rows, pressed=_pressed, how=_how, refuse=_refuse, kept=_kept, done=_done, narrows=choices.searched
)
