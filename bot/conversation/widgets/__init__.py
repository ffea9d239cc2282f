"""How each kind of question is asked and answered in a chat: one widget for each type that waits for an answer."""

from collections.abc import Mapping
from typing import Final

from bot.conversation.widgets import choices, dates, files, geopoint, rank, simple
from bot.conversation.widgets.widget import Given, Outcome, Redraw, Said, Widget
from bot.surveys import Kind, QuestionType, Step

WIDGETS: Final[Mapping[QuestionType, Widget]] = {
    QuestionType.TEXT: simple.TEXT,
    QuestionType.INTEGER: simple.NUMBER,
    QuestionType.DECIMAL: simple.NUMBER,
    QuestionType.RANGE: simple.SCALE,
    QuestionType.ACKNOWLEDGE: simple.ACKNOWLEDGE,
    QuestionType.SELECT_ONE: choices.SELECT_ONE,
    QuestionType.SELECT_MULTIPLE: choices.SELECT_MULTIPLE,
    QuestionType.RANK: rank.RANK,
    QuestionType.DATE: dates.DATE,
    QuestionType.TIME: dates.TIME,
    QuestionType.DATETIME: dates.DATETIME,
    QuestionType.GEOPOINT: geopoint.GEOPOINT,
    QuestionType.IMAGE: files.FILE,
    QuestionType.AUDIO: files.FILE,
    QuestionType.VIDEO: files.FILE,
    QuestionType.FILE: files.FILE,
}


def widget_of(step: Step) -> Widget:
    """The widget of a step that waits for an answer."""
    return simple.ANOTHER if step.kind is Kind.ANOTHER else WIDGETS[step.question.type]


__all__ = ["WIDGETS", "Given", "Outcome", "Redraw", "Said", "Widget", "widget_of"]
