"""Questions for a date, a time of the day, or both: a calendar and a clock of buttons, or typed."""

import re
from datetime import date, datetime, time
from typing import Final

from bot.conversation import spoken
from bot.conversation.asked import Asked
from bot.conversation.talk import Row
from bot.conversation.widgets import calendar, clock
from bot.conversation.widgets.widget import Given, Outcome, Redraw, Widget
from bot.surveys import Answer
from bot.surveys.typed import date_precision, read_dates, read_time, stored_moment

EXAMPLE: Final = time(14, 30)
_CHOSEN: Final = re.compile(r"(\d{4}-\d{2}-\d{2})T(\d{2})?", re.ASCII)
"""Where a question for both stands once the day is chosen: `2026-11-22T`, then `2026-11-22T14`."""


def _date_rows(asked: Asked) -> tuple[Row, ...]:
    precision = date_precision(asked.question)
    near = (
        calendar.near_days(asked, lambda day: _date_fits(asked, day))
        if not precision and not asked.run.page
        else ()
    )
    return (*near, *calendar.calendar(asked, precision, lambda day: _date_fits(asked, day)))


def _date_fits(asked: Asked, day: date) -> bool:
    return asked.fits(day.isoformat())


def _date_pressed(asked: Asked, value: str) -> Outcome:
    found = calendar.pressed(asked, value)
    if not isinstance(found, date):
        return found
    match date_precision(asked.question):
        case "year":
            found = found.replace(month=1, day=1)
        case "month-year":
            found = found.replace(day=1)
    return Given(found.isoformat())


def _date_example(asked: Asked) -> str:
    return spoken.day(asked.t, calendar.today_of(asked), date_precision(asked.question))


def _date_how(asked: Asked) -> str:
    return asked.t("Press the buttons, or write it like this: {example}", example=_date_example(asked))


def _date_refuse(asked: Asked) -> str:
    return asked.t(
        "I cannot read this as a date. Please write it like this: {example}", example=_date_example(asked)
    )


def _date_kept(asked: Asked, stored: str) -> Answer:
    try:
        return date.fromisoformat(stored[:10]).isoformat()
    except ValueError:
        return None


def _time_rows(asked: Asked) -> tuple[Row, ...]:
    if hour := clock.hour_of(f"h{asked.run.page}"):
        return clock.minutes(asked, int(hour), lambda at: asked.fits(at.isoformat("seconds")))
    return clock.hours(asked)


def _time_pressed(asked: Asked, value: str) -> Outcome:
    if (hour := clock.hour_of(value)) is not None:
        asked.run.page = hour
        return Redraw()
    at = clock.time_of(value)
    return Given(at.isoformat("seconds")) if at else None


def _time_example(asked: Asked) -> str:
    return spoken.clock(asked.t, EXAMPLE)


def _time_how(asked: Asked) -> str:
    return asked.t("Press the buttons, or write it like this: {example}", example=_time_example(asked))


def _time_refuse(asked: Asked) -> str:
    return asked.t(
        "I cannot read this as a time. Please write it like this: {example}", example=_time_example(asked)
    )


def _time_kept(asked: Asked, stored: str) -> Answer:
    try:
        return time.fromisoformat(stored[:8]).isoformat("seconds")
    except ValueError:
        return None


def _day_chosen(asked: Asked) -> tuple[date, str] | None:
    """The day of a question for both, and the hour; None while the day is not chosen yet."""
    found = _CHOSEN.fullmatch(asked.run.page)
    if found is None:
        return None
    try:
        return date.fromisoformat(found[1]), found[2] or ""
    except ValueError:
        return None


def _stored(asked: Asked, day: date, at: time) -> str:
    return stored_moment(datetime.combine(day, at), asked.filling.values.moment.now)


def _some_time_fits(asked: Asked, day: date) -> bool:
    """Whether the first or the last moment of the day can be: what lies between is asked afterwards."""
    return any(asked.fits(_stored(asked, day, at)) for at in (time.min, time(12), time(23, 59)))


def _both_rows(asked: Asked) -> tuple[Row, ...]:
    chosen = _day_chosen(asked)
    if chosen is None:
        near = (
            calendar.near_days(asked, lambda day: _some_time_fits(asked, day)) if not asked.run.page else ()
        )
        return (*near, *calendar.calendar(asked, "", lambda day: _some_time_fits(asked, day)))
    day, hour = chosen
    rows = (
        clock.minutes(asked, int(hour), lambda at: asked.fits(_stored(asked, day, at)))
        if hour
        else clock.hours(asked)
    )
    return (*rows, (asked.button(asked.t("📅 Another day"), "v"),))


def _both_pressed(asked: Asked, value: str) -> Outcome:
    chosen = _day_chosen(asked)
    if chosen is None:
        found = calendar.pressed(asked, value)
        if not isinstance(found, date):
            return found
        asked.run.page = f"{found.isoformat()}T"
        return Redraw()
    day, _ = chosen
    if value == "v":
        asked.run.page = ""
        return Redraw()
    if (hour := clock.hour_of(value)) is not None:
        asked.run.page = f"{day.isoformat()}T{hour}"
        return Redraw()
    at = clock.time_of(value)
    return Given(_stored(asked, day, at)) if at else None


def _both_read(asked: Asked, text: str) -> Answer:
    """A day and a time; the time alone once the day is chosen."""
    answer = asked.typed(text)
    chosen = _day_chosen(asked)
    if answer is None and chosen:
        at = read_time(text, asked.talk.session.language)
        return _stored(asked, chosen[0], at) if at else None
    return answer


def _day_typed(asked: Asked, text: str) -> bool:
    """Whether a day without a time was typed: the time is asked for then."""
    days = read_dates(text, calendar.today_of(asked), asked.talk.session.language)
    day = next((each for each in days if _some_time_fits(asked, each)), None)
    if day is None:
        return False
    asked.run.page = f"{day.isoformat()}T"
    return True


def _both_example(asked: Asked) -> str:
    if _day_chosen(asked):
        return _time_example(asked)
    return spoken.day_and_time(asked.t, calendar.today_of(asked), EXAMPLE)


def _both_how(asked: Asked) -> str:
    how = asked.t("Press the buttons, or write it like this: {example}", example=_both_example(asked))
    chosen = _day_chosen(asked)
    return f"📅 {spoken.day(asked.t, chosen[0])}\n{how}" if chosen else how


def _both_refuse(asked: Asked) -> str:
    if _day_chosen(asked):
        return _time_refuse(asked)
    return asked.t(
        "I cannot read this as a date. Please write it like this: {example}", example=_both_example(asked)
    )


def _both_kept(asked: Asked, stored: str) -> Answer:
    try:
        moment = datetime.fromisoformat(stored)
    except ValueError:
        return None
    if moment.tzinfo is None:
        return stored_moment(moment, asked.filling.values.moment.now)
    return moment.isoformat(timespec="seconds")


DATE: Final = Widget(
    rows=_date_rows, pressed=_date_pressed, how=_date_how, refuse=_date_refuse, kept=_date_kept
)
TIME: Final = Widget(
    rows=_time_rows, pressed=_time_pressed, how=_time_how, refuse=_time_refuse, kept=_time_kept
)
DATETIME: Final = Widget(
    _both_read,
    rows=_both_rows,
    pressed=_both_pressed,
    how=_both_how,
    refuse=_both_refuse,
    kept=_both_kept,
    narrows=_day_typed,
)
