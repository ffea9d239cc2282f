"""`quartier survey import`."""

from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Annotated

import typer

from bot.app import opened_store
from bot.cli.output import Json, run, show_json, stop
from bot.cli.surveys.checking import FormFile
from bot.cli.surveys.drafting import write_drafts
from bot.cli.surveys.findings import as_data, refuse, show_findings
from bot.settings import load_settings
from bot.store import Store
from bot.surveys import Survey, to_data
from bot.surveys.beside import Beside
from bot.surveys.check.drafts import drafts_in, without_marks
from bot.surveys.check.survey import ordered
from bot.surveys.files import check_file, check_files_beside


def import_(
    file: FormFile,
    publish: Annotated[
        bool, typer.Option("--publish/--dry-run", help="Publish it, or only say what would happen.")
    ] = True,
    translate: Annotated[
        bool,
        typer.Option(
            "--translate", help="Publish nothing; draft the missing translations in a copy of the form."
        ),
    ] = False,
    to: Annotated[
        list[str] | None,
        typer.Option(help="With --translate: a further language, such as ar; or all. May be repeated."),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="With --translate: where the copy is written (.xlsx).")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="With --translate: overwrite the copy.")] = False,
    accept_drafts: Annotated[
        bool,
        typer.Option("--accept-drafts", help="Publish drafts that nobody has reviewed. Is audited."),
    ] = False,
    json: Json = False,
) -> None:
    """Check a survey file and publish it as the next version of its survey."""
    if translate and accept_drafts:
        stop("--translate drafts and --accept-drafts publishes: use one after the other.")
    if translate:
        write_drafts(file, to or [], out, force=force, as_json=json)
        return
    if to or out or force:
        stop("--to, --out and --force belong to --translate.")
    reading = check_file(file, with_drafts=accept_drafts)
    beside = check_files_beside(file, reading)
    findings = ordered(reading.findings)
    errors = [finding for finding in findings if finding.is_error]
    if reading.survey is None or errors:
        refuse(file, findings, {"published": False} if json else None, "it was not imported")
    if not json:
        show_findings(findings)
    drafts = len(drafts_in(reading.survey, reading.places))
    survey, is_new = run(_publish(without_marks(reading.survey), beside, drafts, publish=publish))
    if json:
        show_json(
            {
                "code": survey.code,
                "version": survey.version,
                "published": publish and is_new,
                "new": is_new,
                "files": sorted(beside.contents),
                "drafts": drafts,
                "findings": [as_data(finding) for finding in findings],
            }
        )
        return
    if not is_new:
        print(f"{survey.code}, version {survey.version}, has exactly this content already.")
    elif not publish:
        print(f"{survey.code} would be published as version {survey.version}. Nothing was changed.")
    else:
        print(f"{survey.code}, version {survey.version}, is published{_with_files(beside)}.")
        if drafts:
            print(f"{drafts} of its texts were written by a machine, and nobody has reviewed them.")
    if publish:
        print(
            f"Residents find it with /survey; `quartier survey link {survey.code}` makes a link and a QR code."
        )


async def _publish(survey: Survey, beside: Beside, drafts: int, *, publish: bool) -> tuple[Survey, bool]:
    """The survey with its version, and whether it is a new one."""
    async with opened_store(load_settings()) as store:
        surveys = await store.surveys()
        newest = next((each for each in surveys.newest() if each.code == survey.code), None)
        if newest and _same(newest, survey) and await _has_files(store, newest, beside):
            return newest, False
        numbered = replace(survey, version=newest.version + 1 if newest else survey.version)
        if publish:
            # First the files: whoever answers the first question sees its picture.
            for name, content in beside.contents.items():
                await store.survey_files.put(numbered.code, numbered.version, name, content)
            await store.publish_survey(numbered, drafts=drafts)
        return numbered, True


def _same(one: Survey, other: Survey) -> bool:
    return to_data(replace(one, version=1)) == to_data(replace(other, version=1))


async def _has_files(store: Store, survey: Survey, beside: Beside) -> bool:
    for name, content in beside.contents.items():
        if await store.survey_files.hash_of(survey.code, survey.version, name) != sha256(content).digest():
            return False
    return True


def _with_files(beside: Beside) -> str:
    count = len(beside.contents)
    return f", with {count} file{'s' if count > 1 else ''}" if count else ""
