"""A gentle reminder to finish a survey: once, a day later, by day, and not to who stopped."""

from datetime import datetime, timedelta, tzinfo
from typing import Final, Protocol

import structlog

from bot.conversation.replies import Message
from bot.conversation.survey_choice import reminder
from bot.store import NewDelivery, Store
from bot.store.reminders import Window
from bot.surveys import Surveys
from bot.texts import Catalogues

log = structlog.get_logger(__name__)

AFTER: Final = timedelta(days=1)
NOT_LATER_THAN: Final = timedelta(days=7)
STILL_WRITING: Final = timedelta(hours=1)
"""Who did anything so lately is not disturbed."""
WAKING: Final = 8  # o'clock, in the place's time
QUIET: Final = 21  # o'clock: from then on nobody is disturbed


class Written(Protocol):
    """Makes deliveries of a message that may not arrive at or after the moment."""

    def __call__(self, message: Message, until: datetime) -> list[NewDelivery]: ...


def is_quiet(now: datetime, zone: tzinfo) -> bool:
    """Whether people sleep, or would rather."""
    return not WAKING <= now.astimezone(zone).hour < QUIET


def quiet_begins(now: datetime, zone: tzinfo) -> datetime:
    """When the quiet hours begin that come next, in UTC; `now` is not one of them."""
    return now.astimezone(zone).replace(hour=QUIET, minute=0, second=0, microsecond=0).astimezone(now.tzinfo)


def is_due(last: datetime, now: datetime, zone: tzinfo) -> bool:
    """Whether it is time to remind of a response whose last answer was given at `last`."""
    return AFTER <= now - last <= NOT_LATER_THAN and not is_quiet(now, zone)


async def remind(store: Store, now: datetime, zone: tzinfo, catalogues: Catalogues, written: Written) -> int:
    """Puts reminders into the outbox for all that are due at `now` (UTC); gives how many.

    Safe to run at any time, often, and in any number of processes.
    """
    if is_quiet(now, zone):
        return 0
    surveys: Surveys = await store.surveys()
    window = Window(since=now - NOT_LATER_THAN, until=now - AFTER, quiet_since=now - STILL_WRITING)
    reminded = 0
    async for found in store.reminders.unfinished(window):
        survey = surveys.get(found.survey, found.version)
        if survey is None or not is_due(found.last, now, zone):
            continue
        message = reminder(catalogues.texts(found.language), survey)
        deliveries = written(message, quiet_begins(now, zone))
        reminded += await store.reminders.remind(found.response, deliveries, window)
    if reminded:
        log.info("reminded", count=reminded)
    return reminded
