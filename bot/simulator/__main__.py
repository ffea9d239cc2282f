"""`python -m bot.simulator`: serve a simulator."""

import argparse
import asyncio
import contextlib
import logging
import sys
from pathlib import Path

from bot.simulator.server import RunningSimulator, serve
from bot.simulator.settings import FloodLimits, SimulatorSettings


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bot.simulator", description=__doc__)
    parser.add_argument(
        "--host", default="127.0.0.1", help="address to listen on (default: this machine only)"
    )
    parser.add_argument("--port", type=int, default=8081)
    parser.add_argument("--spec", type=Path, help="bot-api-spec.json to check the bot's calls against")
    parser.add_argument("--allow-host", action="append", default=[], help="a further name of this server")
    parser.add_argument(
        "--webhook-host", action="append", default=[], help="a host that takes webhooks without TLS"
    )
    parser.add_argument("--flood", action="store_true", help="keep to Telegram's flood limits")
    parser.add_argument("--only", help="a poorer server: the methods it knows, with commas")
    parser.add_argument("--other-status", type=int, choices=(404, 500), default=404)
    return parser.parse_args()


def _announce(running: RunningSimulator) -> None:
    # Connections are accepted (and wait) from here on, so this is true before the first is answered.
    print(f"Simulator on {running.url}/ (Ctrl+C ends it)", flush=True)


def main() -> int:
    """Serve until told to stop; 0, or 2 with one sentence on stderr if that cannot be."""
    arguments = _arguments()
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s: %(message)s")
    if arguments.spec and not arguments.spec.is_file():
        print(f"--spec: there is no file {arguments.spec}.", file=sys.stderr)
        return 2
    settings = SimulatorSettings(
        spec_path=arguments.spec or SimulatorSettings.spec_path,
        allowed_hosts=frozenset(arguments.allow_host),
        http_webhook_hosts=frozenset(arguments.webhook_host),
        flood=FloodLimits(enabled=arguments.flood),
        only_methods=frozenset(arguments.only.split(",")) if arguments.only else None,
        other_status=arguments.other_status,
    )
    try:
        with contextlib.suppress(KeyboardInterrupt):
            asyncio.run(serve(arguments.host, arguments.port, settings, _announce))
    except (OSError, ValueError, OverflowError) as reason:
        print(f"The simulator cannot start on {arguments.host}:{arguments.port}: {reason}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
