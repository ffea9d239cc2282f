"""`quartier survey list`."""

import asyncio

from bot.app import opened_store
from bot.cli.output import Json, show
from bot.settings import load_settings
from bot.surveys import Survey, Surveys
from bot.surveys.check.texts import coverage
from bot.surveys.model import ASKED
from bot.texts import LANGUAGES


def list_(json: Json = False) -> None:
    """List the newest version of every published survey."""

    async def work() -> Surveys:
        async with opened_store(load_settings()) as store:
            return await store.surveys()

    rows = [
        {
            "code": each.code,
            "version": each.version,
            "title": each.say(each.title, "de"),
            "questions": sum(row.type in ASKED for row in each.every()),
            "languages": " ".join(whole_languages(each)),
        }
        for each in asyncio.run(work()).newest()
    ]
    show(rows, as_json=json, rows=rows, empty="No survey has been published yet.")


def whole_languages(survey: Survey) -> list[str]:
    """The codes of the bot's languages in which no text of the survey is missing."""
    whole = {each.code for each in coverage(survey) if not each.missing}
    return [code for code in LANGUAGES if code in whole]
