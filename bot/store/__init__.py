"""What is kept, and how it is read again: see README.md."""

from bot.store.conversation import Conversation
from bot.store.inbox import Inbox, ParkedUpdate
from bot.store.migration import current, head, migrate
from bot.store.outbox import Outbox
from bot.store.outgoing import LANES, Delivery, NewDelivery
from bot.store.problems import ConsentMissing, NotAllowed, SealBroken, StoreProblem, UnknownRow
from bot.store.roles import Operator, Reader, Right, Role, StaffMember
from bot.store.sender_lock import SenderLock
from bot.store.store import Store, open_store
from bot.store.tables import ContactState, Lane
from bot.store.work import Work

__all__ = [
    "LANES",
    "ConsentMissing",
    "ContactState",
    "Conversation",
    "Delivery",
    "Inbox",
    "Lane",
    "NewDelivery",
    "NotAllowed",
    "Operator",
    "Outbox",
    "ParkedUpdate",
    "Reader",
    "Right",
    "Role",
    "SealBroken",
    "SenderLock",
    "StaffMember",
    "Store",
    "StoreProblem",
    "UnknownRow",
    "Work",
    "current",
    "head",
    "migrate",
    "open_store",
]
