"""Training and running Rasa 3.6 in its own environment, for measuring."""

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep
from typing import Final

from nlu.rasa_server import RasaProblem, RasaServer

ENVIRONMENT: Final = {**os.environ, "RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "3"}
LONGEST_START: Final = 300.0  # seconds


@dataclass(frozen=True)
class Running:
    """A server that answers: its address, its process, and the seconds from its start to its first answer."""

    url: str
    process: int
    start_up: float

    def memory(self) -> int:
        """Resident bytes."""
        return resident(self.process)


def resident(process: int) -> int:
    """Bytes of memory that a process has resident."""
    shown = subprocess.run(
        ["ps", "-o", "rss=", "-p", str(process)], capture_output=True, text=True, check=True
    )
    return 1024 * int(shown.stdout)


def train(venv: Path, config: Path, data: Path, domain: Path, model: Path) -> float:
    """Train `config` into `model` (a .tar.gz), showing Rasa's own bar; gives the seconds that it took."""
    start = monotonic()
    command = [
        str(venv / "bin" / "rasa"), "train", "nlu", "--config", str(config), "--nlu", str(data),
        "--domain", str(domain), "--out", str(model.parent.resolve()), "--fixed-model-name", model.name.removesuffix(".tar.gz"),
    ]  # fmt: skip
    # Rasa keeps a cache where it stands: so it stands in the folder that goes in the end.
    with subprocess.Popen(
        command, cwd=config.parent, env=ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    ) as process:
        said = b""
        assert process.stderr
        while chunk := os.read(process.stderr.fileno(), 4096):
            said = (said + chunk)[-20_000:]
            if bars := re.findall(rb"Epochs: [^\r\n]+", chunk):
                print("\r" + bars[-1].decode(errors="replace"), end="", file=sys.stderr)
    print(file=sys.stderr)
    if process.returncode:
        raise RuntimeError(
            f"rasa train ended with {process.returncode}: {said.decode(errors='replace')[-2000:]}"
        )
    return monotonic() - start


@contextmanager
def serving(venv: Path, model: Path) -> Iterator[Running]:
    """A server with `model` on a free loopback port, for as long as the context lasts."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    command = [
        str(venv / "bin" / "rasa"), "run", "--enable-api", "--interface", "127.0.0.1", "--port", str(port),
        "--model", str(model), "--endpoints", "none",
    ]  # fmt: skip
    start = monotonic()
    process = subprocess.Popen(
        command, env=ENVIRONMENT, cwd=model.parent, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        url = f"http://127.0.0.1:{port}"
        _wait(RasaServer(url, 5), process, start + LONGEST_START)
        yield Running(url, process.pid, monotonic() - start)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def _wait(server: RasaServer, process: subprocess.Popen[bytes], until: float) -> None:
    while process.poll() is None and monotonic() < until:
        try:
            server.status()
        except RasaProblem:
            sleep(0.1)
        else:
            return
    raise RuntimeError("the Rasa server did not start")
