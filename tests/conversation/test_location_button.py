"""The big button that shares the location goes away with the question that brought it."""

from dataclasses import replace

import pytest

from bot.conversation.events import ChoicePressed
from bot.conversation.replies import Keyboard, Message
from bot.surveys import Question, QuestionType, Survey, Surveys
from tests.conversation.resident import Resident, joined, the_world

WHERE = Question("where", QuestionType.GEOPOINT, {"de": "Wo ist das?"})
WHY = Question("why", QuestionType.TEXT, {"de": "Warum dort?"})


def at_the_place() -> Resident:
    survey = Survey("garden", 1, {"de": "Garten"}, "de", (WHERE, WHY))
    resident = joined(world=replace(the_world(), surveys=Surveys([survey]))).commands("/survey")
    assert not puts_away(resident)
    return resident


def puts_away(resident: Resident) -> bool:
    assert resident.turn
    return any(
        isinstance(each, Message) and each.keyboard is Keyboard.REMOVE for each in resident.turn.replies
    )


@pytest.mark.parametrize("way", ["Überspringen", "Pause"])
def test_a_press_that_leaves_the_question(way: str) -> None:
    resident = at_the_place().presses("Meinen Standort senden")
    resident.presses(way)
    assert puts_away(resident)


def test_the_question_that_follows_stands_below_all_else() -> None:
    resident = at_the_place().presses("Meinen Standort senden").presses("Überspringen")
    assert "Warum dort?" in resident.screen[-1].text
    assert not resident.screen[-1].edits


def test_a_name_that_is_written_instead() -> None:
    resident = at_the_place().presses("Meinen Standort senden").says("Atlantis")
    assert not puts_away(resident)
    assert puts_away(resident.says("Nordmarkt"))
    assert not puts_away(resident.says("Schön dort"))


def test_no_word_too_many_where_it_was_not_there() -> None:
    resident = at_the_place().says("Nordmarkt")
    assert not puts_away(resident)
    assert len([each for each in resident.turn.replies if isinstance(each, Message)]) == 1  # type: ignore[union-attr]


def test_a_quarter_that_is_written_instead() -> None:
    resident = Resident("de").commands("/start")
    resident.does(ChoicePressed(data="consent.0.yes", client_language="de"))
    resident.presses("📍").says("Nordmarkt")
    assert puts_away(resident)
