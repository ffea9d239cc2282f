"""Which published survey a command means."""

from bot.cli.output import CommandProblem
from bot.surveys import Survey, Surveys


def published(surveys: Surveys, code: str, version: int | None) -> Survey:
    """That version, or the newest; raises CommandProblem where there is none."""
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
