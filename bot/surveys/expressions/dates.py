"""ISO dates and times of day as forms store them, counted in days since 1970-01-01."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from typing import Final

EPOCH: Final = datetime(1970, 1, 1)  # noqa: DTZ001 - the wall clock of the place, whatever its zone
DAY: Final = timedelta(days=1)

_ISO: Final = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})(?P<time>T(\d{1,2}):(\d{2})(?::(\d{2})(\.\d{1,9})?)?)?"
    r"(?P<offset>(?<=[\d.])Z|(?<=[\d.])[+-]\d{2}(?::?\d{2})?)?",
    re.ASCII,
)
_CLOCK: Final = re.compile(
    r"(\d{1,2}):(\d{2})(?::(\d{2}(?:\.\d{1,9})?))?(?:Z|[+-]\d{2}(?::?\d{2})?)?", re.ASCII
)


@dataclass(frozen=True, slots=True)
class Moment:
    """A date, or a date with a time (`timed`), on the wall clock of the place."""

    wall: datetime
    timed: bool

    @property
    def days(self) -> float:
        """Days since 1970-01-01 on the wall clock; with the time of day as a fraction.

        JavaRosa drops the fraction in comparisons, so that two moments of one day are the same to it; Enketo
        keeps it. Here it is kept between two moments, and dropped beside a date (see `comparison`)."""
        return (self.wall - EPOCH) / DAY

    def universal_days(self, zone: tzinfo | None) -> float:
        """Days since 1970-01-01 00:00 UTC, as `decimal-date-time` of ODK counts."""
        try:
            wall = self.wall.replace(tzinfo=zone or UTC)
            return (wall - EPOCH.replace(tzinfo=UTC)) / DAY
        except OverflowError:
            return self.days


def read_moment(text: str, zone: tzinfo | None) -> Moment | None:
    """The date or time that `text` names, moved to the clock of `zone`; None where it names none."""
    found = _ISO.fullmatch(text.strip())
    if found is None or (found["offset"] and not found["time"]):
        return None
    year, month, day = (int(found[place]) for place in (1, 2, 3))
    hour, minute, second = (int(found[place] or 0) for place in (5, 6, 7))
    microsecond = int(float(found[8] or 0) * 1_000_000)
    try:
        wall = datetime(year, month, day, hour, minute, second, microsecond)  # noqa: DTZ001
        if found["offset"] and zone:
            wall = wall.replace(tzinfo=_offset(found["offset"])).astimezone(zone).replace(tzinfo=None)
    except (ValueError, OverflowError):
        return None
    return Moment(wall, found["time"] is not None)


def read_clock(text: str) -> float | None:
    """The time of day that `text` names (`14:30`, `14:30:00.000+01:00`), as a part of a day; None where it names none."""
    found = _CLOCK.fullmatch(text.strip())
    if found is None:
        return None
    hour, minute, second = int(found[1]), int(found[2]), float(found[3] or 0)
    if hour > 23 or minute > 59 or second >= 60:
        return None
    return (hour * 3600 + minute * 60 + second) / 86_400


def moment_of_days(days: float) -> Moment | None:
    """The moment so many days after 1970-01-01; None outside of the years 1 to 9999."""
    try:
        return Moment(EPOCH + timedelta(days=days), True)
    except (ValueError, OverflowError):
        return None


def iso_date(day: date) -> str:
    """`day` as forms store it."""
    return f"{day.year:04}-{day.month:02}-{day.day:02}"


def _offset(text: str) -> timezone:
    if text == "Z":
        return UTC
    digits = text[1:].replace(":", "").ljust(4, "0")
    away = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-away if text[0] == "-" else away)
