"""ISO weeks in the city's time zone, written as in "2026-W47"."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

BERLIN: Final = ZoneInfo("Europe/Berlin")


def week_of(at: datetime, zone: ZoneInfo = BERLIN) -> str:
    """The ISO week in which the moment `at` lies."""
    year, week, _ = at.astimezone(zone).isocalendar()
    return f"{year}-W{week:02d}"


def start_of(week: str, zone: ZoneInfo = BERLIN) -> datetime:
    """The moment (UTC) at which a week begins; ValueError where there is no such week."""
    year, _, number = week.partition("-W")
    monday = date.fromisocalendar(int(year), int(number), 1)
    return datetime.combine(monday, time(), zone).astimezone(UTC)


def end_of(week: str, zone: ZoneInfo = BERLIN) -> datetime:
    """The moment (UTC) at which the week is over."""
    inside_next = start_of(week, zone) + timedelta(days=7, hours=12)  # half a day spares us the summer time
    return start_of(week_of(inside_next, zone), zone)
