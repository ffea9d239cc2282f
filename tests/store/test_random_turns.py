"""Whatever residents do, in whatever order: what is stored is what was said last, and nothing else."""

import asyncio
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.conversation import facts as f
from bot.conversation.session import Session
from bot.store import ConsentMissing, Store, open_store
from tests.databases import KEY, Clock, Ids
from tests.store.build import SURVEY, reply, turn, write


@dataclass
class Model:
    """What one resident should have in the store."""

    consent: bool = False
    requests: dict[str, str] = field(default_factory=dict)
    answers: dict[str, f.AnswerValue] | None = None
    area: str | None = None


DEEDS = st.lists(
    st.tuples(
        st.sampled_from("123"),  # the chat
        st.sampled_from(
            ["agree", "refuse", "ask", "extend", "withdraw", "start", "answer", "move", "erase", "fail"]
        ),
        st.text(max_size=20),
    ),
    max_size=25,
)


@dataclass
class Play:
    """Deeds done in the store and in the model."""

    store: Store
    models: dict[str, Model] = field(default_factory=dict)
    number: int = 0

    async def do(self, chat: str, deed: str, words: str) -> None:
        self.number += 1
        model = self.models.setdefault(chat, Model())
        facts = tuple(self.facts(chat, model, deed, words))
        await write(self.store, chat)
        async with self.store.inbox.claim() as work:
            assert work
            conversation = await work.conversation()
            session = Session(consent="given" if model.consent or deed == "agree" else "open")
            if deed == "fail" or (facts and not model.consent and deed not in ("agree", "refuse", "erase")):
                with pytest.raises((ConsentMissing, LookupError)):
                    await conversation.apply(turn(*facts, session=session), [reply(words)])
                await work.park("Refused")
                return
            await conversation.apply(turn(*facts, session=session), [reply(words)])
        self.note(chat, deed, words)

    def facts(self, chat: str, model: Model, deed: str, words: str) -> Iterator[f.Fact]:
        last = next(reversed(model.requests), None)
        match deed:
            case "agree":
                yield f.ConsentGiven("1", "de")
            case "refuse":
                yield f.ConsentRefused("1", "de")
            case "ask":
                yield f.RequestMade(f"q{self.number}", words, "de", (f.CategoryGuess("health", 0.5),))
            case "extend" if last:
                yield f.RequestExtended(last, words, ())
            case "withdraw" if last:
                yield f.RequestWithdrawn(last)
            case "start" if model.answers is None:
                yield f.ResponseStarted(f"r{self.number}", "lack", 1, "de")
            case "answer" if model.answers is not None:
                yield f.AnswerGiven(self.response(chat), "words", words, "de")
            case "move":
                yield f.AreaChosen(words or None, "name")
            case "erase":
                yield f.ErasureWanted()
            case "fail":
                yield f.ConsentGiven("1", "de")
                yield f.RequestMade(f"q{self.number}", words, "de", ())
                yield f.ResponseCompleted("nowhere")

    responses: dict[str, str] = field(default_factory=dict)

    def response(self, chat: str) -> str:
        return self.responses[chat]

    def note(self, chat: str, deed: str, words: str) -> None:
        model = self.models[chat]
        last = next(reversed(model.requests), None)
        match deed:
            case "agree" | "refuse":
                model.consent = deed == "agree"
            case "ask":
                model.requests[f"q{self.number}"] = words
            case "extend" if last:
                model.requests[last] = words
            case "withdraw" if last:
                del model.requests[last]
            case "start" if model.answers is None:
                model.answers = {}
                self.responses[chat] = f"r{self.number}"
            case "answer" if model.answers is not None:
                model.answers["words"] = words
            case "move":
                model.area = words or None
            case "erase":
                self.models[chat] = Model()

    async def check(self) -> None:
        for chat, model in self.models.items():
            stored = await self.store.stored_data(chat)
            assert [each.text for each in stored.requests] == list(model.requests.values())
            assert [each.answers for each in stored.responses] == (
                [] if model.answers is None else [model.answers]
            )
            assert stored.area == model.area


@given(DEEDS)
@settings(max_examples=25)
def test_the_store_keeps_what_was_said_last(sqlite_file: Path, deeds: list[tuple[str, str, str]]) -> None:
    asyncio.run(play(sqlite_file, deeds))


async def play(template: Path, deeds: list[tuple[str, str, str]]) -> None:
    file = shutil.copy(template, template.with_name("play.db"))
    for rest in ("-wal", "-shm"):
        template.with_name(f"play.db{rest}").unlink(missing_ok=True)
    clock = Clock()
    store = await open_store(f"sqlite:///{file}", KEY, clock=clock, new_id=Ids())
    await store.publish_survey(SURVEY)
    game = Play(store)
    for deed in deeds:
        clock.advance(seconds=1)
        await game.do(*deed)
    await game.check()
    await store.close()
