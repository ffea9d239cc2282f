"""A calendar of buttons: days of a month, months of a year, years.

What is open stands in `SurveyRun.page`: "2026-11" a month, "2026" a year, "~2020" twenty years, "" what fits best.
Presses: "v" and what to open, "d" and the chosen day, "n" on what cannot be chosen. Rows are in the order of reading.
"""

import re
from calendar import monthrange
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Final

from babel import Locale
from babel.core import get_global
from babel.dates import format_skeleton, get_day_names, get_month_names

from bot.conversation.asked import Asked
from bot.conversation.replies import Button
from bot.conversation.talk import Row, grid
from bot.conversation.widgets.widget import Outcome, Redraw
from bot.surveys.typed import YEARS
from bot.texts import N_

AT_ONCE: Final = 20  # years
WORLD: Final = frozenset({"en"})
"""Languages that are spoken the world over: their week begins as in most of the world."""
SHORT_DAY: Final = 3  # letters of a weekday that fit beside six others
LONGEST_TITLE: Final = 14  # letters of a month between the arrows
PROBES: Final = 40  # days of a longer stretch that are looked at
NEAR: Final = ((N_("Today"), 0), (N_("Yesterday"), -1), (N_("Tomorrow"), 1))
_VIEW: Final = re.compile(r"(?:(\d{4})(?:-(\d{2}))?|~(\d{4}))", re.ASCII)
_NOTHING: Final = "n"

Allowed = Callable[[date], bool]


def calendar(asked: Asked, precision: str, allowed: Allowed) -> tuple[Row, ...]:
    """The buttons of what is open; days, months or years that are not `allowed` cannot be pressed."""
    view = _VIEW.fullmatch(asked.run.page)
    if view and view[3]:
        return _years(asked, int(view[3]), precision, allowed)
    if view and view[2] and not precision:
        return _days(asked, int(view[1]), int(view[2]), allowed)
    if view and view[1] and precision != "year":
        return _months(asked, int(view[1]), precision, allowed)
    return _best(asked, precision, allowed)


def near_days(asked: Asked, allowed: Allowed) -> tuple[Row, ...]:
    """Today and yesterday as buttons; tomorrow where yesterday cannot be."""
    today = today_of(asked)
    days = [(words, today + timedelta(days=away)) for words, away in NEAR]
    fitting = [(words, day) for words, day in days if allowed(day)][:2]
    row = tuple(asked.button(asked.t(words), f"d{day.isoformat()}") for words, day in fitting)
    return (row,) if row else ()


def pressed(asked: Asked, value: str) -> date | Outcome:
    """The chosen day, or what became of the calendar."""
    if value.startswith("v") and (view := _VIEW.fullmatch(value[1:])):
        if view[2] and not 1 <= int(view[2]) <= 12:
            return None
        asked.run.page = value[1:]
        return Redraw()
    if not re.fullmatch(r"d\d{4}-\d{2}-\d{2}", value, re.ASCII):
        return None
    try:
        return date.fromisoformat(value[1:])
    except ValueError:
        return None


def today_of(asked: Asked) -> date:
    """The day that it is at the place."""
    return asked.filling.values.moment.now.date()


def answered(asked: Asked) -> date | None:
    """The day of the answer so far."""
    try:
        return date.fromisoformat(str(asked.answer)[:10])
    except ValueError:
        return None


def first_weekday(language: str) -> int:
    """The day on which a week begins, Monday is 0: that of the land where most speak the language."""
    likely = get_global("likely_subtags").get(language)
    if language in WORLD or not likely:
        return Locale.parse(language).first_week_day
    return Locale.parse(likely).first_week_day


def _best(asked: Asked, precision: str, allowed: Allowed) -> tuple[Row, ...]:
    start = answered(asked) or today_of(asked)
    if precision == "year":
        return _years(asked, _twenty_near(start.year, allowed), precision, allowed)
    if precision:
        return _months(asked, start.year, precision, allowed)
    if any(allowed(day) for day in _month(start.year, start.month)):
        return _days(asked, start.year, start.month, allowed)
    return _years(asked, _twenty_near(start.year, allowed), precision, allowed)


def _days(asked: Asked, year: int, month: int, allowed: Allowed) -> tuple[Row, ...]:
    language, locale = asked.talk.session.language, asked.t.locale
    first = first_weekday(language)
    names = _weekdays(locale)
    heads = [asked.button(names[(first + place) % 7], _NOTHING) for place in range(7)]
    days = _month(year, month)
    blank = asked.button("·", _NOTHING)
    before = (days[0].weekday() - first) % 7 if days else 0
    cells = [blank] * before + [_choosable(asked, day, str(day.day), allowed) for day in days]
    cells += [blank] * (-len(cells) % 7)
    title = _title(date(year, month, 1), locale) if days else str(year)
    earlier, later = (_turn(year, month, by, allowed) for by in (-1, 1))
    weeks = [week for week in grid(cells, 7) if any(cell != blank for cell in week)]
    return (
        _turning(asked, f"v{earlier}" if earlier else "", title, f"v{year:04}", f"v{later}" if later else ""),
        tuple(heads),
        *weeks,
    )


def _months(asked: Asked, year: int, precision: str, allowed: Allowed) -> tuple[Row, ...]:
    names = get_month_names("abbreviated", "stand-alone", asked.t.locale)
    if precision:
        cells = [
            _choosable(asked, date(year, month, 1), names[month], allowed)
            if year in YEARS
            else asked.button("·", _NOTHING)
            for month in range(1, 13)
        ]
    else:
        cells = [asked.button(names[month], f"v{year:04}-{month:02}") for month in range(1, 13)]
    earlier, later = (f"v{each:04}" if _some_of(allowed, each, each) else "" for each in (year - 1, year + 1))
    up = f"v~{_twenty_with(year):04}"
    return (_turning(asked, earlier, str(year), up, later), *grid(cells, 3))


def _years(asked: Asked, start: int, precision: str, allowed: Allowed) -> tuple[Row, ...]:
    cells = []
    for year in range(start, start + AT_ONCE):
        if year not in YEARS:
            cells.append(asked.button("·", _NOTHING))
        elif precision == "year":
            cells.append(_choosable(asked, date(year, 1, 1), str(year), allowed))
        else:
            cells.append(asked.button(str(year), f"v{year:04}"))
    earlier, later = (
        f"v~{each:04}" if _some_of(allowed, each, each + AT_ONCE - 1) else ""
        for each in (start - AT_ONCE, start + AT_ONCE)
    )
    title = f"{start}–{start + AT_ONCE - 1}"
    return (_turning(asked, earlier, title, _NOTHING, later), *grid(cells, 5))


def _turning(asked: Asked, earlier: str, title: str, up: str, later: str) -> Row:
    rtl = asked.t.rtl
    row: list[Button] = []
    if earlier:
        row.append(asked.button("➡️" if rtl else "⬅️", earlier))
    row.append(asked.button(title, up))
    if later:
        row.append(asked.button("⬅️" if rtl else "➡️", later))
    return tuple(row)


def _choosable(asked: Asked, day: date, label: str, allowed: Allowed) -> Button:
    if not allowed(day):
        return asked.button("·", _NOTHING)
    return asked.button(f"✅{label}" if day == answered(asked) else label, f"d{day.isoformat()}")


def _month(year: int, month: int) -> list[date]:
    """The days of a month; none outside of the years that there are."""
    if not (year in YEARS and 1 <= month <= 12):
        return []
    return [date(year, month, number) for number in range(1, monthrange(year, month)[1] + 1)]


def _twenty_with(year: int) -> int:
    """The first of the twenty years that are shown with this one: more lie before it than after, as in most lives."""
    return year - year % 10 - 10


def _twenty_near(year: int, allowed: Allowed) -> int:
    """The first of the twenty years nearest to this one in which a day can be chosen."""
    own = _twenty_with(year)
    starts = sorted(range(own % AT_ONCE, YEARS[-1], AT_ONCE), key=lambda start: abs(start - own))
    near = [start for start in starts if start + AT_ONCE > YEARS[0]]
    return next((start for start in near if _some_of(allowed, start, start + AT_ONCE - 1)), own)


def _turn(year: int, month: int, by: int, allowed: Allowed) -> str:
    """The month before or after, "" where neither it nor the year beyond has a day to choose."""
    months = year * 12 + month - 1 + by
    turned, place = divmod(months, 12)
    beyond = turned + by
    found = any(allowed(day) for day in _month(turned, place + 1)) or _some_of(allowed, beyond, beyond)
    return f"{turned:04}-{place + 1:02}" if turned in YEARS and found else ""


def _some_of(allowed: Allowed, first: int, last: int) -> bool:
    """Whether a day of these years can be chosen, as far as some days of them, the first and the last too, tell."""
    years = range(max(first, YEARS[0]), min(last, YEARS[-1]) + 1)
    if not years:
        return False
    start, end = date(years[0], 1, 1), date(years[-1], 12, 31)
    away = (end - start).days
    days = (start + timedelta(days=away * place // (PROBES - 1)) for place in range(PROBES))
    return any(allowed(day) for day in days)


def _weekdays(locale: Locale) -> Mapping[int, str]:
    """The names of the days, Monday is 0, each short enough to stand beside six others."""
    names = {day: name.rstrip(".") for day, name in get_day_names("short", "stand-alone", locale).items()}
    if max(map(len, names.values())) <= SHORT_DAY:
        return names
    return dict(get_day_names("narrow", "stand-alone", locale))


def _title(month: date, locale: Locale) -> str:
    """The month and its year, shortened where telephones would cut them."""
    title = str(format_skeleton("yMMMM", month, locale=locale))
    return title if len(title) <= LONGEST_TITLE else str(format_skeleton("yMMM", month, locale=locale))
