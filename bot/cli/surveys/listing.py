"""`quartier survey list`."""

import asyncio

from bot.app import opened_store
from bot.cli.output import Json, show
from bot.settings import load_settings
from bot.surveys import Survey, Surveys
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
            "languages": " ".join(code for code in LANGUAGES if not untranslated(each, code)),
        }
        for each in asyncio.run(work()).newest()
    ]
    show(rows, as_json=json, rows=rows, empty="No survey has been published yet.")


def untranslated(survey: Survey, language: str) -> int:
    """How many texts of the survey are not there in `language`."""
    texts = [survey.title]
    for question in survey.questions:
        texts += [question.label, *([question.hint] if question.hint else [])]
        texts += [choice.label for choice in question.choices]
    return sum(not text.get(language, "").strip() for text in texts)
