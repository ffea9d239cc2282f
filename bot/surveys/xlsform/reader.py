"""From cells to the model: the sheets one after another, each finding with its place."""

import re
from dataclasses import dataclass, field
from typing import Final

from bot.surveys.check.finding import Finding, Place, Places, found
from bot.surveys.check.rules import Rule
from bot.surveys.model import Survey
from bot.surveys.xlsform import headers
from bot.surveys.xlsform.cells import Cells
from bot.surveys.xlsform.choices import Lists, read_choices
from bot.surveys.xlsform.data import aliases, is_yes, limits
from bot.surveys.xlsform.headers import Column
from bot.surveys.xlsform.languages import language_name, read_language
from bot.surveys.xlsform.rows import read_rows
from bot.surveys.xlsform.workbook import Sheet, Workbook, letters, too_large

USUAL: Final = "de"
"""The language of columns that name none, where the form does not say."""
UNKNOWN: Final = "und"
"""What the language is called (ISO 639-2) where all that it might be are there already."""


@dataclass
class Reading:
    """What came out of a file: the survey (version 1, as files know no more), with its errors named in `findings`;
    None where nothing can be read. `workbook`: the cells that it was read from, where the file has cells."""

    survey: Survey | None = None
    findings: list[Finding] = field(default_factory=list)
    places: Places = field(default_factory=Places)
    workbook: Workbook | None = None


def read_xlsform(workbook: Workbook, stem: str) -> Reading:
    """The survey in `workbook`; `stem` is its file's name, for forms that do not name themselves. Raises Unusable."""
    reading = Reading(findings=list(workbook.findings), workbook=workbook)
    findings, places = reading.findings, reading.places
    places.sheets = {key: sheet.name for key, sheet in workbook.sheets.items()}
    findings += _strange_sheets(workbook)
    sheet = workbook.sheets.get("survey")
    if sheet is None:
        findings.append(found(Rule.NO_SURVEY))
        return reading
    columns = {key: _columns(workbook.sheets.get(key), kind, reading) for key, kind in _KINDS.items()}
    languages = {column.language for each in columns.values() for column in each}
    if len(languages) > limits()["languages"]:
        raise too_large(f"it is in more than {limits()['languages']} languages")
    settings = _settings(workbook.sheets.get("settings"), columns["settings"], reading)
    default = _default_language(settings, [*columns["survey"], *columns["choices"]], sheet, reading)
    lists = read_choices(workbook.sheets.get("choices"), columns["choices"], default, places, findings)
    if not _has_needed(sheet, columns["survey"], reading):
        return reading
    rows = read_rows(sheet, columns["survey"], default, lists, places, findings)
    code = _code(settings, rows.settings, stem, reading)
    title = (settings.text("title") if settings else "") or rows.settings.get("title", "") or code
    survey = Survey(
        code=code,
        version=1,
        title={**(settings.translated("translated_title") if settings else {}), default: title},
        default_language=default,
        questions=rows.questions,
        form_version=settings.text("version") if settings else "",
        again=bool(settings and is_yes(settings.text("again"))),
    )
    findings += _unused(lists)
    reading.survey = survey
    return reading


_KINDS: Final = {"survey": headers.SURVEY, "choices": headers.CHOICES, "settings": headers.SETTINGS}


def _strange_sheets(workbook: Workbook) -> list[Finding]:
    refused = aliases()["unsupported_sheets"]
    return [
        found(Rule.SHEET_UNSUPPORTED, Place(name), name=name, cure=refused[name.strip().casefold()])
        for name in workbook.names
        if name.strip().casefold() in refused
    ]


def _columns(sheet: Sheet | None, kind: headers.Kind, reading: Reading) -> tuple[Column, ...]:
    if sheet is None:
        return ()
    columns, findings = headers.read_headers(sheet, kind)
    reading.findings += findings
    key = next(each for each, known in _KINDS.items() if known is kind)
    for column in columns:
        where = (column.header, letters(column.place))
        reading.places.columns.setdefault((key, column.field, column.language), where)
        reading.places.columns.setdefault((key, column.field, ""), where)
    return tuple(columns)


def _settings(sheet: Sheet | None, columns: tuple[Column, ...], reading: Reading) -> Cells | None:
    if sheet is None or not sheet.rows:
        return None
    return Cells(sheet.name, sheet.rows[0], columns, "")


def _has_needed(sheet: Sheet, columns: tuple[Column, ...], reading: Reading) -> bool:
    fields = {column.field for column in columns}
    missing = [
        found(rule, Place(sheet.name, 1))
        for name, rule in (("type", Rule.NO_TYPE_COLUMN), ("name", Rule.NO_NAME_COLUMN))
        if name not in fields
    ]
    reading.findings += missing
    return not missing


def _default_language(settings: Cells | None, columns: list[Column], sheet: Sheet, reading: Reading) -> str:
    """The form's own default language, else the only one that its headers name, else German."""
    words = settings.text("default_language") if settings else ""
    if words and words != "default":
        read = read_language(words)
        where = settings.place("default_language") if settings else Place()
        if not read.known:
            reading.findings.append(found(Rule.LANGUAGE_UNKNOWN, where, name=words))
        elif not read.right:
            said = {"name": words, "language": language_name(read.code), "code": read.code}
            reading.findings.append(found(Rule.LANGUAGE_CODE_WRONG, where, **said))
        return read.code
    named = list(dict.fromkeys(column.language for column in columns if column.language))
    open_ = next((each for each in columns if each.field == "label" and not each.language), None)
    if open_ is None:
        return named[0] if named and USUAL not in named else USUAL
    unnamed = {column.field for column in columns if not column.language}
    taken = {column.language for column in columns if column.field in unnamed}
    code = next((each for each in (USUAL, "en", "default") if each not in taken), UNKNOWN)
    where = Place(sheet.name, 1, open_.header, letters(open_.place))
    reading.findings.append(found(Rule.LANGUAGE_ASSUMED, where, language=language_name(code), code=code))
    return code


def _code(settings: Cells | None, in_rows: dict[str, str], stem: str, reading: Reading) -> str:
    """The survey's code: the form's id, or its file's name, in the letters that a code may have."""
    given = (settings.text("code") if settings else "") or in_rows.get("code", "")
    words = given or stem
    code = re.sub(r"[^a-z0-9_-]+", "-", _plain_letters(words)).strip("-_")[:60]
    if not code:
        reading.findings.append(found(Rule.NO_CODE, reading.places.setting("code")))
    elif not given:
        reading.findings.append(found(Rule.CODE_FROM_FILE, reading.places.setting("code"), code=code))
    elif code != given:
        where = reading.places.setting("code")
        reading.findings.append(found(Rule.CODE_CHANGED, where, name=given, code=code))
    return code


def _plain_letters(words: str) -> str:
    from nlu.normalise import fold

    return fold(words.replace("ß", "ss")).casefold()


def _unused(lists: Lists) -> list[Finding]:
    return [
        found(Rule.LIST_UNUSED, lists.first[name].place("list"), name=name)
        for name in lists.choices
        if name not in lists.used
    ]
