"""`quartier survey results`: figures of a survey, or its responses as a file."""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from bot.app import House, build_house, opened_store
from bot.areas import Area
from bot.cli.digest import why_unclear
from bot.cli.output import CommandProblem, Json, progress_bar, show_json, stop
from bot.cli.surveys.figures_shown import print_figures
from bot.cli.surveys.published import published
from bot.digests import DigestUnclear, read_wanted
from bot.results import FORMATS, NAMES, ExportProblem, columns, figures_data, write_export
from bot.settings import load_settings
from bot.store import Operator, SurveyFigures
from bot.surveys import Survey
from bot.texts import LANGUAGES, STAFF_LANGUAGE

WARNING = (
    "Take care of this file: area, language and some answers together (such as age group and household) can tell "
    "who somebody is, even without a name."
)


@dataclass(frozen=True)
class Wanted:
    """Which responses to one survey are wanted; None means all of them."""

    code: str
    version: int | None
    week: str | None
    area: Area | None


def results(
    code: Annotated[str, typer.Argument(help="The survey's code, as `quartier survey list` shows it.")],
    version: Annotated[int | None, typer.Option(help="That version; the newest one without it.")] = None,
    week: Annotated[
        str | None, typer.Option(help="Only what was begun in a week: 2026-W47, 'this' or 'last'.")
    ] = None,
    area: Annotated[str | None, typer.Option(help="Only a district or quarter.")] = None,
    export: Annotated[
        Path | None,
        typer.Option(help="Write the responses, one per row, to a file: .csv, .xlsx or .jsonl (raw)."),
    ] = None,
    labels: Annotated[
        str | None,
        typer.Option(
            help="The language of questions and choices, such as de; 'names' (usual for exports) for stable names."
        ),
    ] = None,
    with_words: Annotated[
        bool,
        typer.Option("--with-words", help="Export words as they were written, not redacted. Is audited."),
    ] = False,
    fine: Annotated[
        bool,
        typer.Option(
            "--fine/--coarse",
            help="Export the area and language of everybody, or leave them out where few share them. Is audited.",
        ),
    ] = False,
    json: Json = False,
) -> None:
    """Show how many residents were asked, answered and left, and what they chose; or export their responses."""
    house = build_house(load_settings())
    wanted = Wanted(code, version, _week(house, week), _area(house, area))
    if export is None:
        if with_words or fine:
            stop("--with-words and --fine belong to --export FILE.")
        survey, figures = asyncio.run(_figures(house, wanted))
        _check_labels(survey, labels)
        place = wanted.area or house.areas.root
        data = figures_data(survey, figures, place.id, labels or STAFF_LANGUAGE)
        about = {
            "week": wanted.week,
            "area": place.id,
            "threshold": house.settings.disclosure_threshold,
        }
        if json:
            show_json(about | data)
        else:
            print_figures(data, place.name, wanted.week, house.settings.disclosure_threshold)
        return
    if export.suffix not in FORMATS:
        stop(f"{export}: the name of the file must end in {', '.join(FORMATS)}.")
    if export.suffix == ".jsonl" and labels not in (None, NAMES):
        stop("JSON lines hold stable names: leave out --labels, or export as .csv or .xlsx.")
    try:
        number = asyncio.run(
            _export(house, wanted, export, labels or NAMES, with_words=with_words, fine=fine)
        )
    except ExportProblem as problem:
        stop(str(problem))
    if json:
        show_json({"file": str(export), "responses": number, "with_words": with_words, "coarse": not fine})
        return
    print(
        f"{number} responses written to {export}." if number else f"No responses; {export} has only headers."
    )
    if not fine:
        print(
            "Area and language are • where fewer than "
            f"{house.settings.disclosure_threshold} residents share them; --fine writes them all."
        )
    print(WARNING)


def _week(house: House, words: str | None) -> str | None:
    if words is None:
        return None
    today = datetime.now(UTC).astimezone(house.settings.zone).date()
    try:
        wanted = read_wanted(words, today, house.areas)
    except DigestUnclear:
        wanted = None
    if wanted is None or wanted.area or not words.strip():
        stop(f"There is no week {words!r}; a week looks like 2026-W47, or write this or last.")
    return str(wanted.week)


def _area(house: House, words: str | None) -> Area | None:
    if words is None:
        return None
    try:
        return read_wanted(f"this {words}", datetime.now(UTC).date(), house.areas).area
    except DigestUnclear as unclear:
        stop(why_unclear(house, unclear))


def _check_labels(survey: Survey, labels: str | None) -> None:
    """A language of the bot will do: what the survey lacks in it falls back."""
    known = {NAMES, *LANGUAGES, *survey.languages}
    if labels is not None and labels not in known:
        raise CommandProblem(
            f"There is no language {labels!r} for --labels; choose one of {', '.join(sorted(known - {NAMES}))}, "
            f"or {NAMES}."
        )


async def _figures(house: House, wanted: Wanted) -> tuple[Survey, SurveyFigures]:
    async with opened_store(house.settings) as store:
        survey = published(await store.surveys(), wanted.code, wanted.version)
        area = wanted.area.id if wanted.area else None
        return survey, await store.figures.survey(
            Operator(), house.areas, survey, week=wanted.week, area=area
        )


async def _export(
    house: House, wanted: Wanted, file: Path, labels: str, *, with_words: bool, fine: bool
) -> int:
    async with opened_store(house.settings) as store:
        survey = published(await store.surveys(), wanted.code, wanted.version)
        _check_labels(survey, labels)
        area = wanted.area.id if wanted.area else None
        async with store.results.responses(
            Operator(), house.areas, survey, week=wanted.week, area=area, with_words=with_words, fine=fine
        ) as responses:
            with progress_bar() as bar:
                task = bar.add_task("Responses", total=responses.most)
                return await write_export(
                    responses,
                    columns(survey, responses.paths, labels, house.areas),
                    file,
                    lambda done, total: bar.update(task, completed=done, total=total),
                )
