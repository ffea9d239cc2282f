"""What commands print: words for people, JSON for programs, one sentence on stderr where it fails."""

import asyncio
import json
import sys
from collections.abc import Coroutine, Mapping, Sequence
from typing import Annotated, Any, Final, NoReturn, TypeVar

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

T = TypeVar("T")
Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of words.")]
FAILED: Final = 1


class CommandProblem(Exception):
    """A command cannot do what was asked; the message is one sentence for the person at the keyboard."""


def stop(sentence: str) -> NoReturn:
    """Ends the command with one sentence on stderr and exit status 1."""
    print(sentence, file=sys.stderr)
    raise typer.Exit(FAILED)


def run(work: Coroutine[Any, Any, T]) -> T:
    """Runs the asynchronous part of a command to its end."""
    return asyncio.run(work)


def show_json(value: object) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=2, default=str))


def show_table(columns: Sequence[str], rows: Sequence[Sequence[object]], empty: str) -> None:
    """A table, or the sentence `empty` where there is nothing to show."""
    if not rows:
        print(empty)
        return
    table = Table(*columns, box=None, pad_edge=False, header_style="bold")
    for row in rows:
        table.add_row(*(str(cell) for cell in row))
    Console(soft_wrap=True, markup=False, highlight=False).print(table)


def show(value: object, *, as_json: bool, rows: Sequence[Mapping[str, object]], empty: str) -> None:
    """`value` as JSON, or `rows` as a table with their keys as its columns."""
    if as_json:
        show_json(value)
    else:
        columns = list(rows[0]) if rows else []
        show_table(columns, [[row[column] for column in columns] for row in rows], empty)


def progress_bar() -> Progress:
    """A progress bar on stderr, so that results on stdout stay clean."""
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    )
