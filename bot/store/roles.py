"""Who reads and changes what: staff members by role, and the operator at the command line."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from bot.store.problems import NotAllowed


class Role(StrEnum):
    """What somebody is to the city."""

    ADMIN = "admin"
    STAFF = "staff"
    FACILITATOR = "facilitator"


class Right(StrEnum):
    """What can be allowed."""

    READ_FIGURES = "read figures"
    READ_REQUESTS = "read requests"
    CHANGE_REQUESTS = "change requests"
    PUBLISH_SURVEYS = "publish surveys"
    CHANGE_STAFF = "change staff"


ROLES: Final[dict[Role, frozenset[Right]]] = {
    Role.ADMIN: frozenset(Right),
    Role.STAFF: frozenset(
        {Right.READ_FIGURES, Right.READ_REQUESTS, Right.CHANGE_REQUESTS, Right.PUBLISH_SURVEYS}
    ),
    Role.FACILITATOR: frozenset({Right.PUBLISH_SURVEYS}),
}


@dataclass(frozen=True)
class StaffMember:
    """A staff member. `telegram_id` is the account's number."""

    id: str
    name: str
    role: Role
    telegram_id: int
    created: datetime

    def may(self, right: Right) -> bool:
        return right in ROLES[self.role]


@dataclass(frozen=True)
class Operator:
    """Whoever runs the program: at the command line, or the program itself at its start."""

    id: str = "operator"

    def may(self, right: Right) -> bool:
        return True


Reader = StaffMember | Operator


def require(reader: Reader, right: Right) -> None:
    """Raise `NotAllowed` where `reader` lacks the right."""
    if not reader.may(right):
        raise NotAllowed(f"The role {reader.role!s} does not include: {right}.")  # type: ignore[union-attr]
