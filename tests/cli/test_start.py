"""What an operator sees when something is wrong at the start: one clear sentence and exit status 1."""

import os
import socket
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest

QUARTIER = Path(sys.executable).with_name("quartier")


def quartier(*words: str, folder: Path, stdin: str = "", **settings: str) -> subprocess.CompletedProcess[str]:
    """Runs the command as a person would, with its data in `folder`."""
    surroundings = {key: value for key, value in os.environ.items() if not key.startswith("QUARTIER_")}
    own = {f"QUARTIER_{key}": value for key, value in {"DATA_DIR": str(folder), **settings}.items()}
    return subprocess.run(
        [str(QUARTIER), *words],
        env=surroundings | own,
        input=stdin,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def refused(done: subprocess.CompletedProcess[str]) -> str:
    """The one sentence of a refusal."""
    assert done.returncode == 1, done.stderr
    lines = done.stderr.strip().splitlines()
    assert len(lines) == 1, done.stderr
    assert "Traceback" not in done.stderr
    return lines[0]


@pytest.mark.parametrize(
    ("name", "value", "cure"),
    [
        ("DATABASE_URL", "mysql://x", "sqlite:/// or postgresql://"),
        ("TELEGRAM_API_URL", "telegram", "https://"),
        ("NLU", "gpt", "embedded"),
        ("WORKERS", "many", "integer"),
        ("TIME_ZONE", "Ruhrgebiet", "Europe/Berlin"),
        ("TELEGRAM_TOKEN", "hello", "@BotFather"),
        ("SECRET_KEY", "short", "32 random bytes"),
        ("LISTEN_PORT", "70000", "65535"),
        ("DISCLOSURE_THRESHOLD", "1", "2"),
    ],
)
def test_a_wrong_setting_is_named_with_its_cure(name: str, value: str, cure: str, tmp_path: Path) -> None:
    sentence = refused(quartier("run", folder=tmp_path, **{"TELEGRAM_TOKEN": "1:test", name: value}))
    assert f"QUARTIER_{name}" in sentence
    assert cure in sentence


def test_without_a_token_it_says_where_to_get_one(tmp_path: Path) -> None:
    assert "@BotFather" in refused(quartier("run", folder=tmp_path))


def test_an_unreadable_key_is_named(tmp_path: Path) -> None:
    (tmp_path / "secret.key").write_bytes(b"\xff\xfe not a key")
    assert "secret.key" in refused(quartier("staff", "list", folder=tmp_path))


def test_the_key_is_made_once_and_only_for_its_owner(tmp_path: Path) -> None:
    assert quartier("staff", "list", folder=tmp_path).returncode == 0
    key = tmp_path / "secret.key"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    first = key.read_text()
    assert quartier("staff", "list", folder=tmp_path).returncode == 0
    assert key.read_text() == first


def test_another_key_is_known_as_another(tmp_path: Path) -> None:
    assert quartier("staff", "list", folder=tmp_path).returncode == 0
    sentence = refused(quartier("staff", "list", folder=tmp_path, SECRET_KEY="A" * 43))
    assert "key" in sentence.lower()


def test_a_database_that_is_not_migrated_says_what_to_do(tmp_path: Path) -> None:
    sqlite3.connect(tmp_path / "quartier.db").close()
    (tmp_path / "quartier.db").touch()
    assert "quartier migrate" in refused(quartier("staff", "list", folder=tmp_path))
    assert quartier("migrate", folder=tmp_path).returncode == 0
    assert quartier("staff", "list", folder=tmp_path).returncode == 0


def test_a_newer_database_is_not_touched(tmp_path: Path) -> None:
    assert quartier("migrate", folder=tmp_path).returncode == 0
    with sqlite3.connect(tmp_path / "quartier.db") as database:
        database.execute("UPDATE alembic_version SET version_num = 'from_the_future'")
    assert "newer" in refused(quartier("staff", "list", folder=tmp_path))
    assert "newer" in refused(quartier("migrate", folder=tmp_path))


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    (tmp_path / "quartier.db").write_bytes(b"no database at all" * 100)
    refused(quartier("staff", "list", folder=tmp_path))


def test_an_unreachable_database_is_said(tmp_path: Path) -> None:
    url = f"postgresql://quartier:geheim@127.0.0.1:{_free_port()}/quartier"
    sentence = refused(quartier("run", folder=tmp_path, TELEGRAM_TOKEN="1:test", DATABASE_URL=url))
    assert "geheim" not in sentence


def test_an_unreachable_bot_api_is_said(tmp_path: Path) -> None:
    url = f"http://127.0.0.1:{_free_port()}"
    sentence = refused(quartier("run", folder=tmp_path, TELEGRAM_TOKEN="1:geheim", TELEGRAM_API_URL=url))
    assert "QUARTIER_TELEGRAM_API_URL" in sentence
    assert "geheim" not in sentence


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert "QUARTIER_DATA_DIR" in refused(quartier("staff", "list", folder=tmp_path / "file" / "var"))


def test_a_full_disk_is_said(tmp_path: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    (tmp_path / "secret.key").symlink_to("/dev/full")
    refused(quartier("staff", "list", folder=tmp_path))


def test_staff_are_added_listed_and_removed(tmp_path: Path) -> None:
    added = quartier("staff", "add", "--telegram-id", "7", "--role", "staff", "--json", folder=tmp_path)
    assert added.returncode == 0, added.stderr
    assert '"role": "staff"' in quartier("staff", "list", "--json", folder=tmp_path).stdout
    refused(quartier("staff", "add", "--telegram-id", "7", "--role", "admin", folder=tmp_path))
    member = added.stdout.split('"id": "')[1].split('"')[0]
    assert quartier("staff", "remove", member, folder=tmp_path).returncode == 0
    refused(quartier("staff", "remove", member, folder=tmp_path))
    assert quartier("staff", "add", "--telegram-id", "7", "--role", "queen", folder=tmp_path).returncode == 2


def test_a_digest_of_an_empty_database_says_so(tmp_path: Path) -> None:
    done = quartier("digest", folder=tmp_path)
    assert done.returncode == 0
    assert "keine Anliegen" in done.stdout
    assert '"figures": []' in quartier("digest", "2026-W47", "Nordmarkt", "--json", folder=tmp_path).stdout
    assert "area list" in refused(quartier("digest", "Qwertz", folder=tmp_path))


def test_invented_residents_are_counted_and_the_small_counts_withheld(tmp_path: Path) -> None:
    assert quartier("seed", "--residents", "150", folder=tmp_path).returncode == 0
    assert "•" in quartier("digest", "last", folder=tmp_path).stdout
    refused(quartier("seed", "--residents", "150", folder=tmp_path))


def test_texts_are_parsed_line_by_line_and_bad_lines_end_nothing(tmp_path: Path) -> None:
    lines = [
        '{"text": "Wir finden keinen Kitaplatz"}',
        "no json",
        '{"text": ""}',
        "{}",
        '{"text": "\\ud800"}',
    ]
    lines.append('{"text": "' + "x" * 100_000 + '"}')
    lines.append('{"text": "\\u202eبچه\\u0000", "language": "fa"}')
    done = quartier("nlu", "parse", folder=tmp_path, stdin="\n".join(lines) + "\n")
    assert done.returncode == 0, done.stderr
    answers = done.stdout.splitlines()
    assert len(answers) == len(lines)
    assert ['"error"' in answer for answer in answers] == [False, True, True, True, True, True, False]
    assert '"childcare"' in answers[0]


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
