"""Whatever the kernel makes of a random conversation, the store can write down and read again."""

import asyncio
import shutil
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.conversation.facts import ErasureWanted
from bot.conversation.session import Session
from bot.conversation.turn import Turn
from bot.store import open_store
from bot.surveys import shipped_surveys
from tests.conversation.resident import Resident
from tests.conversation.test_anything import step
from tests.databases import KEY, Clock, Ids
from tests.store.build import reply, write


@settings(max_examples=25, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_every_turn_can_be_written(sqlite_file: Path, data: st.DataObject) -> None:
    resident = Resident()
    turns: list[Turn] = []
    for _ in range(data.draw(st.integers(1, 25))):
        resident.does(data.draw(step(resident)))
        assert resident.turn
        turns.append(resident.turn)
    asyncio.run(write_all(sqlite_file, turns))


async def write_all(template: Path, turns: list[Turn]) -> None:
    file = template.with_name("kernel.db")
    for rest in ("-wal", "-shm"):
        file.with_name(f"kernel.db{rest}").unlink(missing_ok=True)
    shutil.copy(template, file)
    store = await open_store(f"sqlite:///{file}", KEY, clock=Clock(), new_id=Ids())
    for survey in shipped_surveys().newest():
        await store.publish_survey(survey)
    expected = Session()
    for turn in turns:
        await write(store)
        async with store.inbox.claim() as work:
            assert work
            conversation = await work.conversation()
            assert conversation.session == expected
            await conversation.apply(turn, [reply("…") for _ in turn.replies])
        erased = any(isinstance(fact, ErasureWanted) for fact in turn.facts)
        expected = Session() if erased else turn.session
    await store.close()
