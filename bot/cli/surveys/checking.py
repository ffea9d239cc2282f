"""`quartier survey check`."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.output import FAILED, Json, show_json
from bot.cli.surveys.findings import as_data, languages_as_data, show_findings, show_languages
from bot.surveys.check.survey import ordered
from bot.surveys.files import KINDS, check_file, check_files_beside

FormFile = Annotated[Path, typer.Argument(help=f"A survey: {KINDS}, or a folder with survey.csv.")]


def check(file: FormFile, json: Json = False) -> None:
    """Check a survey file: all that is wrong with it, where, and what to write instead."""
    reading = check_file(file)
    check_files_beside(file, reading)
    findings = ordered(reading.findings)
    survey, errors = reading.survey, sum(finding.is_error for finding in findings)
    if json:
        show_json(
            {
                "file": str(file),
                "usable": not errors,
                "code": survey.code if survey else None,
                "questions": len(survey.places) if survey else None,
                "errors": errors,
                "warnings": len(findings) - errors,
                "findings": [as_data(finding) for finding in findings],
                "languages": languages_as_data(survey) if survey else [],
            }
        )
    else:
        show_findings(findings)
        if survey:
            show_languages(survey)
            rows = "1 row" if len(survey.places) == 1 else f"{len(survey.places)} rows"
            print(f"{survey.code}: {rows}, {'errors: ' + str(errors) if errors else 'no errors'}.")
    if errors:
        raise typer.Exit(FAILED)
