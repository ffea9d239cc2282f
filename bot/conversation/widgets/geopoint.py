"""Questions for a place: the location shared, or an area named.

What is stored is a point as XLSForm writes it, "lat lon altitude accuracy" in degrees (WGS84) and metres, rounded
to two decimals, which is about a kilometre: residents are told that no exact location is kept.
"""

from math import isfinite
from typing import Final

from bot.areas import Area
from bot.conversation.asked import Asked
from bot.conversation.events import Event, LocationShared
from bot.conversation.talk import Row
from bot.conversation.widgets.simple import place_of
from bot.conversation.widgets.widget import Given, Outcome, Said, Widget
from bot.surveys import Answer, as_stored
from bot.wording import bare

MOST_WORDS: Final = 6  # more are no name of a place, but words in which one is mentioned
MOST_OFFERED: Final = 12
LONGEST_SEARCH: Final = 100


def _named(asked: Asked, text: str) -> list[tuple[Area, str]]:
    """The areas of that name, each with its point as it is stored."""
    if not 0 < len(bare(text).split()) <= MOST_WORDS:
        return []
    areas = [(area, _point_of(asked, area)) for area in asked.talk.world.areas.find(text)]
    return [(area, point) for area, point in areas if point][:MOST_OFFERED]


def _point_of(asked: Asked, area: Area) -> str:
    """The area's point; of one that has none the middle of its quarters; "" where they have none either."""
    inside = [area, *asked.talk.world.areas.quarters_of(area.id)]
    points = [(each.lat, each.lon) for each in inside if each.lat is not None and each.lon is not None]
    if area.lat is not None:
        points = points[:1]
    if not points:
        return ""
    return _rounded(sum(lat for lat, _ in points) / len(points), sum(lon for _, lon in points) / len(points))


def _rounded(lat: float, lon: float) -> str:
    return f"{as_stored(round(float(lat), 2) + 0.0)} {as_stored(round(float(lon), 2) + 0.0)} 0 0"


def _read(asked: Asked, text: str) -> Answer:
    found = _named(asked, text)
    return found[0][1] if len(found) == 1 else None


def _several(asked: Asked, text: str) -> bool:
    """Whether more than one area has that name: they are offered then."""
    if len(_named(asked, text)) < 2:
        return False
    asked.run.search = text[:LONGEST_SEARCH]
    return True


def _rows(asked: Asked) -> tuple[Row, ...]:
    offered = _named(asked, asked.run.search)
    rows = [(asked.button(area.name, f"a{place}"),) for place, (area, _) in enumerate(offered)]
    return (*rows, (asked.button(asked.t("📍 Send my location"), "here"),))


def _pressed(asked: Asked, value: str) -> Outcome:
    t = asked.t
    if value == "here":
        asked.talk.ask_location(
            t("Press the button below to send the place. I keep it only roughly, to about one kilometre."),
            t("📍 Send my location"),
        )
        return Said()
    offered, place = _named(asked, asked.run.search), place_of(value, "a")
    return Given(offered[place][1]) if place is not None and place < len(offered) else None


def _took(asked: Asked, event: Event) -> Answer:
    if not isinstance(event, LocationShared):
        return None
    lat, lon = event.latitude, event.longitude
    if not (isfinite(lat) and isfinite(lon) and abs(lat) <= 90 and abs(lon) <= 180):
        return None
    asked.talk.put_away_keyboard(asked.t("Thank you, I have found it."))
    return _rounded(lat, lon)


def _kept(asked: Asked, stored: str) -> Answer:
    point = _degrees(stored)
    return _rounded(*point) if point else None


def _degrees(stored: str) -> tuple[float, float] | None:
    try:
        lat, lon, *_ = (float(part) for part in stored.split())
    except ValueError:
        return None
    return (lat, lon) if abs(lat) <= 90 and abs(lon) <= 180 else None


def _shown(asked: Asked, answer: Answer) -> str:
    """The area around the point where it is one of ours, else the degrees."""
    point = _degrees(as_stored(answer))
    if point is None:
        return as_stored(answer)
    area = asked.talk.world.areas.locate(*point).area
    return f"📍 {area.name if area else ', '.join(as_stored(each) for each in point)}"


def _how(asked: Asked) -> str:
    if asked.run.search:
        return asked.t("There is more than one. Which do you mean?")
    return asked.t("Send the place with the button, or write the name of the neighbourhood.")


def _refuse(asked: Asked) -> str:
    city = asked.talk.world.areas.root.name
    return asked.t(
        "I do not know this place in {city}. Please try another name, or send the location.", city=city
    )


GEOPOINT: Final = Widget(
    _read,
    rows=_rows,
    pressed=_pressed,
    how=_how,
    refuse=_refuse,
    shown=_shown,
    kept=_kept,
    took=_took,
    narrows=_several,
)
