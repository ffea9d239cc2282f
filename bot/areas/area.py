"""What an area is, and what a point or a wrong tree can lead to."""

from dataclasses import dataclass
from typing import Final

CITY: Final = "city"
DISTRICT: Final = "district"
QUARTER: Final = "quarter"
KINDS: Final = (CITY, DISTRICT, QUARTER)


class AreaError(ValueError):
    """Areas that cannot be used. The message is one sentence for an operator."""


@dataclass(frozen=True)
class Area:
    """The city, a district of it, or a quarter (a *Quartier*).

    `id` is `[a-z0-9-]{1,32}`, `number` the official key as printed. `lat` and `lon` are a point inside in
    degrees (WGS84). `aliases` are other names in any script. Of two areas the one with the lower `priority`
    is listed first, then the name decides.
    """

    id: str
    name: str
    kind: str
    parent: str | None
    number: str = ""
    lat: float | None = None
    lon: float | None = None
    km2: float | None = None
    aliases: tuple[str, ...] = ()
    postcodes: tuple[str, ...] = ()
    priority: int = 0


@dataclass(frozen=True)
class Located:
    """The quarter of a point; no area where the point is outside the city.

    `nearby` says that the point lies on a border, in a gap or just outside, or that only the distance to
    known points decided.
    """

    area: Area | None
    nearby: bool = False


OUTSIDE: Final = Located(None)
