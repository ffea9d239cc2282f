"""The composition root: builds everything from the settings, runs it, and stops it cleanly."""

import asyncio
import random
import signal
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import partial
from typing import Any, Final

import structlog
from starlette.applications import Starlette
from starlette.routing import BaseRoute

from bot.areas import Area, AreaTree, load_areas
from bot.conversation import World
from bot.conversation.host import DORTMUND, Host, load_host
from bot.conversation.replies import Message
from bot.digests import Week, digest_text
from bot.observability import Metrics
from bot.observability_http import Check, routes, serving
from bot.outreach.depths import measure_depths, store_health
from bot.outreach.reminders import remind
from bot.outreach.sender import Sender
from bot.privacy.retention import sweep
from bot.settings import SettingProblem, Settings
from bot.store import Lane, NewDelivery, StaffMember, Store, StoreProblem, migrate, open_store
from bot.store.store import random_id, utc_now
from bot.surveys import Surveys, shipped_surveys
from bot.telegram.bot import Identity, TelegramProblem, build_bot, introduce
from bot.telegram.channel import TelegramChannel
from bot.telegram.handling import Turns, Worker
from bot.telegram.inbox import inbox_of
from bot.telegram.intake import Intake
from bot.telegram.media import SurveyMedia
from bot.telegram.payloads import calls_for
from bot.telegram.polling import Polling
from bot.telegram.profile import show_profile
from bot.telegram.staff_commands import digest_command
from bot.telegram.understanding import Understander
from bot.telegram.webhook import set_webhook, webhook_route, webhook_secret
from bot.texts import STAFF_LANGUAGE, Catalogues, load_catalogues
from nlu import EmbeddedInterpreter, Gazetteer, load_interpreter
from nlu.encoder import Encoder
from nlu.onnx_encoder import encoder_at
from nlu.rasa import RasaInterpreter
from nlu.taxonomy import Taxonomy, load_taxonomy

log = structlog.get_logger(__name__)

SWEEP_EVERY: Final = 6 * 3600.0  # seconds
REMIND_EVERY: Final = 300.0  # seconds


@dataclass(frozen=True)
class House:
    """What all rooms share: read once at the start, never changed."""

    settings: Settings
    catalogues: Catalogues
    areas: AreaTree
    taxonomy: Taxonomy
    host: Host
    surveys: Surveys = field(default_factory=shipped_surveys)
    """Those that are published at the start."""

    def world(self, now: datetime) -> World:
        """The surroundings of a turn at `now`, without what the store knows."""
        return World(
            now=now,
            new_id=random_id,
            catalogues=self.catalogues,
            surveys=Surveys(),
            areas=self.areas,
            taxonomy=self.taxonomy,
            host=self.host,
            zone=self.settings.zone,
        )


def build_house(settings: Settings) -> House:
    """Reads everything that does not change. Raises SettingProblem or AreaError with one sentence."""
    areas = load_areas(settings.areas_folder)
    try:
        own_numbers = settings.help_numbers or (DORTMUND if areas.root.id == "dortmund" else None)
        host = load_host(areas.root.name, settings.organisation, settings.contact, own_numbers)
    except ValueError as error:
        raise SettingProblem(f"QUARTIER_HELP_NUMBERS is wrong: {error}.") from None
    return House(settings, load_catalogues(), areas, load_taxonomy(), host)


def build_interpreter(house: House) -> EmbeddedInterpreter | RasaInterpreter:
    """The interpreter of the settings, with the city's places."""
    settings = house.settings
    embedded = load_interpreter(
        Gazetteer(house.areas.names()), settings.model_folder, build_encoder(settings)
    )
    url = settings.rasa_url
    return RasaInterpreter(url, embedded) if url else embedded


def build_encoder(settings: Settings) -> Encoder | None:
    """The encoder of the settings, None for the one that comes with the bot. Raises SettingProblem."""
    path = settings.nlu_encoder
    if path is None:
        return None
    try:
        return encoder_at(path)
    except ValueError as problem:
        raise SettingProblem(f"QUARTIER_NLU_ENCODER is wrong: {problem}") from None


@asynccontextmanager
async def opened_store(settings: Settings, surveys: Surveys | None = None) -> AsyncIterator[Store]:
    """The store, with `surveys` published, else the shipped ones. A new SQLite file is made ready without being
    asked."""
    key = settings.key()
    if settings.sqlite_file and not settings.sqlite_file.exists():
        settings.prepare_data_dir()
        await migrate(settings.store_url)
    store = await open_store(
        settings.store_url, key, zone=settings.zone, threshold=settings.disclosure_threshold
    )
    try:
        for survey in (surveys or shipped_surveys()).newest():
            await store.publish_survey(survey)
        yield store
    finally:
        await store.close()


async def run(settings: Settings, *, stop: asyncio.Event | None = None, house: House | None = None) -> None:
    """Runs the bot until `stop` is set or the process is told to end.

    Raises SettingProblem, StoreProblem or TelegramProblem with one sentence where it cannot start.
    """
    stop = stop or _stop_on_signals()
    house = house or build_house(settings)
    if not settings.telegram_token.get_secret_value():
        raise SettingProblem(
            "QUARTIER_TELEGRAM_TOKEN is missing: set it to the token that @BotFather gave, or try `quartier demo`."
        )
    async with AsyncExitStack() as stack:
        store = await stack.enter_async_context(opened_store(settings, house.surveys))
        bot = build_bot(settings.telegram_token.get_secret_value(), settings.telegram_api_url)
        me = await introduce(bot)
        stack.push_async_callback(bot.shutdown)
        understander = Understander(await asyncio.to_thread(build_interpreter, house))
        stack.callback(understander.close)
        metrics = Metrics()
        channel = TelegramChannel(bot, SurveyMedia(str(me.id), store.survey_files, store.uploads))
        sender = Sender(store, channel, metrics)
        worker = Worker(
            store,
            me,
            Turns(
                world=lambda: house.world(utc_now()),
                understand=understander,
                staff_commands={
                    "digest": digest_command(
                        _digest_text(store, house),
                        house.areas,
                        _today(settings),
                        house.catalogues.texts(STAFF_LANGUAGE),
                    )
                },
            ),
            sender.wake,
            metrics,
            workers=settings.workers,
        )
        checks: dict[str, Check] = {
            "database": partial(store_health, store),
            "worker": worker.health,
            "sender": sender.health,
            "telegram": channel.health,
        }
        extra: list[BaseRoute] = []
        parts: list[Callable[[], Coroutine[Any, Any, None]]] = [worker.run, sender.run]
        stops: list[Callable[[], None]] = [worker.stop, sender.stop]
        if settings.role == "all":
            intake = Intake(inbox_of(store, me), worker.wake, metrics)
            if settings.webhook_url:
                extra.append(webhook_route(intake, webhook_secret(settings.key())))
            else:
                polling = Polling(bot, intake, jitter=lambda: random.uniform(0.75, 1.25))  # noqa: S311
                checks["polling"] = polling.health
                parts.insert(0, polling.run)
                stops.insert(0, polling.stop)
        app = Starlette(routes=[*routes(metrics, checks, partial(measure_depths, store, metrics)), *extra])
        port = await stack.enter_async_context(_served(app, settings))
        if settings.role == "all" and settings.webhook_url:
            await set_webhook(bot, settings.webhook_url, webhook_secret(settings.key()))
        log.info("running", address=settings.listen_host, port=port, kind=_kind(settings))
        profile = asyncio.create_task(show_profile(bot, house.catalogues))
        beside = (
            profile,
            asyncio.create_task(_sweep_now_and_then(store)),
            asyncio.create_task(_remind_now_and_then(store, house, sender.wake)),
        )
        try:
            await _until_stopped(parts, stops, stop)
        finally:
            for task in beside:
                task.cancel()
            await asyncio.gather(*beside, return_exceptions=True)
            log.info("stopped")


async def _until_stopped(
    parts: list[Callable[[], Coroutine[Any, Any, None]]], stops: list[Callable[[], None]], stop: asyncio.Event
) -> None:
    """Runs all parts; the first to fail ends the others, and its error is raised."""
    tasks = [asyncio.create_task(part()) for part in parts]
    waiting = asyncio.create_task(stop.wait())
    try:
        await asyncio.wait([*tasks, waiting], return_when=asyncio.FIRST_COMPLETED)
        for each in stops:  # first what comes in, last what goes out
            each()
        for done in asyncio.as_completed(tasks):
            await done
    finally:
        waiting.cancel()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, waiting, return_exceptions=True)


def _stop_on_signals() -> asyncio.Event:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for each in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(each, stop.set)
    return stop


@asynccontextmanager
async def _served(app: Starlette, settings: Settings) -> AsyncIterator[int]:
    async with AsyncExitStack() as stack:
        try:
            port = await stack.enter_async_context(serving(app, settings.listen_host, settings.listen_port))
        except OSError as error:
            raise SettingProblem(
                f"QUARTIER_LISTEN_PORT is wrong: port {settings.listen_port} on {settings.listen_host} "
                f"cannot be used ({error.strerror}); choose another, or 0 for any free one."
            ) from None
        yield port


async def _sweep_now_and_then(store: Store) -> None:
    """Takes away what is past its time, at the start and a few times a day."""
    while True:
        try:
            await sweep(store, utc_now())
        except StoreProblem as problem:
            log.warning("not swept", error=type(problem).__name__)
        await asyncio.sleep(SWEEP_EVERY)


async def _remind_now_and_then(store: Store, house: House, wake: Callable[[], None]) -> None:
    """Reminds residents of surveys that they began; any number of processes may."""
    while True:
        try:
            if await remind(store, utc_now(), house.settings.zone, house.catalogues, _unasked):
                wake()
        except Exception as error:  # residents that were reminded are marked; the others come next time
            log.warning("not reminded", error=type(error).__name__)
        await asyncio.sleep(REMIND_EVERY)


def _unasked(message: Message, until: datetime) -> list[NewDelivery]:
    """What nobody asked for goes out as a broadcast: never twice, and not to who stopped."""
    calls = [replace(call, until=until) for call in calls_for((message,))]
    return [NewDelivery(call.method, call.to_json(), Lane.BROADCAST) for call in calls]


def _digest_text(store: Store, house: House) -> Callable[[StaffMember, Week, Area | None], Any]:
    async def text(member: StaffMember, week: Week, area: Area | None) -> str:
        shown = await store.figures.requests(
            member, house.areas, house.taxonomy, week=str(week), area=area.id if area else None
        )
        texts = house.catalogues.texts(STAFF_LANGUAGE)
        return digest_text(shown, house.areas, house.taxonomy, texts, week)

    return text


def _today(settings: Settings) -> Callable[[], date]:
    return lambda: datetime.now(UTC).astimezone(settings.zone).date()


def _kind(settings: Settings) -> str:
    if settings.role == "worker":
        return "worker"
    return "webhook" if settings.webhook_url else "polling"


__all__ = ["House", "Identity", "TelegramProblem", "build_house", "build_interpreter", "opened_store", "run"]
