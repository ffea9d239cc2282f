"""`quartier survey export`."""

from pathlib import Path
from typing import Annotated, Final

import typer

from bot.app import opened_store
from bot.cli.output import CommandProblem, Json, run, show_json
from bot.settings import load_settings
from bot.surveys import Survey, Surveys
from bot.surveys.export import Unwritable, workbook_of, yaml_of
from bot.surveys.xlsform import read_xlsform
from bot.surveys.xlsform.excel import read_xlsx
from bot.texts import LANGUAGES

YAML: Final = (".yml", ".yaml")


def export(
    code: Annotated[str, typer.Argument(help="The survey's code, as `quartier survey list` shows it.")],
    out: Annotated[Path, typer.Option(help="The file to write: .xlsx for Excel (XLSForm), or .yml.")],
    version: Annotated[int | None, typer.Option(help="That version; the newest one without it.")] = None,
    json: Json = False,
) -> None:
    """Write a published survey to a file, to change it or to take it elsewhere."""
    if out.suffix not in (".xlsx", *YAML):
        raise CommandProblem(f"{out}: the name must end in .xlsx (for Excel) or .yml.")
    survey = _published(code, version)
    content = yaml_of(survey).encode() if out.suffix in YAML else _workbook(survey)
    try:
        out.write_bytes(content)
    except OSError as error:
        raise CommandProblem(f"{out} cannot be written: {error.strerror}.") from None
    if json:
        show_json({"code": survey.code, "version": survey.version, "file": str(out)})
    else:
        print(f"{survey.code}, version {survey.version}: written to {out}.")


def _workbook(survey: Survey) -> bytes:
    """The survey as a workbook, read again to be sure that it is a form that can be used."""
    try:
        content = workbook_of(survey, language_names())
    except Unwritable as problem:
        raise CommandProblem(str(problem)) from None
    errors = [each for each in read_xlsform(read_xlsx(content), survey.code).findings if each.is_error]
    if errors:
        raise CommandProblem(f"This survey is no XLSForm: {errors[0].what} Export to YAML.")
    return content


def language_names() -> dict[str, str]:
    """The names of the bot's languages by their codes, as headings of columns have them."""
    return {code: language.name for code, language in LANGUAGES.items()}


def _published(code: str, version: int | None) -> Survey:
    async def work() -> Surveys:
        async with opened_store(load_settings()) as store:
            return await store.surveys()

    surveys = run(work())
    newest = {each.code: each for each in surveys.newest()}
    if code not in newest:
        there = ", ".join(newest) or "none yet"
        raise CommandProblem(f"There is no published survey {code!r}. Published: {there}.")
    if version is None:
        return newest[code]
    survey = surveys.get(code, version)
    if survey is None:
        raise CommandProblem(
            f"There is no version {version} of {code!r}. The newest is {newest[code].version}."
        )
    return survey
