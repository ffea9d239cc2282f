"""Responses as JSON lines: one object per line, with stable names and values as they are stored."""

import json
import re
from pathlib import Path
from typing import Final

from bot.store import Sheet

_LINE_BREAKS: Final = re.compile("[\u0085\u2028\u2029]")
"""Would end a line for some readers, though not for JSON."""


class JsonLinesFile:
    """Nothing is defused: no program for tables opens it. Not asked is absent, skipped is null."""

    def __init__(self, file: Path) -> None:
        self._out = file.open("w", encoding="utf-8", errors="replace", newline="\n")

    def write(self, sheet: Sheet) -> None:
        line = json.dumps(
            {
                "row": sheet.number,
                "language": sheet.language,
                "area": sheet.area,
                "begun": sheet.begun,
                "completed": sheet.completed,
                "complete": sheet.completed is not None,
                "by_voice": sheet.by_voice,
                "answers": sheet.answers,
            },
            ensure_ascii=False,
        )
        self._out.write(_LINE_BREAKS.sub(lambda found: f"\\u{ord(found[0]):04x}", line) + "\n")

    def close(self) -> None:
        self._out.close()
