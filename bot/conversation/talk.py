"""One turn in the making: what the topics use to answer, to remember and to hand over."""

from enum import Enum
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import yaml

from bot.conversation.events import ChoicePressed, Event, VoiceSent
from bot.conversation.facts import Fact
from bot.conversation.replies import Button, Document, Keyboard, Media, Message, Reply, Toast
from bot.conversation.session import Session
from bot.conversation.turn import Turn
from bot.conversation.world import World
from bot.surveys import Filling
from bot.texts import Texts, language_for

Row = tuple[Button, ...]
ABREAST = {2: 17, 3: 11}
"""Letters of the longest label beside others, by the buttons in the row: telephones cut what is longer."""
LASTING = 0  # the question number of buttons that never grow old, such as those of the menu


class GoesOn(Enum):
    """What comes at the end of a turn: nothing more, the open question again, or that or else the menu."""

    NOT = "not"
    WITH_FLOOR = "floor"
    WITH_MENU = "menu"


class Press(NamedTuple):
    """What a button's data says: whose it is, which question it answered, and the choice."""

    topic: str
    asked: int
    value: str


def read_press(data: str) -> Press | None:
    """The press behind a button's data, or None where it is none of ours."""
    topic, _, rest = data.partition(".")
    asked, dot, value = rest.partition(".")
    if not dot or not asked.isascii() or not asked.isdigit() or len(asked) > 9:
        return None
    return Press(topic, int(asked), value)


class Talk:
    """The session, the replies and the facts of the turn that is being made."""

    def __init__(self, session: Session, event: Event, world: World) -> None:
        self.session = session.copy()
        self.event = event
        self.world = world
        self._replies: list[Reply] = []
        self._facts: list[Fact] = []
        self._may_edit = isinstance(event, ChoicePressed)
        self.goes_on = GoesOn.NOT
        self.filling: Filling | None = None
        """The response that this turn looked at last, as its answers were then; `filling_of` is its id."""
        self.filling_of = ""
        if not self.session.language:
            self.session.language = language_for(event.client_language)

    @property
    def t(self) -> Texts:
        """The texts in the resident's language."""
        return self.world.catalogues.texts(self.session.language)

    @property
    def by_voice(self) -> bool:
        """Whether the resident spoke."""
        return isinstance(self.event, VoiceSent)

    @property
    def answered(self) -> bool:
        """Whether the resident already gets a message in this turn."""
        return any(isinstance(reply, Message) for reply in self._replies)

    def say(self, text: str, *rows: Row, edits: bool = False, media: tuple[Media, ...] = ()) -> None:
        """A message; `edits` puts it in the place of the one whose button was pressed, once a turn. One with media
        stands below them, so it never takes an earlier place."""
        edits = edits and self._may_edit and not media
        if self.t.rtl:  # telephones lay every row out from the left, whatever the language
            rows = tuple(row[::-1] for row in rows)
        self._replies.append(Message(text, rows, edits=edits, media=media))
        self._may_edit = False

    def ask_location(self, text: str, label: str) -> None:
        """A message with one big button that shares the location."""
        self._replies.append(Message(text, keyboard=Keyboard.ASK_LOCATION, keyboard_label=label))
        self.session.asks_location = True

    def put_away_keyboard(self, text: str) -> None:
        """A message that takes the location button away."""
        self._replies.append(Message(text, keyboard=Keyboard.REMOVE))
        self.session.asks_location = False
        self._may_edit = False  # what follows stands below it

    def close(self, text: str) -> None:
        """A last word, without buttons; the location button goes with it where it is there."""
        if self.session.asks_location:
            self.put_away_keyboard(text)
        else:
            self.say(text, edits=True)

    def hand_over(self, text: str, document: Document) -> None:
        """A message with a file."""
        self._replies.append(Message(text, document=document))

    def toast(self, text: str = "") -> None:
        """A word that shows for a moment, in answer to a press."""
        self._replies.append(Toast(text))

    def note(self, fact: Fact) -> None:
        """Something is known now."""
        self._facts.append(fact)

    def new_question(self) -> None:
        """From here on the buttons of earlier questions are old."""
        self.session.asked += 1

    def button(self, label: str, topic: str, value: str, *, lasting: bool = False) -> Button:
        """A button of `topic`; a lasting one works for ever, others until the next question."""
        return Button(label, f"{topic}.{LASTING if lasting else self.session.asked}.{value}")

    def enter(self, topic: str) -> None:
        """`topic` has the floor now; what was going on waits below it."""
        self.leave(topic)
        self.session.topics.append(topic)

    def leave(self, topic: str) -> None:
        """`topic` is through."""
        self.session.topics = [each for each in self.session.topics if each != topic]

    def finish(self, topic: str) -> None:
        """`topic` is through; afterwards what waited below it goes on, or the menu shows."""
        self.leave(topic)
        self.goes_on = GoesOn.WITH_MENU

    def interrupt(self) -> None:
        """Something came in between; afterwards the question that was open is put again."""
        self.goes_on = GoesOn.WITH_FLOOR

    @property
    def floor(self) -> str:
        """The topic that has the floor, or ""."""
        return self.session.topics[-1] if self.session.topics else ""

    def start_over(self) -> None:
        """The session of somebody never met, except for the language they just used."""
        self.session = Session(language=self.session.language, asked=self.session.asked)

    def turn(self) -> Turn:
        """What has come together. A press is always answered, first of all."""
        replies = self._replies
        if isinstance(self.event, ChoicePressed):
            toast = next((reply for reply in replies if isinstance(reply, Toast)), Toast())
            replies = [toast, *(reply for reply in replies if not isinstance(reply, Toast))]
        return Turn(self.session, tuple(replies), tuple(self._facts))

    def category(self, category: str) -> str:
        """A category's picture and name in the resident's language."""
        label = next((each for each in self.world.taxonomy.categories if each.id == category), None)
        name = self.t(label.name("en")) if label else category
        return f"{pictures().get(category, '')} {name}".strip()


def grid(buttons: list[Button], columns: int) -> tuple[Row, ...]:
    """`buttons` in rows of `columns`."""
    return tuple(tuple(buttons[i : i + columns]) for i in range(0, len(buttons), columns))


def side_by_side(buttons: list[Button]) -> tuple[Row, ...]:
    """`buttons` in as few rows as let every label be read in full."""
    rows: list[Row] = []
    for button in buttons:
        row = (*rows[-1], button) if rows else (button,)
        if all(len(each.label) <= ABREAST.get(len(row), 0) for each in row) and rows:
            rows[-1] = row
        else:
            rows.append((button,))
    return tuple(rows)


@cache
def pictures() -> dict[str, str]:
    """A picture (emoji) for each category."""
    text = files("bot.conversation").joinpath("categories.yml").read_text("utf-8")
    return dict(yaml.safe_load(text))
