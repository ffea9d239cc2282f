"""A survey file of any kind: read, and checked."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from bot.surveys.beside import BIGGEST, Beside, files_beside
from bot.surveys.check.drafts import DRAFT
from bot.surveys.check.finding import Finding, Place, found
from bot.surveys.check.rules import Rule
from bot.surveys.check.survey import check_survey
from bot.surveys.check.texts import files_named
from bot.surveys.model import Survey
from bot.surveys.xlsform import Reading, read_xlsform
from bot.surveys.xlsform.data import limits
from bot.surveys.xlsform.excel import read_xls, read_xlsx
from bot.surveys.xlsform.judge import verdict
from bot.surveys.xlsform.tables import read_csv, read_folder, read_markdown
from bot.surveys.xlsform.workbook import Unusable, Workbook, too_large, unreadable
from bot.surveys.yaml_reader import SurveyProblem, read_survey

YAML: Final = frozenset({".yml", ".yaml"})
_TABLES: Final[Mapping[str, Callable[[bytes], Workbook]]] = {
    ".xlsx": read_xlsx,
    ".xlsm": read_xlsx,
    ".xls": read_xls,
    ".csv": read_csv,
    ".md": read_markdown,
}
LONGEST_NAME: Final = 255
"""Characters of a file's name in the database."""
KINDS: Final = ", ".join(sorted({*_TABLES, *YAML}))


def check_file(path: Path, *, with_drafts: bool = False) -> Reading:
    """Everything that is found in a file. The survey is there only where nothing is an error. Never raises.

    `with_drafts` takes texts that nobody has reviewed too, with their marks; see `bot.surveys.check.drafts`.
    """
    try:
        reading, workbook = _read(path)
    except Unusable as problem:
        return Reading(findings=[problem.finding])
    reading.findings += _checked(reading)
    if workbook:
        reading.findings += verdict(workbook, reading.findings)
    if with_drafts:
        reading.findings = [finding for finding in reading.findings if finding.rule != DRAFT]
    if any(finding.is_error for finding in reading.findings):
        reading.survey = None
    return reading


def check_files_beside(path: Path, reading: Reading) -> Beside:
    """The pictures and sounds that the form names; what is wrong with them is added to its findings."""
    if reading.survey is None:
        return Beside()
    beside = files_beside(path, reading.survey)
    for question, choice, kind, language, name in files_named(reading.survey):
        cell = (
            reading.places.choice(question.name, choice, kind, language)
            if choice
            else reading.places.question(question.name, kind, language)
        )
        why = "its name is too long" if len(name) > LONGEST_NAME else beside.unfit.get(name, "")
        if why:
            cure = f"Put a file of at most {BIGGEST // 2**20} MB with a short, plain name beside the form."
            reading.findings.append(found(Rule.FILE_UNFIT, cell, name=name, cause=why, cure=cure))
        elif name in beside.missing:
            reading.findings.append(found(Rule.FILE_MISSING, cell, name=name))
    return beside


def read_file(path: Path) -> Survey:
    """The survey in a file. Raises SurveyProblem, one sentence with the first error."""
    reading = check_file(path)
    if reading.survey:
        return reading.survey
    errors = [finding for finding in reading.findings if finding.is_error]
    raise SurveyProblem(f"{path.name}: {_sentence(errors[0])}{_more(len(errors) - 1)}")


def _checked(reading: Reading) -> list[Finding]:
    """What is found in the survey itself. Where rows could not be read, nobody wonders that nothing is asked."""
    if reading.survey is None:
        return []
    found_ = check_survey(reading.survey, reading.places)
    if any(each.is_error for each in reading.findings):
        return [each for each in found_ if each.rule != Rule.NOTHING_ASKED.name.lower()]
    return found_


def _sentence(error: Finding) -> str:
    where = str(Place(error.sheet, error.row, error.column, error.cell.rstrip("0123456789")))
    return f"{where}: {error.what} {error.cure}" if where else f"{error.what} {error.cure}"


def _more(count: int) -> str:
    return f" (and {count} more: see `quartier survey check`)" if count > 0 else ""


def _read(path: Path) -> tuple[Reading, Workbook | None]:
    try:
        if path.is_dir():
            folder = read_folder(path)
            return read_xlsform(folder, path.resolve().name), folder
        content = _content(path)
    except OSError as error:
        raise unreadable(str(error.strerror), "Look at its name and at who may read it") from None
    kind = path.suffix.casefold()
    if kind in YAML:
        return _read_yaml(content, path.name), None
    reader = _TABLES.get(kind)
    if reader is None:
        raise unreadable(
            f"{path.suffix or 'a name without an ending'} is no known kind", f"Use one of {KINDS}"
        )
    if reader is read_xls and content.startswith(b"PK"):
        reader = read_xlsx  # a new workbook under an old name
    workbook = reader(content)
    return read_xlsform(workbook, path.stem), workbook


def _content(path: Path) -> bytes:
    most = limits()["file_bytes"]
    if not path.is_file():
        raise unreadable("there is no such file", "Look at its name")
    with path.open("rb") as file:
        content = file.read(most + 1)
    if len(content) > most:
        raise too_large(f"the file has more than {most // 1_000_000} MB")
    if not content.strip():
        raise unreadable("it is empty", "Write the sheets 'survey' and 'choices'")
    return content


def _read_yaml(content: bytes, name: str) -> Reading:
    if len(content) > limits()["yaml_bytes"]:
        raise too_large(f"the file has more than {limits()['yaml_bytes'] // 1_000_000} MB")
    try:
        return Reading(read_survey(content.decode("utf-8-sig"), name))
    except UnicodeDecodeError:
        raise unreadable("its letters are not in UTF-8", "Save it as UTF-8") from None
    except SurveyProblem as problem:
        cause = str(problem).removeprefix(f"{name}: ").rstrip(".")
        return Reading(findings=[found(Rule.UNREADABLE, cause=cause, cure="Correct it; see docs/surveys.md")])
