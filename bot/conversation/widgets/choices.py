"""Choosing one answer, or several: buttons, in pages where there are many, and a search by typing."""

from collections.abc import Sequence
from typing import Final

from bot.conversation.asked import SOMETHING_ELSE, Asked
from bot.conversation.replies import Button
from bot.conversation.talk import Row, grid
from bot.conversation.widgets.simple import place_of
from bot.conversation.widgets.widget import Given, Outcome, Redraw, Said, Widget
from bot.surveys import Answer, Choice
from bot.wording import bare, same, shorter

SHORT: Final = 14  # letters; labels up to this long stand two in a row
LONGEST: Final = 60  # letters of a label on a button
LONG: Final = (
    40  # letters; with a longer label all of them stand in the message, where telephones do not cut them
)
MANY: Final = 16  # more choices than this come in pages
PAGE: Final = 8
FEW_LETTERS: Final = 3  # of words that are searched for


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


def most_at_once(asked: Asked) -> int:
    """How many choices stand on one page: fewer where the form wants a list that unfolds (`minimal`)."""
    return PAGE if "minimal" in asked.question.appearance.split() else MANY


def paged(asked: Asked, found: Sequence[tuple[int, Choice]]) -> tuple[Sequence[tuple[int, Choice]], int, int]:
    """The choices of the page that is open, its number from 0, and how many pages there are."""
    if len(found) <= most_at_once(asked):
        return found, 0, 1
    pages = -(-len(found) // PAGE)
    page = min(place_of(asked.run.page, "p") or 0, pages - 1)
    return found[page * PAGE : (page + 1) * PAGE], page, pages


def choice_rows(asked: Asked, marks: Sequence[str] = ()) -> tuple[Row, ...]:
    """The choices as buttons; `marks` are the signs before each, by place."""
    found, page, pages = paged(asked, matching(asked))
    numbered = is_listed(asked)
    buttons = []
    longest = 0
    for place, choice in found:
        mark = marks[place] if place < len(marks) else ""
        label = f"{place + 1}. {asked.label(choice)}" if numbered else asked.label(choice)
        longest = max(longest, len(label))
        buttons.append(asked.button(shorter(f"{mark} {label}".strip(), LONGEST), f"c{place}"))
    rows = grid(buttons, 2 if longest <= SHORT else 1)  # without the signs: nothing moves when one is pressed
    return rows + turning(asked, page, pages)


def is_listed(asked: Asked) -> bool:
    """Whether the labels stand in the message too, because a button would cut one."""
    found, _, _ = paged(asked, matching(asked))
    return any(len(asked.label(choice)) > LONG for _, choice in found)


def listed(asked: Asked) -> str:
    """The choices of the open page in full, with their numbers; "" where the buttons say it all."""
    found, _, _ = paged(asked, matching(asked))
    if not is_listed(asked):
        return ""
    return "\n".join(f"{place + 1}. {asked.label(choice)}" for place, choice in found)


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
    if place_of(value, "p") is not None:
        asked.run.page = value
        return Redraw()
    return None


def chosen(asked: Asked, value: str) -> Choice | None:
    """The choice of a pressed button."""
    place = place_of(value)
    return asked.choices[place] if place is not None and place < len(asked.choices) else None


def searched(asked: Asked, text: str) -> bool:
    """Whether typed words that are no answer are a part of some choices: those alone are shown then."""
    if len(bare(text)) < FEW_LETTERS and len(asked.choices) <= MANY:
        return False
    before, asked.run.search = asked.run.search, text[:LONGEST]
    asked.run.page = ""
    found = matching(asked) if bare(text) else []
    if found and len(found) < len(asked.choices):
        return True
    asked.run.search = before
    return False


def read(asked: Asked, text: str) -> Answer:
    """A choice by its label in any language, or its number; "something else" is one too."""
    answer = asked.typed(text)
    if answer is None and (other := next((each for each in asked.choices if not each.label), None)):
        every = asked.talk.world.catalogues.every(SOMETHING_ELSE)
        if any(same(text, label) for label in every):
            return other.name
    return answer


def _read_several(asked: Asked, text: str) -> Answer:
    answer = read(asked, text)
    return [answer] if isinstance(answer, str) else answer


def _one_kept(asked: Asked, stored: str) -> Answer:
    return stored if any(choice.name == stored for choice in asked.choices) else None


def _several_kept(asked: Asked, stored: str) -> Answer:
    names = stored.split()
    return [choice.name for choice in asked.choices if choice.name in names] or None


def how(asked: Asked) -> str:
    """The labels where buttons would cut them, and what to do where there are many."""
    _, _, pages = paged(asked, matching(asked))
    words = (
        asked.t("There are many answers. Turn the pages, or write a part of the name.") if pages > 1 else ""
    )
    return "\n\n".join(filter(None, [listed(asked), words]))


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


def _several_done(asked: Asked) -> Outcome:
    ticks = [each.name for each in asked.choices if each.name in asked.run.ticks]
    if not ticks and asked.filling.required(asked.step):
        asked.talk.toast(asked.t("Please choose at least one."))
        return Said()
    return Given(ticks or None)


def _several_how(asked: Asked) -> str:
    return "\n".join(filter(None, [how(asked), asked.t("Press all that fit, then press Done.")]))


SELECT_ONE: Final = Widget(
    read, rows=_one_rows, pressed=_one_pressed, how=how, kept=_one_kept, narrows=searched
)
SELECT_MULTIPLE: Final = Widget(
    _read_several,
    rows=_several_rows,
    pressed=_several_pressed,
    how=_several_how,
    kept=_several_kept,
    done=_several_done,
    narrows=searched,
)
