"""Checks one file in a process of its own, which may not start others nor reach a network, and prints what it took.

python -m tests.surveys.xlsform.checking_alone FILE
"""

import json
import resource
import sys
import time
from pathlib import Path

FORBIDDEN = ("socket.", "subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.fork", "ctypes.")
SECONDS, BYTES = 30, 2 * 2**30  # beyond these the process ends by itself


def main() -> None:
    """Prints rules, words, seconds and megabytes as JSON."""
    from bot.surveys.check.finding import Finding
    from bot.surveys.files import check_file

    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))
    sys.addaudithook(_refuse)
    path = Path(sys.argv[1])
    before = time.process_time()
    findings: list[Finding] = check_file(path).findings
    took = time.process_time() - before
    errors = [finding for finding in findings if finding.is_error]
    print(
        json.dumps(
            {
                "rules": [finding.rule for finding in errors],
                "words": [f"{finding.what} {finding.cure}" for finding in errors],
                "seconds": took,
                "megabytes": _megabytes(),
            }
        )
    )


def _megabytes() -> float:
    """The most memory that the process had; getrusage would tell that of its parent, if that was larger."""
    status = Path("/proc/self/status").read_text()
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))) / 1024


def _refuse(event: str, _: object) -> None:
    if event.startswith(FORBIDDEN) and event not in ("socket.__new__", "socket.gethostname"):
        raise PermissionError(event)


if __name__ == "__main__":
    main()
