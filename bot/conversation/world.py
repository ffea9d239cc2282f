"""What a turn may know of the world: everything the kernel would otherwise have to fetch."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo

from bot.areas import AreaTree
from bot.conversation.host import Host
from bot.surveys import Surveys
from bot.texts import Catalogues
from nlu.taxonomy import Taxonomy


@dataclass(frozen=True)
class StoredRequest:
    text: str
    categories: tuple[str, ...]
    at: datetime


@dataclass(frozen=True)
class StoredResponse:
    survey: str
    version: int
    completed: bool
    answers: Mapping[str, object]
    at: datetime


@dataclass(frozen=True)
class StoredData:
    """All that the store holds of one resident, for /mydata and /delete."""

    since: datetime | None = None
    language: str = ""
    area: str | None = None
    consents: tuple[tuple[str, str, datetime], ...] = ()  # what was decided, version, when
    responses: tuple[StoredResponse, ...] = ()
    requests: tuple[StoredRequest, ...] = ()
    messages_waiting: int = 0
    other: Mapping[str, object] = field(default_factory=dict)  # further rooms: votes, voice, ...


@dataclass(frozen=True)
class World:
    """The surroundings of one turn. `now` is in UTC, `zone` is the place's; `stored` is there where `needs` asked for it."""

    now: datetime
    new_id: Callable[[], str]
    catalogues: Catalogues
    surveys: Surveys
    areas: AreaTree
    taxonomy: Taxonomy
    host: Host
    zone: tzinfo = UTC
    stored: StoredData | None = None
