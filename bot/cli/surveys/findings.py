"""What is wrong with a form, as tables for people and as data for programs."""

import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final, NoReturn

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.cli.output import FAILED, show_json
from bot.surveys import Survey
from bot.surveys.check.finding import Finding, Severity
from bot.surveys.check.texts import coverage

WIDE: Final = 160  # columns where the words go to a file or another program
STYLES: Final = {Severity.ERROR: "bold red", Severity.WARNING: "yellow"}


def as_data(finding: Finding) -> dict[str, Any]:
    """A finding as JSON values."""
    return asdict(finding)


def refuse(file: Path, findings: Sequence[Finding], data: dict[str, Any] | None, result: str) -> NoReturn:
    """Show why a form cannot be used, and end. `data` is what programs get beside the findings, None for people;
    `result` is what came of it, as a clause."""
    if data is None:
        show_findings(findings)
    else:
        show_json({**data, "findings": [as_data(finding) for finding in findings]})
    print(f"{file.name} has errors, so {result}.", file=sys.stderr)
    raise typer.Exit(FAILED)


def languages_as_data(survey: Survey) -> list[dict[str, Any]]:
    """How much of the survey is there in each language."""
    return [
        {
            "code": each.code,
            "name": each.name,
            "texts": each.texts,
            "missing": len(each.missing),
            "missing_texts": [
                {"question": question, "column": column, "choice": choice}
                for question, column, choice in (each.missing if each.code in survey.languages else ())
            ],
        }
        for each in coverage(survey)
    ]


def show_findings(findings: Sequence[Finding]) -> None:
    """One row for each; nothing where there are none."""
    if not findings:
        return
    table = Table("", "where", "what", "instead", box=None, pad_edge=False, header_style="bold")
    for each in findings:
        severity = Text(each.severity.value, style=STYLES[each.severity])
        table.add_row(severity, Text(_where(each)), Text(each.what), Text(each.cure))
    _console().print(table)
    print()


def show_languages(survey: Survey) -> None:
    """How many texts each language has, and how many are missing."""
    table = Table("language", "code", "texts", "missing", box=None, pad_edge=False, header_style="bold")
    for each in coverage(survey):
        there = each.texts - len(each.missing)
        table.add_row(Text(each.name), Text(each.code), str(there), str(len(each.missing) or "–"))
    _console().print(table)
    print()


def _where(finding: Finding) -> str:
    cell = finding.cell or (f"row {finding.row}" if finding.row else "")
    sheet = f"{finding.sheet} {cell}".strip()
    return "\n".join(filter(None, [sheet, finding.column]))


def _console() -> Console:
    return Console(width=None if sys.stdout.isatty() else WIDE, highlight=False, markup=False)
