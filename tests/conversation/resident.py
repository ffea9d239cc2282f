"""A resident who talks to the pure engine; the session goes through JSON between every two steps."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from itertools import count

from bot.areas import load_areas
from bot.conversation import Session, Turn, World, advance
from bot.conversation.events import (
    ChoicePressed,
    CommandGiven,
    Event,
    LocationShared,
    MediaSent,
    TextEdited,
    TextSent,
    VoiceSent,
)
from bot.conversation.facts import Fact
from bot.conversation.host import load_host
from bot.conversation.replies import Button, Message, Toast
from bot.conversation.world import StoredData
from bot.surveys import shipped_surveys
from bot.texts import load_catalogues
from nlu.taxonomy import load_taxonomy
from nlu.understanding import Intent, Segment, Understanding

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)


catalogues = cache(load_catalogues)
areas = cache(load_areas)
surveys = cache(shipped_surveys)


def the_world(stored: StoredData | None = None) -> World:
    """The real texts, areas, surveys and categories; ids count up."""
    ids: Iterator[int] = count(1)
    return World(
        now=NOW,
        new_id=lambda: f"id-{next(ids)}",
        catalogues=catalogues(),
        surveys=surveys(),
        areas=areas(),
        taxonomy=load_taxonomy(),
        host=load_host("Dortmund", "KuDeQua, Stadt Dortmund", "0231 123456"),
        stored=stored,
    )


def meaning(
    *intents: str, language: str = "de", confidence: float = 0.97, areas: tuple[str, ...] = ()
) -> Understanding:
    """What `nlu` would say of a clear text: the first intent is the likeliest, each has a segment of its own."""
    each = tuple(Intent(intent, confidence) for intent in intents)
    return Understanding(language, each, tuple(Segment(one.id, (one,)) for one in each))


@dataclass
class Resident:
    """What a resident does and sees. `language` is that of the phone."""

    language: str | None = "de"
    world: World = field(default_factory=the_world)
    session: Session = field(default_factory=Session)
    screen: list[Message] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    turn: Turn | None = None
    toast: str = ""

    def does(self, event: Event) -> "Resident":
        before = json.dumps(self.session.to_json())
        session = Session.from_json(json.loads(before))
        self.turn = advance(session, event, self.world)
        assert json.dumps(session.to_json()) == before, "advance changed the session that it was given"
        assert self.turn.replies, "no answer"
        self.session = self.turn.session
        self.facts += self.turn.facts
        self.toast = next((reply.text for reply in self.turn.replies if isinstance(reply, Toast)), "")
        for reply in self.turn.replies:
            if isinstance(reply, Message):
                if reply.edits and self.screen:
                    self.screen.pop()
                self.screen.append(reply)
                for button in buttons_of(reply):
                    assert button.label.strip()
                    assert len(button.data.encode()) <= 64
        return self

    def commands(self, text: str) -> "Resident":
        name, _, argument = text.removeprefix("/").partition(" ")
        return self.does(CommandGiven(name=name, argument=argument, client_language=self.language))

    def says(self, text: str, *intents: str, **more: object) -> "Resident":
        """Writes `text`; the intents are what it means to `nlu`, out of scope where none is given."""
        understanding = meaning(*(intents or ("out_of_scope",)), **more)  # type: ignore[arg-type]
        return self.does(TextSent(text=text, understanding=understanding, client_language=self.language))

    def presses(self, label: str) -> "Resident":
        """Presses the button whose label contains `label`, on the newest message that has it."""
        for message in reversed(self.screen):
            for button in buttons_of(message):
                if label in button.label:
                    return self.does(ChoicePressed(data=button.data, client_language=self.language))
        raise AssertionError(
            f"no button {label!r}; there are {[b.label for m in self.screen for b in buttons_of(m)]}"
        )

    def shares(self, latitude: float, longitude: float) -> "Resident":
        return self.does(
            LocationShared(latitude=latitude, longitude=longitude, client_language=self.language)
        )

    def sends(self, kind: str) -> "Resident":
        event: Event = MediaSent(kind=kind, client_language=self.language)
        if kind == "voice":
            event = VoiceSent(duration=3, client_language=self.language)
        elif kind == "edited":
            event = TextEdited(text="…", client_language=self.language)
        return self.does(event)

    def sees(self, *words: str) -> "Resident":
        """All `words` stand in what the last turn said."""
        said = self.said
        for each in words:
            assert each in said, f"{each!r} is not in:\n{said}"
        return self

    @property
    def said(self) -> str:
        """Everything the last turn said, without the isolates around values, with the button labels."""
        assert self.turn
        messages = [reply for reply in self.turn.replies if isinstance(reply, Message)]
        words = [each.text for each in messages] + [b.label for each in messages for b in buttons_of(each)]
        return "\n".join([*words, self.toast]).replace("\u2068", "").replace("\u2069", "")

    def knows(self, kind: type[Fact]) -> list[Fact]:
        """The facts of that kind so far."""
        return [fact for fact in self.facts if isinstance(fact, kind)]


def buttons_of(message: Message) -> list[Button]:
    return [button for row in message.rows for button in row]


def joined(language: str | None = "de", **changes: object) -> Resident:
    """A resident who has agreed and told their Quartier."""
    resident = Resident(language, **changes)  # type: ignore[arg-type]
    resident.commands("/start")
    resident.does(ChoicePressed(data="consent.0.yes", client_language=language))
    resident.does(ChoicePressed(data=f"place.{resident.session.asked}._none", client_language=language))
    return resident
