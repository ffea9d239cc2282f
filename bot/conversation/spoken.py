"""Answers in the resident's language: choices by their labels, dates, times and numbers in the language's habit."""

from collections.abc import Callable
from datetime import date, datetime, time

from babel.dates import format_skeleton, format_time
from babel.numbers import format_decimal

from bot.surveys import Choice, Question, QuestionType
from bot.surveys.model import CHOSEN
from bot.surveys.stored import ACKNOWLEDGED
from bot.surveys.typed import date_precision
from bot.texts import N_, Texts

UNDERSTOOD = N_("👌 I have read this")
SENT = {
    QuestionType.IMAGE: N_("📷 A photo"),
    QuestionType.AUDIO: N_("🎤 A voice message"),
    QuestionType.VIDEO: N_("🎬 A video"),
    QuestionType.FILE: N_("📎 A file"),
}
"""What is said of a file that was sent."""


def in_words(t: Texts, question: Question, stored: str, label: Callable[[Choice], str]) -> str:
    """A value as it is stored, in words; what cannot be read stays as it is."""
    kind = question.type
    if kind in CHOSEN:
        names = [stored] if kind is QuestionType.SELECT_ONE else stored.split()  # one name may have spaces
        found = [question.choice(name) for name in names]
        return t.list([label(choice) for choice in found if choice])
    if kind in SENT:
        return t(SENT[kind])
    if kind is QuestionType.ACKNOWLEDGE and stored == ACKNOWLEDGED:
        return t(UNDERSTOOD)
    try:
        match kind:
            case QuestionType.INTEGER | QuestionType.DECIMAL | QuestionType.RANGE:
                return number(t, float(stored))
            case QuestionType.DATE | QuestionType.TODAY:
                return day(t, date.fromisoformat(stored[:10]), date_precision(question))
            case QuestionType.TIME:
                return clock(t, time.fromisoformat(stored[:8]))
            case QuestionType.DATETIME | QuestionType.START | QuestionType.END:
                moment = datetime.fromisoformat(stored)
                return day_and_time(t, moment.date(), moment.time())
    except (ValueError, ArithmeticError):
        return stored
    return stored


def number(t: Texts, value: float) -> str:
    """A number with all its decimals."""
    return str(format_decimal(value, locale=t.locale, decimal_quantization=False))


def day(t: Texts, value: date, precision: str = "") -> str:
    """A date, or its month or year alone (`bot.surveys.typed.date_precision`)."""
    if precision == "year":
        return str(value.year)
    return format_skeleton("yMMMM", value, locale=t.locale) if precision == "month-year" else t.date(value)


def clock(t: Texts, value: time) -> str:
    """A time of the day."""
    return str(format_time(value, "short", locale=t.locale))


def day_and_time(t: Texts, value: date, at: time) -> str:
    """A date and a time of that day."""
    return f"{day(t, value)}{'، ' if t.rtl else ', '}{clock(t, at)}"
