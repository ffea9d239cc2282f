"""`quartier survey import --translate`: drafts of what is missing, in a copy of the form."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import typer

from bot.cli.output import FAILED, progress_bar, show_json, stop
from bot.cli.surveys.findings import refuse
from bot.settings import load_settings
from bot.surveys import Survey
from bot.surveys.check.finding import Places
from bot.surveys.check.survey import ordered
from bot.surveys.export import Unwritable
from bot.surveys.files import check_file
from bot.surveys.xlsform.languages import language_name, read_language
from bot.surveys.xlsform.workbook import Workbook
from bot.texts import LANGUAGES
from bot.translation.argos import ArgosTranslator
from bot.translation.forms import (
    Drafts,
    Missing,
    Why,
    as_form,
    copy_with,
    draft_all,
    languages_of,
    missing_texts,
)

ALL: Final = "all"
NO_MODEL: Final = (
    "No translation model is installed, so nothing can be drafted: install some with "
    "`quartier translation install CODE…`, such as `quartier translation install {codes}`."
)


def write_drafts(file: Path, to: Sequence[str], out: Path | None, *, force: bool, as_json: bool) -> None:
    """Drafts what is missing in the form's languages and in those of `to`, and says what comes next."""
    place = _place(file, out)
    survey, workbook, places = _read(file, as_json=as_json)
    missing = missing_texts(survey, _languages(languages_of(survey, places), to), places)
    if not missing:
        if as_json:
            show_json({"file": None, "drafted": {}, "left": []})
        else:
            print(f"{file.name}: no text is missing, so nothing was written.")
        return
    if place.exists() and not force:
        stop(f"{place} is there already: overwrite it with --force, or write elsewhere with --out.")
    drafts = _drafts(survey, missing)
    if drafts.made:
        _write(place, copy_with(workbook, survey, places, drafts.made), force=force)
    if as_json:
        show_json(_as_data(place, drafts))
    else:
        _show(place, survey, drafts)
    if not drafts.made:
        print("Nothing could be drafted, so nothing was written.", file=sys.stderr)
        raise typer.Exit(FAILED)


def _place(file: Path, out: Path | None) -> Path:
    """Where the copy goes: beside the form, so that its pictures stay beside it too."""
    home = file if file.is_dir() else file.parent
    place = out or home / f"{file.resolve().stem.removesuffix('.drafts')}.drafts.xlsx"
    if place.suffix.casefold() != ".xlsx":
        stop(f"{place}: the name must end in .xlsx.")
    return place


def _read(file: Path, *, as_json: bool) -> tuple[Survey, Workbook, Places]:
    """The survey, with drafts that it may have already, and its cells. Other errors come first."""
    reading = check_file(file, with_drafts=True)
    errors = [each for each in ordered(reading.findings) if each.is_error]
    if reading.survey is None or errors:
        refuse(file, errors, {"file": None} if as_json else None, "nothing was drafted")
    if reading.workbook:
        return reading.survey, reading.workbook, reading.places
    try:
        return reading.survey, *as_form(reading.survey)
    except Unwritable as problem:
        stop(f"{file.name} cannot be copied as a workbook: {problem}")


def _languages(own: Sequence[str], to: Sequence[str]) -> list[str]:
    """The codes of the form's languages and of those that are asked for, each once."""
    codes = list(own)
    for words in to:
        read = read_language(words)
        if words.casefold() == ALL:
            codes += LANGUAGES
        elif read.known:
            codes.append(read.code)
        else:
            stop(f"--to {words}: there is no such language; write a code, such as --to ar, or --to all.")
    return list(dict.fromkeys(codes))


def _drafts(survey: Survey, missing: Sequence[Missing]) -> Drafts:
    translator = ArgosTranslator(load_settings().translation_models)
    if not translator.pairs:
        codes = dict.fromkeys(each.language for each in missing)
        stop(NO_MODEL.format(codes=" ".join(codes)))
    with progress_bar() as bar:
        task = bar.add_task("texts", total=len(missing))
        return draft_all(
            survey, missing, translator, lambda done, total: bar.update(task, completed=done, total=total)
        )


def _write(place: Path, content: bytes, *, force: bool) -> None:
    try:
        with place.open("wb" if force else "xb") as file:
            file.write(content)
    except OSError as error:
        stop(f"{place} cannot be written: {error.strerror}.")


def _as_data(place: Path, drafts: Drafts) -> dict[str, Any]:
    return {
        "file": str(place) if drafts.made else None,
        "drafted": dict(drafts.count()),
        "left": [
            {
                "language": missing.language,
                "question": missing.question,
                "column": missing.column,
                "choice": missing.choice,
                "why": why.value,
            }
            for missing, why in drafts.left
        ],
    }


def _show(place: Path, survey: Survey, drafts: Drafts) -> None:
    for code, count in drafts.count().items():
        print(f"{language_name(code)} ({code}): {_texts(count)} drafted.")
    for code, count in drafts.count(Why.SPOILT).items():
        names = ", ".join(
            _name(missing) for missing, why in drafts.left if missing.language == code and why is Why.SPOILT
        )
        print(
            f"{language_name(code)} ({code}): {_texts(count)} left empty, for a draft would have lost a ${{name}}, "
            f"a number or formatting: {names}."
        )
    without = drafts.count(Why.NO_MODEL)
    for code, count in without.items():
        print(f"{language_name(code)} ({code}): {_texts(count)} left empty, for no model leads there.")
    if without:
        source = "" if survey.default_language == "de" else f" --from {survey.default_language}"
        print(f"Models come with: quartier translation install {' '.join(without)}{source}")
    if drafts.made:
        print(f"\nWritten to {place}; nothing was published.")
        print('Next: read every yellow cell, mend it, and take its "[draft]" away. Then:')
        print(f"    quartier survey import {place}")


def _texts(count: int) -> str:
    return "1 text" if count == 1 else f"{count} texts"


def _name(missing: Missing) -> str:
    return ".".join(filter(None, [missing.question, missing.choice or missing.column]))
