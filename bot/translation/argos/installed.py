"""The models that are installed: a folder for each pair of languages, `de_en`."""

import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from bot.translation.argos.limits import limits
from bot.translation.argos.model import LIBRARY_IS_MISSING, LIBRARY_MISSING
from bot.translation.argos.package import Metadata, read_metadata, unpack
from bot.translation.translator import Pair, TranslationProblem


@dataclass(frozen=True)
class Installed:
    """A model that is there. `size` is in bytes."""

    metadata: Metadata
    folder: Path
    size: int

    @property
    def pair(self) -> Pair:
        """From which language into which."""
        return self.metadata.pair


def installed(models: Path) -> list[Installed]:
    """The models in the folder `models`, by their pairs. What is no model there is passed over."""
    found: list[Installed] = []
    for folder in sorted(models.iterdir()) if models.is_dir() else ():
        try:
            metadata = read_metadata(folder, folder.name)
        except TranslationProblem:
            continue
        if folder.name == _name(metadata.pair):
            size = sum(each.stat().st_size for each in folder.rglob("*") if each.is_file())
            found.append(Installed(metadata, folder, size))
    return found


def install_file(package: Path, models: Path) -> Installed:
    """Unpacks a package, tries it, and puts it in the place of an older one. Raises TranslationProblem; then
    everything is as it was."""
    if not package.is_file():
        raise TranslationProblem(f"There is no file {package}.")
    if package.stat().st_size > limits()["package_bytes"]:
        raise TranslationProblem(
            f"{package.name} is refused: it has more than {limits()['package_bytes'] // 10**6} MB."
        )
    try:
        models.mkdir(parents=True, exist_ok=True)
        # Beside its place, so that it gets there at once or not at all.
        with tempfile.TemporaryDirectory(prefix=".new-", dir=models, ignore_cleanup_errors=True) as workshop:
            new = Path(workshop, "new")
            metadata = unpack(package, new)
            _try(new, package.name)
            place = models / _name(metadata.pair)
            if place.exists():
                place.rename(Path(workshop, "old"))
            new.rename(place)
    except OSError as error:
        raise TranslationProblem(f"The folder {models} cannot be written to: {error.strerror}.") from None
    return next(each for each in installed(models) if each.pair == metadata.pair)


def remove(models: Path, pair: Pair) -> None:
    """Removes a model. Raises TranslationProblem where there is none."""
    found = next((each for each in installed(models) if each.pair == pair), None)
    if found is None:
        raise TranslationProblem(
            f"No model {pair} is installed; `quartier translation list` shows those that are."
        )
    try:
        shutil.rmtree(found.folder)
    except OSError as error:
        raise TranslationProblem(f"{found.folder} cannot be removed: {error.strerror}.") from None


def _name(pair: Pair) -> str:
    return f"{pair.source}_{pair.target}"


def _try(folder: Path, name: str) -> None:
    """Refuses a model that does not translate. In a process of its own: a damaged model may take its process down."""
    command = [sys.executable, "-P", "-m", "bot.translation.argos.trial", str(folder)]
    try:
        done = subprocess.run(command, capture_output=True, timeout=limits()["trial_seconds"], check=False)  # noqa: S603
    except subprocess.TimeoutExpired:
        raise TranslationProblem(
            f"{name} is refused: its model does not translate a short sentence."
        ) from None
    if done.returncode == LIBRARY_IS_MISSING:
        raise TranslationProblem(LIBRARY_MISSING)
    if done.returncode:
        raise TranslationProblem(f"{name} is refused: its model is damaged, or not one of CTranslate2.")
