"""What can be set when a simulator starts."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = Path(__file__).with_name("page")


@dataclass(frozen=True)
class FloodLimits:
    """Telegram's flood limits for sending; off unless `enabled`. Rates are messages."""

    enabled: bool = False
    per_second: int = 30
    per_chat_per_second: float = 1
    per_chat_burst: int = 3
    per_group_per_minute: int = 20


@dataclass(frozen=True)
class SimulatorSettings:
    """All settings of a simulator; the defaults suit tests and demonstrations.

    `only_methods` makes a poorer server: all other methods answer `other_status` (404 or 500).
    `http_webhook_hosts` may receive webhooks without TLS besides loopback; `allowed_hosts` are names
    besides loopback under which the server may be addressed. Clocks give seconds.
    """

    spec_path: Path | None = ROOT.parent / "shared" / "telegram" / "bot-api-spec.json"
    only_methods: frozenset[str] | None = None
    other_status: int = 404
    invalid_tokens: frozenset[str] = frozenset()
    flood: FloodLimits = field(default_factory=FloodLimits)
    allowed_hosts: frozenset[str] = frozenset()
    http_webhook_hosts: frozenset[str] = frozenset()
    webhook_first_retry: float = 0.1
    webhook_longest_retry: float = 5.0
    webhook_patience: float = 30.0
    conflict_pause: float = 3.0
    group_privacy: bool = False
    bot_name: str = "Quartierstimme"
    bot_username: str = "quartierstimme_bot"
    first_user_id: int = 1001
    first_group_id: int = 5001
    first_message_id: int = 1
    first_update_id: int = 100_001
    kept_calls: int = 10_000
    kept_events: int = 2_000
    page_path: Path = PAGE
    clock: Callable[[], float] = time.time
    monotonic: Callable[[], float] = time.monotonic
