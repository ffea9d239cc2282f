"""What the first row of a sheet says: which column holds what, and in which language."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from rapidfuzz import fuzz, process

from bot.surveys.check.finding import Finding, Place, found
from bot.surveys.check.rules import Rule
from bot.surveys.xlsform.data import aliases, turned
from bot.surveys.xlsform.languages import language_name, read_language
from bot.surveys.xlsform.workbook import Sheet, letters

LIKE: Final = 75
"""How alike (of 100) a header must be to be taken for a misspelling."""


@dataclass(frozen=True)
class Column:
    """A column that is read: `field` is the model's name, `language` the code, "" where the header names none."""

    place: int
    field: str
    language: str
    header: str


@dataclass(frozen=True)
class Kind:
    """What is known of the columns of a sheet: sections of `aliases.yml`."""

    columns: str
    ignored: str = "ignored_columns"
    unsupported: str = "unsupported_columns"
    unknown: Rule = Rule.COLUMN_UNKNOWN
    refused: Rule = Rule.COLUMN_UNSUPPORTED
    extra: bool = False


SURVEY: Final = Kind("survey_columns")
CHOICES: Final = Kind("choice_columns", "ignored_choice_columns", "unsupported_choice_columns", extra=True)
SETTINGS: Final = Kind(
    "setting_columns",
    "ignored_settings",
    "unsupported_settings",
    Rule.SETTING_UNKNOWN,
    Rule.SETTING_UNSUPPORTED,
)


def read_headers(sheet: Sheet, kind: Kind) -> tuple[list[Column], list[Finding]]:
    """The columns of `sheet`, and what is wrong with its first row."""
    columns: list[Column] = []
    findings: list[Finding] = []
    seen: dict[tuple[str, str], Column] = {}
    divider = "::" if any("::" in header for header in sheet.header) else ":"
    filled = {place for row in sheet.rows for place, text in enumerate(row.cells) if text}
    for place, header in enumerate(sheet.header):
        if not header:
            continue
        where = Place(sheet.name, 1, header, letters(place))
        column, problem = _read(place, header, kind, divider, where)
        findings += [problem] if problem and (place in filled or problem.is_error) else []
        if column is None:
            continue
        key = (column.field, column.language)
        if other := seen.get(key):
            if column.language and column.header.casefold() != other.header.casefold():
                findings.append(found(Rule.LANGUAGE_TWICE, where, name=header, other=other.header))
                columns.append(column)
            else:
                findings.append(found(Rule.COLUMN_TWICE, where, name=header))
            continue
        seen[key] = column
        columns.append(column)
    return columns, findings + _language_findings(columns, sheet)


def _read(
    place: int, header: str, kind: Kind, divider: str, where: Place
) -> tuple[Column | None, Finding | None]:
    known = turned(kind.columns)
    name, rest = _split(header, kind, divider)
    if name in known:
        field = known[name]
        if _is_fused(rest, known):
            return None, found(Rule.COLUMNS_FUSED, where, name=header)
        if rest and field not in aliases()["translated"]:
            return None, found(Rule.COLUMN_NOT_TRANSLATED, where, name=header, plain=name)
        return Column(place, field, read_language(rest[0]).code if rest else "", header), None
    if name in aliases()[kind.unsupported]:
        return None, found(kind.refused, where, name=header, cure=aliases()[kind.unsupported][name])
    if name in aliases()[kind.ignored] or header.startswith("$"):
        return None, None
    if _is_fused([header], known):
        return None, found(Rule.COLUMNS_FUSED, where, name=header)
    if kind.extra and not rest:
        if " " in header:
            return None, found(kind.unknown, where, name=header, cure="Write the name without spaces.")
        return Column(place, f"filter {header}", "", header), None
    return None, found(kind.unknown, where, name=header, cure=_meant(name, known))


def _split(header: str, kind: Kind, divider: str) -> tuple[str, list[str]]:
    """The known name that a header begins with, and the parts after it."""
    known = {*turned(kind.columns), *aliases()[kind.ignored], *aliases()[kind.unsupported]}
    whole = _plain(header)
    if whole in known:
        return whole, []
    for sign in dict.fromkeys((divider, "::", ":")):
        parts = [part.strip() for part in header.replace("jr:", "jr\0").split(sign)]
        parts = [part.replace("jr\0", "jr:") for part in parts]
        for length in (2, 1):
            name = "::".join(_plain(part) for part in parts[:length])
            if len(parts) >= length and name in known:
                return name, [part for part in parts[length:] if part]
    return whole, []


def _plain(header: str) -> str:
    return "_".join(header.split()).lower()


def _is_fused(parts: list[str], known: Mapping[str, str]) -> bool:
    """Whether a second header stands in what should be a language, or in an unknown header."""
    if len(parts) > 1:
        return True
    words = re.split(r"[\s,;|]+|(?<=[)\]])|::?", parts[0]) if parts else []
    hits = [word for word in words if _plain(word) in known and _plain(word) not in ("name", "value", "tag")]
    return len(hits) > 1 or bool(parts and hits and re.search(r"::|\n", parts[0]))


def _meant(name: str, known: Iterable[str]) -> str:
    like = process.extractOne(
        name, [each for each in known if ":" not in each], scorer=fuzz.ratio, score_cutoff=LIKE
    )
    return f"Did you mean '{like[0]}'?" if like else "Remove it, or correct its name."


def _language_findings(columns: list[Column], sheet: Sheet) -> list[Finding]:
    """What is odd about the languages of the headers, each said once."""
    findings, said = [], set()
    for column in columns:
        if not column.language:
            continue
        words = re.split(r"::?", column.header)[-1].strip()
        read = read_language(words)
        where = Place(sheet.name, 1, column.header, letters(column.place))
        if words in said or (read.known and read.right):
            continue
        said.add(words)
        if read.known:
            findings.append(
                found(
                    Rule.LANGUAGE_CODE_WRONG,
                    where,
                    name=words,
                    language=language_name(read.code),
                    code=read.code,
                )
            )
        else:
            findings.append(found(Rule.LANGUAGE_UNKNOWN, where, name=words))
    return findings
