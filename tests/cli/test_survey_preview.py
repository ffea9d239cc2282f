"""`quartier survey preview`: the survey as residents see it, on a stage that vanishes."""

import asyncio
import os
import re
import signal
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.simulator.client import SimulatorClient
from tests.cli.test_start import QUARTIER, quartier, refused
from tests.simulator.samples import png

FORM = """
| survey |
|        | type              | name  | label::Deutsch (de) | label::Arabic (ar) | media::image |
|        | select_one places | place | Wo?                 | أين؟               | karte.png    |
|        | text              | words | Was noch?           | ماذا أيضا؟         | weg.png      |
| choices |
|         | list_name | name | label::Deutsch (de) | label::Arabic (ar) |
|         | places    | park | Park                | حديقة              |
|         | places    | home | Zu Hause            | في البيت           |
| settings |
|          | form_title | form_id | default_language |
|          | Hitze      | heat    | de               |
"""


@asynccontextmanager
async def previewing(form: Path, language: str, stage: Path) -> AsyncIterator[tuple[Process, str, int]]:
    """The command while it runs: the process, the address of the simulator and the chat that it shows."""
    surroundings = {key: value for key, value in os.environ.items() if not key.startswith("QUARTIER_")}
    process = await asyncio.create_subprocess_exec(
        str(QUARTIER),
        *("survey", "preview", str(form), "--language", language),
        env=surroundings | {"QUARTIER_SIMULATOR_PORT": "0", "TMPDIR": str(stage)},
        stdout=PIPE,
        stderr=PIPE,
    )
    assert process.stdout
    try:
        async with asyncio.timeout(60):
            said = ""
            while not (found := re.search(r"(http://127\.0\.0\.1:\d+)/#(\d+)", said)):
                line = (await process.stdout.readline()).decode()
                assert line, (await process.communicate())[1].decode()
                said += line
        assert "weg.png is not beside the form" in said
        yield process, found[1], int(found[2])
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def test_the_page_opens_in_the_survey_and_ctrl_c_leaves_nothing(tmp_path: Path) -> None:
    stage = tmp_path / "stage"
    stage.mkdir()
    form = tmp_path / "heat.md"
    form.write_text(FORM, "utf-8")
    (tmp_path / "karte.png").write_bytes(png())
    async with previewing(form, "ar", stage) as (process, address, chat), SimulatorClient(address) as sim:
        await sim.wait_for(chat, lambda each: "أين؟" in str(each.get("text")), 60)
        (_, _, _, picture, question) = await sim.messages(chat, 0)
        assert await sim.file(picture["photo"][-1]["file_id"]) == png()
        await sim.press(chat, "حديقة", message_id=int(question["message_id"]))
        await sim.wait_for(chat, lambda each: "ماذا أيضا؟" in str(each.get("text")), 60)
        assert list(stage.iterdir()), "the database is there while it runs"
        process.send_signal(signal.SIGINT)
        async with asyncio.timeout(30):
            told, trouble = await process.communicate()
    assert process.returncode == 0, trouble.decode()
    assert "nothing of it is left" in told.decode()
    assert list(stage.iterdir()) == []


def test_what_cannot_be_shown_is_said_in_one_sentence(tmp_path: Path) -> None:
    form = tmp_path / "heat.md"
    form.write_text(FORM.replace("select_one places", "select_one plates"), "utf-8")
    assert "plates" in refused(quartier("survey", "preview", str(form), folder=tmp_path))
    assert "heat.xlsx" in refused(quartier("survey", "preview", str(tmp_path / "heat.xlsx"), folder=tmp_path))
    form.write_text(FORM, "utf-8")
    told = refused(quartier("survey", "preview", str(form), "--language", "xx", folder=tmp_path))
    assert "'xx'" in told
    assert "uk" in told
