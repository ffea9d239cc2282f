"""`quartier survey check`."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.output import Json, show_json
from bot.cli.surveys.listing import untranslated
from bot.surveys import read_survey
from bot.surveys.yaml_reader import SurveyProblem
from bot.texts import LANGUAGES


def check(file: Annotated[Path, typer.Argument(help="A survey as YAML.")], json: Json = False) -> None:
    """Check a survey file: whether it can be used, and which translations it lacks."""
    try:
        survey = read_survey(file.read_text("utf-8"), file.name)
    except (OSError, UnicodeDecodeError) as error:
        raise SurveyProblem(f"{file} cannot be read: {error}.") from None
    missing = {code: count for code in LANGUAGES if (count := untranslated(survey, code))}
    if json:
        show_json({"code": survey.code, "questions": len(survey.questions), "missing_translations": missing})
        return
    print(f"{survey.code}, version {survey.version}: {len(survey.questions)} questions, no errors.")
    for code, count in missing.items():
        print(f"{LANGUAGES[code].name} ({code}): {count} texts fall back to another language.")
