"""The root of the command line: gathers the commands, turns every known trouble into one sentence."""

import sys
from typing import Annotated

import typer

from bot import __version__
from bot.areas import AreaError
from bot.cli import areas, demo, digest, doctor, nlu, run, seed, staff, surveys, translation
from bot.cli.output import FAILED, CommandProblem
from bot.settings import SettingProblem
from bot.store import StoreProblem
from bot.surveys import SurveyProblem
from bot.telegram.bot import TelegramProblem
from bot.translation import TranslationProblem

app = typer.Typer(
    name="quartier",
    help="Quartierstimme: ask the residents of a city's neighbourhoods what they need.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
app.command("demo")(demo.demo)
app.command("run")(run.run)
app.command("migrate")(run.migrate_)
app.command("digest")(digest.digest)
app.command("doctor")(doctor.doctor)
app.command("seed")(seed.seed_)
app.add_typer(areas.app, name="area")
app.add_typer(nlu.app, name="nlu")
app.add_typer(surveys.app, name="survey")
app.add_typer(staff.app, name="staff")
app.add_typer(translation.app, name="translation")


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
    except (
        AreaError,
        CommandProblem,
        SettingProblem,
        StoreProblem,
        SurveyProblem,
        TelegramProblem,
        TranslationProblem,
    ) as problem:
        print(problem, file=sys.stderr)
        sys.exit(FAILED)
    except BrokenPipeError:
        sys.exit(FAILED)
