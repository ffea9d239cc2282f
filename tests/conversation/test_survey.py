"""Answering the survey: by button, by words, back, skip, pause, change, send."""

import pytest

from bot.conversation.facts import (
    AnswerGiven,
    QuestionShown,
    RequestMade,
    ResponseCompleted,
    ResponseDropped,
    ResponseStarted,
)
from bot.texts import LANGUAGES
from tests.conversation.resident import Resident, joined


def answers(resident: Resident) -> dict[str, object]:
    return {fact.question: fact.value for fact in resident.facts if isinstance(fact, AnswerGiven)}


def test_the_whole_survey_by_buttons() -> None:
    resident = joined().commands("/survey").sees("1", "7", "Was fehlt in Ihrem Viertel am meisten?")
    resident.presses("Betreuung für Kinder").presses("Läden in der Nähe").presses("Fertig")
    resident.presses("4").presses("Für meine Kinder").presses("Jede Woche")
    resident.says("Ein Spielplatz mit Schatten", "green")
    resident.presses("30 bis 49").says("5").sees("Ein Spielplatz mit Schatten")
    resident.presses("Senden")
    assert answers(resident) == {
        "missing_most": ["children", "shops"],
        "difficulty": 4,
        "for_whom": "children",
        "how_often": "weekly",
        "own_words": "Ein Spielplatz mit Schatten",
        "age_group": "age_30_49",
        "household": 5,
    }
    assert len(resident.knows(ResponseStarted)) == len(resident.knows(ResponseCompleted)) == 1
    assert len(resident.knows(QuestionShown)) == 7
    assert [fact.guesses[0].category for fact in resident.knows(RequestMade)] == ["green"]  # type: ignore[union-attr]


@pytest.mark.parametrize("language", LANGUAGES)
def test_typed_answers_match_labels_in_any_language_and_numbers(language: str) -> None:
    resident = joined("de").commands("/survey").says("1, 8")
    survey = resident.world.surveys.newest()[0]
    resident.says("٤")
    for name in ("for_whom", "how_often"):
        question = survey.question(name)
        assert question
        resident.says(survey.say(question.choices[1].label, language).upper() + "!")
    assert answers(resident) == {
        "missing_most": ["children", "shops"],
        "difficulty": 4,
        "for_whom": "children",
        "how_often": "weekly",
    }


def test_who_comes_back_to_an_open_question_and_goes_on_asks_for_nothing_twice() -> None:
    resident = joined().commands("/survey").presses("Betreuung für Kinder").presses("Fertig")
    resident.presses("4").presses("Für meine Kinder").presses("Jede Woche")
    resident.says("Ein Spielplatz mit Schatten", "green").presses("Zurück").presses("Passt").sees(
        "Wie alt sind Sie?"
    )
    assert len(resident.knows(RequestMade)) == 1
    resident.presses("Zurück").says("Ein Brunnen", "green")
    assert len(resident.knows(RequestMade)) == 2


def test_back_and_change_keep_what_was_answered() -> None:
    resident = joined().commands("/survey").says("1").presses("4").presses("Zurück").sees("4")
    resident.presses("2").says("1").says("1").presses("Überspringen").presses("Überspringen").says("3")
    resident.presses("Antwort ändern").presses("Wie oft").presses("Seltener").sees("Seltener")
    resident.presses("Senden")
    assert answers(resident)["difficulty"] == 2
    assert answers(resident)["how_often"] == "rarely"
    assert answers(resident)["own_words"] is None


def test_pause_and_go_on_a_week_later() -> None:
    resident = joined().commands("/survey").says("1").presses("4").presses("Pause")
    resident.commands("/survey").presses("Weiter").sees("Für wen")
    assert len(resident.knows(ResponseStarted)) == 1


def test_beginning_again_drops_the_first_response() -> None:
    resident = joined().commands("/survey").says("1").presses("Pause").commands("/survey").presses("Neu")
    assert len(resident.knows(ResponseDropped)) == 1
    assert len(resident.knows(ResponseStarted)) == 2


def test_a_press_on_an_old_message_does_no_harm() -> None:
    from bot.conversation.events import ChoicePressed

    resident = joined().commands("/survey").says("1")
    old = f"survey.{resident.session.asked}.c-4"
    resident.presses("2")
    before = resident.session.to_json()
    resident.does(ChoicePressed(data=old))
    assert resident.session.to_json() == before
    assert resident.toast


def test_a_need_in_the_middle_of_a_survey_is_heard_and_the_survey_goes_on() -> None:
    resident = joined().commands("/survey").says("1").says("Der Aufzug ist seit Wochen kaputt", "housing")
    assert resident.knows(RequestMade)
    resident.presses("Ja").sees("2")
    assert resident.session.topics == ["survey"]


def test_two_words_at_a_question_with_buttons_are_a_mistyped_answer_and_no_request() -> None:
    resident = joined().commands("/survey").says("1").says("Platz am Borsig", "green").sees("2", "5")
    assert not resident.knows(RequestMade)
    assert resident.session.topics == ["survey"]


def test_what_stands_on_a_button_is_an_answer_whatever_it_sounds_like() -> None:
    resident = joined().commands("/survey").says("Betreuung für Kinder", "emergency")
    assert answers(resident) == {"missing_most": ["children"]}
    assert "112" not in resident.said


def test_a_cry_at_a_question_with_buttons_is_heard() -> None:
    joined().commands("/survey").says("Es brennt!", "emergency").sees("112")


def test_what_cannot_be_read_is_asked_again() -> None:
    resident = joined().commands("/survey").says("1").says("17").sees("5")
    assert "difficulty" not in answers(resident)
    assert resident.session.topics == ["survey"]


def test_no_answer_is_lost_when_it_sounds_like_something_else() -> None:
    """An open answer is kept even where it sounds like a wish for a person or like danger."""
    for intent in ("talk_to_human", "delete_data", "emergency", "greet", "out_of_scope"):
        resident = joined().commands("/survey").says("1").says("1").says("1").says("1")
        resident.says("Ich will beim Amt mit einem Menschen sprechen", intent)
        assert answers(resident)["own_words"] == "Ich will beim Amt mit einem Menschen sprechen"


def test_a_survey_is_answered_once() -> None:
    resident = (
        joined().commands("/survey").says("1").says("1").says("1").says("1").says("x").says("1").says("1")
    )
    resident.presses("Senden").commands("/survey")
    assert len(resident.knows(ResponseStarted)) == 1


def test_ticks_survive_words_that_are_no_answer() -> None:
    resident = (
        joined().commands("/survey").presses("Betreuung für Kinder").says("Weltfrieden").presses("Fertig")
    )
    assert answers(resident) == {"missing_most": ["children"]}
