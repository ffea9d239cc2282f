"""What became of one delivery, in the domain's words; a channel reports nothing else."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Sent:
    """It arrived, or there was nothing left to do. `message_id` is the channel's, where there is one."""

    message_id: int | None = None


@dataclass(frozen=True)
class Throttled:
    """The channel asks for silence; nothing arrived. `retry_after` is in seconds."""

    retry_after: float


@dataclass(frozen=True)
class Blocked:
    """The resident can no longer be reached there: the contact ends."""

    reason: str


@dataclass(frozen=True)
class Failed:
    """It will never arrive as it is; trying again would not help."""

    reason: str


@dataclass(frozen=True)
class NotSent:
    """It certainly did not arrive, and may later. `unreachable` where the channel as a whole is away."""

    reason: str
    unreachable: bool = False


@dataclass(frozen=True)
class Unknown:
    """It may have arrived: the answer was lost on the way."""

    reason: str


Outcome = Sent | Throttled | Blocked | Failed | NotSent | Unknown
"""`reason` is a fixed word for logs and figures and never quotes what was sent."""
