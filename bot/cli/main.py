"""The root of the command line: gathers the commands, turns every known trouble into one sentence."""

import sys
from typing import Annotated

import typer

from bot import __version__
from bot.areas import AreaError
from bot.cli import areas
from bot.cli.output import FAILED, CommandProblem
from bot.settings import SettingProblem
from bot.surveys import SurveyProblem

app = typer.Typer(
    name="quartier",
    help="Quartierstimme: ask the residents of a city's neighbourhoods what they need.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
app.add_typer(areas.app, name="area")


@app.callback(invoke_without_command=True)
def root(
    version: Annotated[bool, typer.Option("--version", help="Print the version and stop.")] = False,
) -> None:
    if version:
        print(f"quartier {__version__}")
        raise typer.Exit


def main() -> None:
    """Runs the command of this process."""
    try:
        app()
    except (AreaError, CommandProblem, SettingProblem, SurveyProblem) as problem:
        print(problem, file=sys.stderr)
        sys.exit(FAILED)
    except BrokenPipeError:
        sys.exit(FAILED)
