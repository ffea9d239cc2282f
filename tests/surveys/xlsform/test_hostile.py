"""Files that are meant to harm: one clear sentence, soon, in little memory, and nothing is executed."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.surveys.xlsform.hostile import HOSTILE

SECONDS, MEGABYTES = 2, 200


@pytest.mark.skipif(sys.platform != "linux", reason="memory is read from /proc")
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused(name: str, tmp_path: Path) -> None:
    ending, made, rule = HOSTILE[name]
    path = tmp_path / f"form{ending}"
    path.write_bytes(made())
    done = subprocess.run(
        [sys.executable, "-m", "tests.surveys.xlsform.checking_alone", str(path)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert not done.stderr
    seen = json.loads(done.stdout)
    assert rule in seen["rules"]
    assert seen["seconds"] < SECONDS
    assert seen["megabytes"] < MEGABYTES
    assert all(len(words) < 1_000 and words.isprintable() for words in seen["words"])
    assert [each.name for each in tmp_path.iterdir()] == [path.name]
