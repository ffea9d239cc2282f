"""A response finishes in the version of the survey in which it began, whichever process takes its turns."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace

import pytest
from sqlalchemy import select

from bot.conversation import advance
from bot.conversation.events import ChoicePressed, CommandGiven, Event, TextSent
from bot.conversation.replies import Message
from bot.store import Store, open_store
from bot.store.tables import AnswerRow, ResponseRow, SurveyRow
from bot.surveys import Question, QuestionType, Survey, shipped_surveys
from bot.surveys.model import YES
from tests.conversation.resident import buttons_of, meaning, the_world
from tests.databases import KEY, Clock
from tests.store.build import reply, write


def text(name: str, label: str) -> Question:
    return Question(name, QuestionType.TEXT, {"de": label}, required=YES)


FIRST = Survey(
    "play", 1, {"de": "Spielen"}, "de", (text("where", "Wo spielen Kinder?"), text("missing", "Was fehlt?"))
)
SECOND = replace(
    FIRST, version=2, questions=(text("where", "Wo spielt Ihr Kind?"), text("shade", "Gibt es Schatten?"))
)


@dataclass
class Process:
    """A process of the bot: its own store on the database that all share."""

    store: Store

    async def takes(self, event: Event) -> str:
        """One turn, as the channel takes it; gives what the bot said, with its buttons."""
        await write(self.store)
        async with self.store.inbox.claim() as work:
            assert work
            conversation = await work.conversation()
            world = replace(the_world(), surveys=conversation.surveys, new_id=self.store._around.new_id)
            turn = advance(conversation.session, replace(event, client_language="de"), world)
            await conversation.apply(turn, [reply("…") for _ in turn.replies])
        messages = [each for each in turn.replies if isinstance(each, Message)]
        buttons = [f"[{each.label}] {each.data}" for message in messages for each in buttons_of(message)]
        return "\n".join([*(message.text for message in messages), *buttons])

    async def hears(self, words: str) -> str:
        return await self.takes(TextSent(text=words, understanding=meaning("out_of_scope")))

    async def is_commanded(self, name: str) -> str:
        return await self.takes(CommandGiven(name=name))


@pytest.fixture
async def processes(database_url: str, clock: Clock) -> AsyncIterator[tuple[Process, Process]]:
    """Two processes on one database."""
    one, other = [await open_store(database_url, KEY, clock=clock) for _ in range(2)]
    yield Process(one), Process(other)
    await one.close()
    await other.close()


async def comes_in(process: Process) -> None:
    """Consents and names the Quartier."""
    await process.is_commanded("start")
    await process.takes(ChoicePressed(data="consent.0.yes"))
    await process.hears("Nordmarkt")


async def sends(process: Process, said: str) -> str:
    """Presses the button that sends the answers."""
    button = next(line for line in said.splitlines() if line.startswith("[✅ Senden]"))
    return await process.takes(ChoicePressed(data=button.rpartition(" ")[2]))


async def test_a_response_finishes_in_the_version_in_which_it_began(
    processes: tuple[Process, Process],
) -> None:
    one, other = processes
    await one.store.publish_survey(FIRST)
    await comes_in(one)
    assert "Wo spielen Kinder?" in await one.is_commanded("survey")

    await other.store.publish_survey(SECOND)
    assert "Was fehlt?" in await other.hears("Im Hof")
    said = await one.hears("Eine Schaukel")
    assert "Wo spielen Kinder?" in said
    assert "sind angekommen" in await sends(other, said)

    # The new version is another survey to answer, in both processes.
    assert "Wo spielt Ihr Kind?" in await one.is_commanded("survey")
    assert "Gibt es Schatten?" in await other.hears("Im Park")

    async with one.store._database.reading() as db:
        responses = {row.version: row for row in await db.scalars(select(ResponseRow))}
        answers = {
            version: {
                each.question
                for each in await db.scalars(select(AnswerRow).where(AnswerRow.response == row.id))
            }
            for version, row in responses.items()
        }
    assert responses[1].completed
    assert not responses[2].completed
    assert answers == {1: {"where", "missing"}, 2: {"where"}}


async def test_the_newest_version_does_not_change_a_paused_response(
    processes: tuple[Process, Process],
) -> None:
    one, other = processes
    await one.store.publish_survey(FIRST)
    await comes_in(one)
    await one.is_commanded("survey")
    await one.hears("Im Hof")
    await one.hears("⏸ Pause")
    await other.store.publish_survey(SECOND)
    said = await other.is_commanded("survey")
    button = next(line for line in said.splitlines() if line.startswith("[▶️ Weiter"))
    assert "Was fehlt?" in await other.takes(ChoicePressed(data=button.rpartition(" ")[2]))


async def test_corrected_wording_is_heard_in_every_process_at_once(
    processes: tuple[Process, Process], clock: Clock
) -> None:
    one, other = processes
    await one.store.publish_survey(FIRST)
    await comes_in(one)
    assert "Wo spielen Kinder?" in await one.is_commanded("survey")

    clock.advance(minutes=1)
    better = replace(FIRST, questions=(FIRST.questions[0], text("missing", "Was wünschen Sie sich?")))
    assert not await other.store.publish_survey(better)
    assert "Was wünschen Sie sich?" in await one.hears("Im Hof")
    clock.advance(minutes=1)
    assert not await other.store.publish_survey(FIRST)
    assert "Was fehlt?" in await other.is_commanded("survey")
    assert "Was fehlt?" in await one.is_commanded("survey")


async def test_what_is_published_again_unchanged_is_not_reworded(store: Store) -> None:
    for survey in (FIRST, *shipped_surveys().newest(), FIRST, *shipped_surveys().newest()):
        await store.publish_survey(survey)
    async with store._database.reading() as db:
        assert set(await db.scalars(select(SurveyRow.reworded))) == {None}
