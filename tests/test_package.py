"""What is installed without a checkout, as in the container, has everything that the program reads."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
PACKED = ("bot", "nlu", "migrations", "locales")
NOT_PACKED = {".md", ".pot"}
ASKED = """
import asyncio, sys
from pathlib import Path
from bot.app import build_house, build_interpreter, opened_store
from bot.settings import load_settings

async def talk():
    settings = load_settings()
    house = build_house(settings)
    assert house.catalogues.texts("ar")("All right.") != "All right."
    understood = build_interpreter(house).parse("Wir finden keinen Kitaplatz in Nordstadt", "de")
    async with opened_store(settings) as store:
        return [survey.code for survey in (await store.surveys()).newest()], understood.areas

print(Path(sys.modules["bot"].__file__).parent, *asyncio.run(talk()))
"""


def test_the_package_holds_all_that_is_read(tmp_path: Path) -> None:
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", *PACKED],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    source = tmp_path / "source"
    for name in [*listed.stdout.splitlines(), "pyproject.toml", "README.md", "LICENSE"]:
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        (source / name).write_bytes((ROOT / name).read_bytes())
    pip = [sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation", "--no-index"]
    subprocess.run([*pip, "-w", str(tmp_path), "."], cwd=source, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    installed = tmp_path / "installed"
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(installed)
    wanted = {name for name in listed.stdout.splitlines() if Path(name).suffix not in NOT_PACKED}
    assert {name for name in wanted if not (installed / name).exists()} == set()
    own = {key: value for key, value in os.environ.items() if not key.startswith("QUARTIER_")}
    said = subprocess.run(
        [sys.executable, "-c", ASKED],
        cwd=tmp_path,
        env={**own, "PYTHONPATH": str(installed), "QUARTIER_DATA_DIR": str(tmp_path / "var")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.returncode == 0, said.stderr
    assert str(installed) in said.stdout
    assert "needs" in said.stdout
