"""Telegram's limits and the simulator's own bounds, read from `limits.yml`."""

from pathlib import Path

import yaml

LIMITS: dict[str, int] = yaml.safe_load(Path(__file__).with_name("limits.yml").read_text(encoding="utf-8"))
