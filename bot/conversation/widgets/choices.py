"""Choosing one answer, or several: buttons, in pages where there are many, and a search by typing."""

from collections.abc import Sequence
from typing import Final

from bot.conversation.asked import Asked
from bot.conversation.replies import Button
from bot.conversation.talk import Row, grid
from bot.conversation.widgets.widget import Given, Outcome, Redraw, Widget
from bot.surveys import Answer, Choice, read_answer
from bot.wording import bare, number, shorter

SHORT: Final = 14  # labels up to this many characters stand two in a row
LONGEST: Final = 60  # characters of a label on a button
MANY: Final = 16  # more choices than this come in pages
PAGE: Final = 8


def matching(asked: Asked) -> list[tuple[int, Choice]]:
    """The choices with their places, those alone that fit the words searched for."""
    numbered = list(enumerate(asked.choices))
    wanted = bare(asked.run.search)
    if not wanted:
        return numbered
    return [
        (place, choice)
        for place, choice in numbered
        if any(wanted in bare(label) for label in (*choice.label.values(), asked.label(choice)))
    ]


def paged(asked: Asked, found: Sequence[tuple[int, Choice]]) -> tuple[Sequence[tuple[int, Choice]], int, int]:
    """The choices of the page that is open, its number from 0, and how many pages there are."""
    if len(found) <= MANY:
        return found, 0, 1
    pages = -(-len(found) // PAGE)
    page = min(max(number(asked.run.page) or 0, 0), pages - 1)
    return found[page * PAGE : (page + 1) * PAGE], page, pages


def choice_rows(asked: Asked, marks: Sequence[str] = ()) -> tuple[Row, ...]:
    """The choices as buttons; `marks` are the signs before each, by place."""
    found, page, pages = paged(asked, matching(asked))
    buttons = []
    for place, choice in found:
        mark = marks[place] if place < len(marks) else ""
        buttons.append(asked.button(shorter(f"{mark} {asked.label(choice)}".strip(), LONGEST), f"c{place}"))
    rows = grid(buttons, 2 if all(len(button.label) <= SHORT for button in buttons) else 1)
    return rows + turning(asked, page, pages)


def turning(asked: Asked, page: int, pages: int) -> tuple[Row, ...]:
    """The buttons that turn the pages, and the one that ends a search."""
    row: list[Button] = []
    if pages > 1:
        t = asked.t
        if page > 0:
            row.append(asked.button("⬅️" if not t.rtl else "➡️", f"p{page - 1}"))
        row.append(asked.button(f"{t.number(page + 1)} / {t.number(pages)}", f"p{(page + 1) % pages}"))
        if page < pages - 1:
            row.append(asked.button("➡️" if not t.rtl else "⬅️", f"p{page + 1}"))
    rows: tuple[Row, ...] = (tuple(row),) if row else ()
    if asked.run.search:
        rows += ((asked.button(asked.t("🔎 Show all"), "all"),),)
    return rows


def turned(asked: Asked, value: str) -> Outcome:
    """A press on one of those buttons."""
    if value == "all":
        asked.run.search = asked.run.page = ""
        return Redraw()
    if value.startswith("p") and number(value[1:]) is not None:
        asked.run.page = value[1:]
        return Redraw()
    return None


def chosen(asked: Asked, value: str) -> Choice | None:
    """The choice of a pressed button."""
    place = number(value[1:]) if value.startswith("c") else None
    return asked.choices[place] if place is not None and 0 <= place < len(asked.choices) else None


def searched(asked: Asked, text: str) -> bool:
    """Whether typed words that are no answer narrow a long list down; the list is shown again then."""
    if len(asked.choices) <= MANY or not bare(text):
        return False
    before, asked.run.search = asked.run.search, text[:LONGEST]
    asked.run.page = ""
    if matching(asked):
        return True
    asked.run.search = before
    return False


def read(asked: Asked, text: str) -> Answer:
    """A choice by its label in any language, a part of the label that no other has, or its number."""
    return read_answer(asked.question, text, asked.choices)


def labels(asked: Asked, answer: Answer) -> str:
    """What was chosen, in the resident's language."""
    names = answer if isinstance(answer, list) else [str(answer)]
    found = [asked.question.choice(name) for name in names]
    return asked.t.list([asked.label(each) for each in found if each])


def _how(asked: Asked) -> str:
    if len(asked.choices) > MANY:
        return asked.t("There are many answers. Turn the pages, or write a part of the name.")
    return ""


def _one_rows(asked: Asked) -> tuple[Row, ...]:
    marks = ["✅" if choice.name == asked.answer else "" for choice in asked.choices]
    return choice_rows(asked, marks)


def _one_pressed(asked: Asked, value: str) -> Outcome:
    choice = chosen(asked, value)
    return Given(choice.name) if choice else turned(asked, value)


def _several_rows(asked: Asked) -> tuple[Row, ...]:
    marks = ["✅" if choice.name in asked.run.ticks else "" for choice in asked.choices]
    return (*choice_rows(asked, marks), (asked.talk.button(asked.t("✅ Done"), "survey", "done"),))


def _several_pressed(asked: Asked, value: str) -> Outcome:
    choice = chosen(asked, value)
    if choice is None:
        return turned(asked, value)
    ticks = set(asked.run.ticks) ^ {choice.name}
    asked.run.ticks = [each.name for each in asked.choices if each.name in ticks]
    return Redraw()


def _several_how(asked: Asked) -> str:
    return "\n".join(filter(None, [_how(asked), asked.t("Press all that fit, then press Done.")]))


SELECT_ONE: Final = Widget(read, _one_rows, _one_pressed, _how, shown=labels)
SELECT_MULTIPLE: Final = Widget(read, _several_rows, _several_pressed, _several_how, shown=labels)
