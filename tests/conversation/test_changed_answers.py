"""What becomes of answers when an earlier one is changed, or when time goes by."""

from dataclasses import replace
from datetime import timedelta
from functools import cache

from bot.conversation.facts import AnswerGiven, AnswersCount, AnswersSetAside, ResponseCompleted
from bot.surveys import Survey, Surveys, read_survey
from tests.conversation.resident import Resident, joined, the_world

FLAT = """
code: flat
title: {de: Wohnen}
questions:
  - name: city
    type: select_one
    label: {de: Welche Stadt?}
    choices: [{name: do, label: {de: Dortmund}}, {name: bo, label: {de: Bochum}}, {name: uz, label: {de: Ulm}}]
  - name: quarter
    type: select_one
    label: {de: Welcher Stadtteil?}
    choice_filter: city = ${city}
    choices:
      - {name: hoerde, label: {de: Hörde}, filters: {city: do}}
      - {name: eving, label: {de: Eving}, filters: {city: do}}
      - {name: wattenscheid, label: {de: Wattenscheid}, filters: {city: bo}}
  - name: lift
    type: text
    label: {de: Gibt es einen Aufzug?}
    relevant: ${city} = 'do'
  - name: words
    type: text
    label: {de: Was noch?}
"""

DAY = """
code: day
title: {de: Tag}
questions:
  - name: dinner
    type: text
    label: {de: Was essen Sie heute Abend?}
    relevant: today() = '2026-11-22'
  - name: words
    type: text
    label: {de: Was noch?}
"""


@cache
def survey(text: str) -> Survey:
    return read_survey(text, "form.yml")


def answering(text: str) -> Resident:
    return joined(world=replace(the_world(), surveys=Surveys([survey(text)]))).commands("/survey")


def counted(resident: Resident) -> dict[str, object]:
    """The answers that count, as the facts say."""
    answers: dict[str, object] = {}
    aside: dict[str, object] = {}
    for fact in resident.facts:
        if isinstance(fact, AnswerGiven):
            answers[fact.question] = fact.value
            aside.pop(fact.question, None)
        elif isinstance(fact, AnswersSetAside):
            aside |= {path: answers.pop(path) for path in fact.questions}
        elif isinstance(fact, AnswersCount):
            answers |= {path: aside.pop(path) for path in fact.questions}
    return answers


def in_dortmund() -> Resident:
    return answering(FLAT).presses("Dortmund").presses("Hörde").says("Nein, leider").says("Danke")


def test_an_answer_that_is_no_longer_relevant_is_kept_aside_and_returns() -> None:
    resident = in_dortmund().presses("Antwort ändern").presses("Welche Stadt").presses("Bochum")
    resident.presses("Wattenscheid")
    assert counted(resident) == {"city": "bo", "quarter": "wattenscheid", "words": "Danke"}
    resident.presses("Antwort ändern").presses("Welche Stadt").presses("Dortmund").presses("Eving")
    resident.sees("Nein, leider").presses("Senden")
    assert counted(resident) == {"city": "do", "quarter": "eving", "lift": "Nein, leider", "words": "Danke"}


def test_a_choice_that_is_no_longer_there_is_asked_for_again() -> None:
    resident = in_dortmund().presses("Antwort ändern").presses("Welche Stadt").presses("Bochum")
    resident.sees("Welcher Stadtteil?", "Wattenscheid")
    assert not resident.knows(ResponseCompleted)


def test_a_question_without_any_choice_left_can_be_skipped() -> None:
    resident = answering(FLAT).presses("Ulm").sees("Welcher Stadtteil?").presses("Überspringen")
    resident.says("Danke").presses("Senden")
    assert counted(resident) == {"city": "uz", "quarter": None, "words": "Danke"}


def test_what_is_no_longer_relevant_when_it_is_sent_does_not_count() -> None:
    resident = answering(DAY).says("Linsen").says("Danke")
    resident.world = replace(resident.world, now=resident.world.now + timedelta(days=1))
    resident.presses("Senden")
    assert resident.knows(ResponseCompleted)
    assert counted(resident) == {"words": "Danke"}
