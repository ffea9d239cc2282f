"""The files that lie beside a form: pictures and sounds that it names."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from bot.surveys.check.texts import files_named
from bot.surveys.model import Survey

BIGGEST: Final = 10 * 2**20  # bytes of one file
BIGGEST_TOGETHER: Final = 50 * 2**20  # bytes of all files of a form


@dataclass(frozen=True)
class Beside:
    """The contents found, by name; the names that lie nowhere; why others cannot be used, by name."""

    contents: Mapping[str, bytes] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    unfit: Mapping[str, str] = field(default_factory=dict)


def files_beside(form: Path, survey: Survey) -> Beside:
    """The files that `survey` names, from the folder of its form, or from a folder `media` or `<form>-media` there.
    A copy with drafts, `<form>.drafts.xlsx`, has those of the form."""
    home = form if form.is_dir() else form.parent
    folders = (home, home / "media", home / f"{form.stem.removesuffix('.drafts')}-media")
    contents: dict[str, bytes] = {}
    missing: list[str] = []
    unfit: dict[str, str] = {}
    for name in sorted({name for *_, name in files_named(survey)}):
        if Path(name).name != name:  # a form names files, it does not lead out of its folder
            unfit[name] = "its name holds a folder"
            continue
        path = next((folder / name for folder in folders if (folder / name).is_file()), None)
        if path is None:
            missing.append(name)
            continue
        content, why = _read(path, BIGGEST_TOGETHER - sum(map(len, contents.values())))
        if why:
            unfit[name] = why
        else:
            contents[name] = content
    return Beside(contents, tuple(missing), unfit)


def _read(path: Path, room: int) -> tuple[bytes, str]:
    """The content, or why it cannot be used."""
    try:
        with path.open("rb") as file:
            content = file.read(BIGGEST + 1)
    except OSError as error:
        return b"", f"it cannot be read ({error.strerror})"
    if not content:
        return b"", "it is empty"
    if len(content) > BIGGEST:
        return b"", f"it has more than {BIGGEST // 2**20} MB"
    if len(content) > room:
        return b"", f"all files together have more than {BIGGEST_TOGETHER // 2**20} MB"
    return content, ""
