"""A package `.argosmodel`: looked at before anything is unpacked, and only what is needed is.

Format: https://github.com/argosopentech/argos-translate/blob/master/argostranslate/package.py
"""

import json
import lzma
import re
import stat
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Any, Final

from bot.translation.argos.limits import limits
from bot.translation.translator import Pair, TranslationProblem

MODEL_KIND: Final = ".argosmodel"
METADATA: Final = "metadata.json"
TOKENS: Final = "sentencepiece.model"
MODEL: Final = "model"
_NEEDED: Final = frozenset({METADATA, TOKENS, "README.md", "LICENSE", "LICENSE.txt", "LICENSE.md"})
_CODE: Final = re.compile(r"[a-z]{2,3}([-_][a-z]{2,8})?")
_VERSION: Final = re.compile(r"[\w.+-]{1,30}")
_CHUNK: Final = 2**20
_DAMAGED: Final = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
)


@dataclass(frozen=True)
class Metadata:
    """What a package says of itself. `prefix` is the token that tells a model of many languages which one to write."""

    pair: Pair
    version: str
    prefix: str = ""


def unpack(package: Path, folder: Path) -> Metadata:
    """Unpacks what is needed of `package` into `folder`, which must not be there. Raises TranslationProblem."""
    try:
        with zipfile.ZipFile(package) as archive:
            needed = _needed(archive, package.name)
            room = limits()["unpacked_bytes"]
            for info, name in needed:
                path = folder / name
                path.parent.mkdir(parents=True, exist_ok=True)
                with archive.open(info) as source, path.open("xb") as target:
                    room -= _copied(source, target, room, package.name)
    except _DAMAGED:
        raise TranslationProblem(f"{package.name} is no Argos package, or a damaged one.") from None
    except OSError as error:
        cause = error.strerror or "it is damaged"
        raise TranslationProblem(f"{package.name} cannot be unpacked: {cause}.") from None
    return read_metadata(folder, package.name)


def read_metadata(folder: Path, name: str) -> Metadata:
    """What the package unpacked in `folder` says of itself. Raises TranslationProblem with `name`."""
    try:
        with (folder / METADATA).open("rb") as file:
            data = json.loads(file.read(limits()["metadata_bytes"]))
    except (OSError, ValueError, RecursionError):
        raise TranslationProblem(f"{name} is no Argos package: its metadata.json cannot be read.") from None
    return metadata_from(data, name)


def metadata_from(data: Any, name: str) -> Metadata:
    """The metadata in `data`, whoever wrote it. Raises TranslationProblem with `name`."""
    if not isinstance(data, dict) or data.get("type", "translate") != "translate":
        raise TranslationProblem(f"{name} holds no model for translation.")
    source, target = (str(data.get(key, "")).lower() for key in ("from_code", "to_code"))
    if not _CODE.fullmatch(source) or not _CODE.fullmatch(target) or source == target:
        raise TranslationProblem(f"{name} does not say from which language into which it translates.")
    version, prefix = str(data.get("package_version", "")), str(data.get("target_prefix") or "")
    if len(prefix) > 50:
        raise TranslationProblem(f"{name} is no Argos package: its target_prefix is too long.")
    return Metadata(Pair(source, target), version if _VERSION.fullmatch(version) else "?", prefix)


def _needed(archive: zipfile.ZipFile, name: str) -> list[tuple[zipfile.ZipInfo, PurePosixPath]]:
    """The entries that a model needs, with their places in the package's folder."""
    entries = archive.infolist()
    if len(entries) > limits()["files"]:
        raise TranslationProblem(
            f"{name} holds more than {limits()['files']} files; that is no Argos package."
        )
    kept: dict[PurePosixPath, zipfile.ZipInfo] = {}
    tops: set[str] = set()
    for info in entries:
        parts = _parts(info, name)
        inner = PurePosixPath(*parts[1:])
        if info.is_dir() or not parts[1:]:
            continue
        if str(inner) in _NEEDED or parts[1] == MODEL:
            tops.add(parts[0])
            if inner in kept:
                raise TranslationProblem(f"{name} is refused: it holds {inner} twice.")
            kept[inner] = info
    if sum(info.file_size for info in kept.values()) > limits()["unpacked_bytes"]:
        raise TranslationProblem(f"{name} is refused: it unpacks to more than {_gigabytes()} GB.")
    names = {str(each) for each in kept}
    if (
        len(tops) == 1
        and TOKENS not in names
        and any(each.filename.endswith("bpe.model") for each in entries)
    ):
        raise TranslationProblem(
            f"{name} splits words with bpe.model; only packages with {TOKENS} can be used here."
        )
    if len(tops) != 1 or not {METADATA, TOKENS, f"{MODEL}/model.bin"} <= names:
        raise TranslationProblem(
            f"{name} is no Argos package: it needs one folder with {METADATA}, {TOKENS} and {MODEL}/model.bin."
        )
    return [(info, inner) for inner, info in kept.items()]


def _parts(info: zipfile.ZipInfo, name: str) -> tuple[str, ...]:
    """The folders and the name of an entry; refused where they would lead out of the folder it is unpacked into."""
    path = PurePosixPath(info.filename)
    is_link = stat.S_ISLNK(info.external_attr >> 16)
    strange = any(each in ("..", ".") or set(each) & set('\\:\0<>|?*"') for each in path.parts)
    if path.is_absolute() or strange or is_link or info.flag_bits & 1 or not path.parts:
        raise TranslationProblem(f"{name} is refused: an entry in it leads elsewhere, or is locked.")
    return path.parts


def _copied(source: IO[bytes], target: IO[bytes], room: int, name: str) -> int:
    """How many bytes were copied. An entry may hold more than its header says."""
    copied = 0
    while chunk := source.read(_CHUNK):
        copied += len(chunk)
        if copied > room:
            raise TranslationProblem(f"{name} is refused: it unpacks to more than {_gigabytes()} GB.")
        target.write(chunk)
    return copied


def _gigabytes() -> int:
    return limits()["unpacked_bytes"] // 10**9
