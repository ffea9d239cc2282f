"""The tables, by the design's terms."""

from bot.store.columns import Table
from bot.store.tables.requests import RequestCategoryRow, RequestRow, SetBy
from bot.store.tables.residents import (
    ConsentRow,
    ContactRow,
    ContactState,
    HumanWishRow,
    ResidentRow,
    SessionRow,
)
from bot.store.tables.staff import AuditRow, InstanceRow, StaffRow
from bot.store.tables.surveys import (
    AnswerRow,
    QuestionShownRow,
    ResponseRow,
    SurveyFileRow,
    SurveyRow,
    UploadRow,
)
from bot.store.tables.traffic import OPEN, DeliveryRow, DeliveryState, Lane, UpdateRow, UpdateState

metadata = Table.metadata

__all__ = [
    "OPEN",
    "AnswerRow",
    "AuditRow",
    "ConsentRow",
    "ContactRow",
    "ContactState",
    "DeliveryRow",
    "DeliveryState",
    "HumanWishRow",
    "InstanceRow",
    "Lane",
    "QuestionShownRow",
    "RequestCategoryRow",
    "RequestRow",
    "ResidentRow",
    "ResponseRow",
    "SessionRow",
    "SetBy",
    "StaffRow",
    "SurveyFileRow",
    "SurveyRow",
    "Table",
    "UpdateRow",
    "UpdateState",
    "UploadRow",
    "metadata",
]
