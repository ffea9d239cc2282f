"""What is kept, and how it is read again: see README.md."""

from bot.store.conversation import Conversation
from bot.store.counting import own_row
from bot.store.figures import Figures
from bot.store.inbox import Inbox, ParkedUpdate, counts_as_attempt
from bot.store.migration import current, head, migrate
from bot.store.outbox import Outbox
from bot.store.outgoing import LANES, Delivery, NewDelivery
from bot.store.problems import ConsentMissing, NotAllowed, SealBroken, StoreProblem, UnknownRow
from bot.store.requests import Requests, RequestText
from bot.store.results import Responses, Results
from bot.store.roles import Operator, Reader, Right, Role, StaffMember
from bot.store.sender_lock import SenderLock
from bot.store.sheet import ERASED, Sheet
from bot.store.store import Store, open_store, random_id, utc_now
from bot.store.survey_figures import SurveyFigures
from bot.store.tables import ContactState, Lane
from bot.store.weeks import end_of, start_of, week_of
from bot.store.work import Work

__all__ = [
    "ERASED",
    "LANES",
    "ConsentMissing",
    "ContactState",
    "Conversation",
    "Delivery",
    "Figures",
    "Inbox",
    "Lane",
    "NewDelivery",
    "NotAllowed",
    "Operator",
    "Outbox",
    "ParkedUpdate",
    "Reader",
    "RequestText",
    "Requests",
    "Responses",
    "Results",
    "Right",
    "Role",
    "SealBroken",
    "SenderLock",
    "Sheet",
    "StaffMember",
    "Store",
    "StoreProblem",
    "SurveyFigures",
    "UnknownRow",
    "Work",
    "counts_as_attempt",
    "current",
    "end_of",
    "head",
    "migrate",
    "open_store",
    "own_row",
    "random_id",
    "start_of",
    "utc_now",
    "week_of",
]
