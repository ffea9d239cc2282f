"""From the inbox to the outbox: each update is one turn, chat by chat in order, different chats side by side."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

import structlog

from bot.conversation import Need, Session, Turn, World, advance, needs
from bot.conversation.events import CommandGiven, Event, TextSent, VoiceSent
from bot.conversation.replies import Message, Reply, Toast
from bot.observability import Metrics
from bot.store import ContactState, NewDelivery, Store, Work, counts_as_attempt
from bot.telegram.bot import Identity
from bot.telegram.events import ContactChanged, GroupCalled, Said, Unreadable, read
from bot.telegram.groups import GroupAnswers
from bot.telegram.payloads import calls_for
from bot.telegram.staff_commands import StaffCommand
from bot.telegram.updates import raw_update
from bot.telegram.words import SORRY
from bot.texts import Texts, language_for
from nlu.understanding import Understanding

log = structlog.get_logger(__name__)

WORKERS: Final = 8
SLOW_POLL: Final = 1.0  # seconds; finds what other processes took in

Understand = Callable[[str, str | None], Awaitable[Understanding | None]]
"""What a text means, with the language the resident chose; None where that cannot be said."""


@dataclass(frozen=True)
class Turns:
    """What a turn is made of. `world` gives the surroundings of this moment, without what the store knows: surveys, and
    what is stored of a resident."""

    world: Callable[[], World]
    understand: Understand
    staff_commands: Mapping[str, StaffCommand] = field(default_factory=dict)
    advance: Callable[[Session, Event, World], Turn] = advance
    needs: Callable[[Session, Event], frozenset[Need]] = needs


class Worker:
    """Handles updates until it is stopped, `workers` chats at a time."""

    def __init__(
        self,
        store: Store,
        me: Identity,
        turns: Turns,
        wake_sender: Callable[[], None],
        metrics: Metrics,
        *,
        workers: int = WORKERS,
        slow_poll: float = SLOW_POLL,
    ) -> None:
        self._store = store
        self._me = me
        self._turns = turns
        self._wake_sender = wake_sender
        self._metrics = metrics
        self._slow_poll = slow_poll
        self._groups = GroupAnswers()
        self._bells = [asyncio.Event() for _ in range(workers)]
        self._stopping = False
        self._problem: str | None = None

    def wake(self) -> None:
        """There is something new in the inbox."""
        for bell in self._bells:
            bell.set()

    def stop(self) -> None:
        """Lets `run` end after the turns in hand."""
        self._stopping = True
        self.wake()

    async def health(self) -> str | None:
        """For /readyz."""
        return self._problem

    async def run(self) -> None:
        """Handles updates until `stop`."""
        async with asyncio.TaskGroup() as group:
            for number, bell in enumerate(self._bells):
                # One looks often; the others only in case that one is long at work.
                group.create_task(
                    self._work(bell, self._slow_poll * (1 if number == 0 else len(self._bells)))
                )

    async def _work(self, bell: asyncio.Event, patience: float) -> None:
        rung = True
        while not self._stopping:
            bell.clear()
            handled = await self._handle_next_safely()
            if handled and not rung:  # other processes took something in: there may be work for all
                self.wake()
            rung = handled or await _rings(bell, patience)

    async def _handle_next_safely(self) -> bool:
        try:
            handled = await self._handle_next()
        except Exception as error:  # the store is away: what waits there keeps waiting
            self._problem = type(error).__name__
            log.error("inbox not handled", error=self._problem)
            return False
        self._problem = None
        return handled

    async def _handle_next(self) -> bool:
        """Handles the oldest update that nobody handles; False where there is none."""
        async with self._store.inbox.claim() as work:
            if work is None:
                return False
            began = time.perf_counter()
            outcome = await self._handle(work)
        self._metrics.turns.labels(outcome).inc()
        self._metrics.turn_seconds.observe(time.perf_counter() - began)
        self._wake_sender()
        return True

    async def _handle(self, work: Work) -> str:
        incoming: Any = None
        try:
            incoming = read(raw_update(work.payload), self._me)
            match incoming:
                case Said():
                    return await self._turn(work, incoming)
                case GroupCalled():
                    words = self._groups.answer(incoming, self._me, self._texts(incoming.language))
                    await work.done(_deliveries(words))
                    return "group"
                case ContactChanged():
                    state = ContactState.BLOCKED if incoming.blocked else ContactState.ACTIVE
                    await self._store.set_contact_state(incoming.chat, state)
                    await work.done()
                    return "contact"
                case _:
                    await work.done()
                    return "ignored"
        except Unreadable as unreadable:
            return await self._park(work, unreadable.reason)
        except Exception as error:
            if work.settled or not counts_as_attempt(error):
                raise
            return await self._fail(work, incoming, error)

    async def _turn(self, work: Work, said: Said) -> str:
        if await self._staff_command(work, said):
            return "staff"
        conversation = await work.conversation()
        session = conversation.session
        wanted = self._turns.needs(session, said.event)
        event = said.event
        if Need.UNDERSTANDING in wanted:
            event = await self._understood(event, session)
        world = replace(self._turns.world(), surveys=conversation.surveys)
        if Need.STORED in wanted:
            world = replace(world, stored=await conversation.stored_data())
        turn = self._turns.advance(session, event, world)
        await conversation.apply(turn, _deliveries(turn.replies, said))
        return "done"

    async def _understood(self, event: Event, session: Session) -> Event:
        if not isinstance(event, TextSent | VoiceSent) or event.text is None:
            return event
        hint = session.language if session.language_chosen else None
        return replace(event, understanding=await self._turns.understand(event.text, hint))

    async def _staff_command(self, work: Work, said: Said) -> bool:
        """Whether a staff member gave a command that is theirs; it is no turn and no contact is made."""
        if not isinstance(said.event, CommandGiven):
            return False
        command = self._turns.staff_commands.get(said.event.name)
        member = await self._store.staff.by_telegram_id(said.user) if command else None
        if command is None or member is None or not member.may(command.right):
            return False
        replies = await command.answer(member, said.event.argument)
        await work.done(_deliveries(replies, said))
        return True

    async def _fail(self, work: Work, incoming: object, error: Exception) -> str:
        """One more failure; the third parks the update and tells the resident."""
        name = type(error).__name__
        deliveries: list[NewDelivery] = []
        if isinstance(incoming, Said):
            texts = self._texts(incoming.event.client_language, await _language(work))
            deliveries = _deliveries((Toast(), Message(texts(SORRY))), incoming)
        parked = await work.fail(name, deliveries)
        log.error("turn failed", error=name, attempts=work.attempts + 1)
        if parked:
            self._metrics.parked.labels(name).inc()
        return "parked" if parked else "failed"

    async def _park(self, work: Work, reason: str) -> str:
        log.error("update unreadable", error=reason)
        await work.park(reason)
        self._metrics.parked.labels(reason).inc()
        return "parked"

    def _texts(self, client_language: str | None, chosen: str = "") -> Texts:
        return self._turns.world().catalogues.texts(chosen or language_for(client_language))


async def _rings(bell: asyncio.Event, patience: float) -> bool:
    """Waits for the bell; False where it stays silent for `patience` seconds and a look is due anyway."""
    try:
        async with asyncio.timeout(patience):
            return await bell.wait()
    except TimeoutError:
        return False


async def _language(work: Work) -> str:
    """The language of the conversation, as far as it can be read: the session may be what failed."""
    try:
        return (await work.conversation()).session.language
    except Exception:
        return ""


def _deliveries(replies: tuple[Reply, ...], said: Said | None = None) -> list[NewDelivery]:
    pressed = said.message if said and said.callback else None
    calls = calls_for(replies, pressed=pressed, callback=said.callback if said else None)
    return [NewDelivery(call.method, call.to_json()) for call in calls]
