"""A form as cells of text, whatever file it came from."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Final

from bot.surveys.check.finding import Finding, Place, found
from bot.surveys.check.rules import Rule
from bot.surveys.xlsform.data import limits

# What XML cannot hold, and so no workbook should: controls and lone surrogates; and byte order marks.
_CONTROLS: Final = dict.fromkeys(
    [*range(0x09), *range(0x0B, 0x20), *range(0x7F, 0xA0), *range(0xD800, 0xE000), 0xFEFF]
)
# Signs that look like a space or like nothing. Texts for residents keep them: French has such a space before `?`,
# and a soft hyphen says where a word may break. Names and formulas cannot have them.
_INVISIBLE: Final = dict.fromkeys([0x200B, 0x2060, 0x00AD, 0x200E, 0x200F, *range(0x202A, 0x202F)])
_SPACES: Final = {0x00A0: " ", 0x202F: " ", 0x2007: " ", 0x2028: "\n", 0x2029: "\n"}
_TIDY: Final = {**_INVISIBLE, **_SPACES}
RELEVANT: Final = ("survey", "choices", "settings")


class Unusable(Exception):
    """A file of which nothing can be used; it carries the finding that says why."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.what)
        self.finding = finding


def unreadable(cause: str, cure: str) -> Unusable:
    """The file is no form, or a broken one."""
    return Unusable(found(Rule.UNREADABLE, cause=cause, cure=cure))


def too_large(cause: str) -> Unusable:
    """The file is larger than any form should be."""
    return Unusable(found(Rule.TOO_LARGE, cause=cause))


@dataclass(frozen=True)
class Row:
    """A row that is not blank. `number` counts as Excel does; `cells` stand under the header."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Sheet:
    """A sheet: its name as written, the texts of its first row, and the rows below."""

    name: str
    header: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass
class Workbook:
    """The sheets that matter, by name in small letters, and the names of all."""

    sheets: dict[str, Sheet] = field(default_factory=dict)
    names: tuple[str, ...] = ()
    findings: list[Finding] = field(default_factory=list)


def as_text(value: object) -> str:
    """A cell's value as text, as pyxform has it; without what no text should hold."""
    match value:
        case None:
            return ""
        case str():
            return value.replace("\r\n", "\n").replace("\r", "\n").translate(_CONTROLS).strip()
        case bool():
            return "TRUE" if value else "FALSE"
        case float() if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case datetime() | date() | time():
            return value.isoformat()
        case _:
            return str(value)


def tidy(text: str) -> str:
    """`text` with plain spaces, and without what cannot be seen."""
    return text.translate(_TIDY).strip()


class Gathering:
    """Makes sheets of the rows that a file gives, and keeps count: a form has limits."""

    def __init__(self) -> None:
        self._characters = self._references = self._cells = 0

    def sheet(self, name: str, rows: Iterable[tuple[int, Iterable[object]]]) -> Sheet:
        """The sheet of rows with their numbers; the first of them is the header. Raises Unusable."""
        header: tuple[str, ...] = ()
        kept: list[Row] = []
        for number, cells in self._bounded(name, rows):
            if not header:
                header = tuple(tidy(cell) for cell in cells)
            elif any(cells):
                kept.append(Row(number, cells))
        return Sheet(name, header, tuple(kept))

    def _bounded(
        self, name: str, rows: Iterable[tuple[int, Iterable[object]]]
    ) -> Iterator[tuple[int, tuple[str, ...]]]:
        bounds = limits()
        filled = last = 0
        for number, cells in rows:
            texts = tuple(as_text(cell) for cell in cells)
            if number - last > bounds["blank_rows"]:
                return
            if not any(texts):
                continue
            texts = texts[: max(place for place, text in enumerate(texts, start=1) if text)]
            filled, last = filled + 1, number
            if filled > bounds["rows"]:
                raise too_large(f"the sheet '{name}' has more than {bounds['rows']} rows")
            if len(texts) > bounds["columns"]:
                raise too_large(
                    f"row {number} of the sheet '{name}' has more than {bounds['columns']} columns"
                )
            for place, text in enumerate(texts):
                if len(text) > bounds["cell"]:
                    raise Unusable(
                        found(
                            Rule.CELL_TOO_LONG,
                            Place(name, number, "", letters(place)),
                            length=len(text),
                            most=bounds["cell"],
                        )
                    )
            self._characters += sum(map(len, texts))
            if self._characters > bounds["characters"]:
                raise too_large(f"its cells hold more than {bounds['characters']} characters")
            self._cells += sum(map(bool, texts))
            if self._cells > bounds["cells"]:
                raise too_large(f"more than {bounds['cells']} cells are filled")
            self._references += sum(text.count("${") for text in texts)
            if self._references > bounds["references"]:
                raise too_large(f"its cells name questions more than {bounds['references']} times")
            yield number, texts


def letters(place: int) -> str:
    """The letters of the column at `place`, counted from 0: A, B … Z, AA."""
    text = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        text = chr(ord("A") + rest) + text
    return text


def is_relevant(name: str, every: Iterable[str]) -> bool:
    """Whether a sheet is read: by its name, or because it is the only one."""
    return name.strip().casefold() in RELEVANT or len(list(every)) == 1


def key_of(name: str, every: Iterable[str]) -> str:
    """The name under which a sheet is kept; an only sheet is the survey, whatever it is called."""
    plain = name.strip().casefold()
    return plain if plain in RELEVANT or len(list(every)) > 1 else "survey"
