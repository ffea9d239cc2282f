"""What can go wrong with the store, each said in one sentence that names the cure."""

from pathlib import Path
from typing import Final

from sqlalchemy.exc import DBAPIError

_SIGNS: Final = (
    ("disk is full", "The disk that holds the database is full; make room and start again."),
    ("no space left", "The disk that holds the database is full; make room and start again."),
    (
        "readonly database",
        "The database is read-only; give this user the right to write its file and folder.",
    ),
    ("read-only", "The database is read-only; give this user the right to write to it."),
    (
        "unable to open database file",
        "The database file cannot be opened; check DATABASE_URL and its folder.",
    ),
    ("not a database", "The file that DATABASE_URL names is not an SQLite database."),
    ("malformed", "The database file is damaged; restore it from a backup."),
    ("password authentication failed", "PostgreSQL refuses the user name or password in DATABASE_URL."),
    (
        "does not exist",
        "PostgreSQL does not know the database or user that DATABASE_URL names; create it first.",
    ),
    ("database is locked", "Another program keeps the database file locked; end it and try again."),
)
_UNREACHABLE: Final = "The database cannot be reached; check that it runs and that DATABASE_URL is right."


class StoreProblem(Exception):
    """The store cannot do its work; the message is one sentence for the operator, without secrets."""


class SealBroken(StoreProblem):
    """A sealed value does not open: another key sealed it, or it was changed."""


class NotAllowed(Exception):
    """The reader's role does not include this."""


class ConsentMissing(Exception):
    """A turn told something that a resident said before the resident agreed to its being kept."""


class UnknownRow(LookupError):
    """A fact speaks of something that this resident does not have (any more)."""


def explain(error: DBAPIError | OSError) -> StoreProblem | None:
    """The sentence for trouble with the database itself, or None for anything else, such as a broken rule.

    The driver's own words are only looked at: they may hold addresses and values.
    """
    words = str(error.orig if isinstance(error, DBAPIError) else error).lower()
    kind = type(error).__name__
    if isinstance(error, OSError):
        return StoreProblem(_UNREACHABLE)
    if kind not in ("OperationalError", "InterfaceError", "DatabaseError", "InternalError"):
        return None
    for sign, sentence in _SIGNS:
        if sign in words:
            return StoreProblem(sentence)
    if error.connection_invalidated or "connect" in words or "server closed" in words:
        return StoreProblem(_UNREACHABLE)
    return None


def check_folder(file: Path) -> None:
    """Refuse an SQLite file whose folder is missing; raises `StoreProblem`."""
    if not file.parent.is_dir():
        raise StoreProblem(f"The folder {file.parent} for the database does not exist; create it first.")
