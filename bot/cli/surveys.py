"""`quartier survey`: the surveys that residents can answer."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from bot.app import opened_store
from bot.cli.output import Json, show, show_json
from bot.settings import load_settings
from bot.surveys import Survey, Surveys, read_survey
from bot.surveys.yaml_reader import SurveyProblem
from bot.texts import LANGUAGES

app = typer.Typer(help="Surveys.", no_args_is_help=True)


@app.command("list")
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
            "questions": len(each.questions),
            "languages": " ".join(code for code in LANGUAGES if not _untranslated(each, code)),
        }
        for each in asyncio.run(work()).newest()
    ]
    show(rows, as_json=json, rows=rows, empty="No survey has been published yet.")


@app.command()
def check(file: Annotated[Path, typer.Argument(help="A survey as YAML.")], json: Json = False) -> None:
    """Check a survey file: whether it can be used, and which translations it lacks."""
    try:
        survey = read_survey(file.read_text("utf-8"), file.name)
    except (OSError, UnicodeDecodeError) as error:
        raise SurveyProblem(f"{file} cannot be read: {error}.") from None
    missing = {code: count for code in LANGUAGES if (count := _untranslated(survey, code))}
    if json:
        show_json({"code": survey.code, "questions": len(survey.questions), "missing_translations": missing})
        return
    print(f"{survey.code}, version {survey.version}: {len(survey.questions)} questions, no errors.")
    for code, count in missing.items():
        print(f"{LANGUAGES[code].name} ({code}): {count} texts fall back to another language.")


def _untranslated(survey: Survey, language: str) -> int:
    """How many texts of the survey are not there in `language`."""
    texts = [survey.title]
    for question in survey.questions:
        texts += [question.label, *([question.hint] if question.hint else [])]
        texts += [choice.label for choice in question.choices]
    return sum(not text.get(language, "").strip() for text in texts)
