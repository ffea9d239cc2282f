"""The fixture forms: Markdown tables with, in their first lines, what is found in each.

`# finds: rule sheet row column`, with `-` where there is no sheet, row or column. Two findings that every short form
has (no form_id, no default language) are only looked at where a form names them.
"""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bot.surveys.files import check_file, check_files_beside
from bot.surveys.xlsform import Reading

FORMS = Path(__file__).parent / "forms"
USUAL = frozenset({"code_from_file", "language_assumed"})
_FINDS = re.compile(r"# finds: (\w+) (\S+) (\S+) (.+)")

Found = tuple[str, str, str, str]


@dataclass(frozen=True)
class Form:
    """A fixture: its file, and what is to be found in it."""

    path: Path
    finds: tuple[Found, ...]


@cache
def forms() -> tuple[Form, ...]:
    """All fixtures."""
    return tuple(
        Form(path, tuple(found for found in _FINDS.findall(path.read_text("utf-8"))))
        for path in sorted(FORMS.glob("*.md"))
    )


@cache
def reading_of(path: Path) -> Reading:
    """What comes out of a fixture, with its files."""
    reading = check_file(path)
    check_files_beside(path, reading)
    return reading


def found_in(form: Form) -> list[Found]:
    """What is found in a fixture, in the words of its first lines."""
    named = {rule for rule, *_ in form.finds}
    return [
        (each.rule, each.sheet or "-", str(each.row or "-"), each.column or "-")
        for each in reading_of(form.path).findings
        if each.rule not in USUAL - named
    ]
