"""What a week brought, for staff: figures of requests and of the residents behind them."""

from bot.digests.figures import Line, digest_lines
from bot.digests.message import digest_text
from bot.digests.wanted import DigestUnclear, DigestWanted, Unclear, read_wanted
from bot.digests.week import NoSuchWeek, Week

__all__ = [
    "DigestUnclear",
    "DigestWanted",
    "Line",
    "NoSuchWeek",
    "Unclear",
    "Week",
    "digest_lines",
    "digest_text",
    "read_wanted",
]
