"""Links to surveys, reminders, versions: which survey begins, goes on, or is answered already."""

from dataclasses import replace

import pytest

from bot.conversation.events import ChoicePressed
from bot.conversation.facts import AnswerGiven, ResponseCompleted, ResponseDropped, ResponseStarted
from bot.conversation.survey_choice import reminder
from bot.surveys import Question, QuestionType, Survey, Surveys
from bot.texts import LANGUAGES
from tests.conversation.resident import Resident, catalogues, joined, the_world

HOW = Question("how", QuestionType.TEXT, {"de": "Wie geht es?"})
MORE = Question("more", QuestionType.TEXT, {"de": "Was noch?"})
HEAT = Survey("heat", 1, {"de": "Hitze im Sommer"}, "de", (HOW, MORE))
NOISE = Survey("noise", 1, {"de": "Lärm"}, "de", (HOW, MORE))


def german(msgid: str) -> str:
    return catalogues().texts("de")(msgid)


def with_surveys(*surveys: Survey, language: str = "de") -> Resident:
    return joined(language, world=replace(the_world(), surveys=Surveys(surveys)))


def publishes(resident: Resident, *surveys: Survey) -> None:
    resident.world = replace(resident.world, surveys=Surveys(surveys))


def answers(resident: Resident) -> Resident:
    return resident.says("gut").says("nichts").presses("Senden")


def goes_on(resident: Resident, survey: Survey = HEAT) -> Resident:
    """Presses the button of a reminder that came some time ago."""
    ((button,),) = reminder(catalogues().texts("de"), survey).rows
    return resident.does(ChoicePressed(data=button.data, client_language="de"))


# Links


def test_a_link_leads_a_new_resident_through_consent_and_quartier_into_the_survey() -> None:
    resident = Resident("de", replace(the_world(), surveys=Surveys([HEAT, NOISE])))
    resident.commands("/start s_heat").presses("Ja, ich mache mit").says("Nordmarkt")
    resident.sees("Hitze im Sommer", "Wie geht es?")


def test_a_link_to_a_survey_that_was_answered_says_so() -> None:
    resident = answers(with_surveys(HEAT).commands("/start s_heat"))
    resident.commands("/start s_heat").sees(german("You have already answered this survey. Thank you!"))
    assert len(resident.knows(ResponseStarted)) == 1


def test_a_link_to_a_survey_that_was_begun_offers_to_go_on() -> None:
    resident = with_surveys(HEAT).commands("/start s_heat").says("gut").presses("Pause")
    resident.commands("/start s_heat").presses("Weiter").sees("Was noch?")
    assert len(resident.knows(ResponseStarted)) == 1


@pytest.mark.parametrize("argument", ["s_gone", "s_", "s_heat2", "s_HEAT", "s_" + "x" * 200])
def test_a_link_to_an_unknown_survey_says_so_and_shows_the_menu(argument: str) -> None:
    resident = with_surveys(HEAT).commands(f"/start {argument}")
    resident.sees(
        german("I do not find this survey. Perhaps it has ended."), german("What would you like to do?")
    )


def test_a_new_resident_with_an_unknown_link_is_greeted_as_ever() -> None:
    resident = Resident("de", replace(the_world(), surveys=Surveys([HEAT])))
    resident.commands("/start s_gone").sees("Möchten Sie mitmachen?")


# Reminders


def test_the_button_of_a_reminder_goes_on_where_the_resident_stopped() -> None:
    resident = with_surveys(HEAT, NOISE).commands("/start s_heat").says("gut").presses("Pause")
    resident.commands("/start s_noise").says("leise")
    goes_on(resident).sees("Was noch?", "2")
    resident.says("Schatten").presses("Senden")
    assert [fact.value for fact in resident.knows(AnswerGiven)] == ["gut", "leise", "Schatten"]  # type: ignore[union-attr]


def test_the_button_of_a_reminder_does_no_harm_when_the_survey_was_sent_since() -> None:
    resident = answers(with_surveys(HEAT).commands("/start s_heat"))
    goes_on(resident).sees(german("You have already answered this survey. Thank you!"))
    assert len(resident.knows(ResponseStarted)) == len(resident.knows(ResponseCompleted)) == 1


def test_another_survey_that_is_open_stays_open() -> None:
    resident = answers(with_surveys(HEAT, NOISE).commands("/start s_heat")).commands("/start s_noise")
    goes_on(resident).sees(german("You have already answered this survey. Thank you!"), "Wie geht es?")
    assert resident.session.survey == "noise"


def test_the_button_of_a_reminder_works_in_the_middle_of_other_things_and_twice() -> None:
    resident = with_surveys(HEAT).commands("/start s_heat").says("gut").commands("/language")
    goes_on(resident).sees("Was noch?")
    goes_on(resident).sees("Was noch?")
    assert len(resident.knows(ResponseStarted)) == 1


def test_the_button_of_a_reminder_is_harmless_to_who_left_and_after_the_survey_is_gone() -> None:
    resident = with_surveys(HEAT).commands("/start s_heat").says("gut")
    publishes(resident, NOISE)
    assert goes_on(resident).session.runs == {}
    publishes(resident, HEAT)
    resident.commands("/stop").presses("Ja")
    facts = len(resident.facts)
    goes_on(resident)
    assert len(resident.facts) == facts
    stranger = Resident("de", replace(the_world(), surveys=Surveys([HEAT])))
    goes_on(stranger).sees("Möchten Sie mitmachen?")
    assert stranger.facts == []


@pytest.mark.parametrize(
    "data", ["survey.0.send", "survey.0.pause", "survey.0.w-c0", "survey.0.go-heat", "survey.0.on-"]
)
def test_no_other_button_of_a_survey_works_for_ever(data: str) -> None:
    resident = with_surveys(HEAT).commands("/start s_heat")
    before = len(resident.facts)
    resident.does(ChoicePressed(data=data, client_language="de"))
    assert resident.session.survey == "heat"
    assert len(resident.facts) == before


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_reminder_names_the_survey(language: str) -> None:
    message = reminder(catalogues().texts(language), replace(HEAT, title={"de": "**Hitze**", "ar": "الحر"}))
    assert ("الحر" if language == "ar" else "Hitze") in message.text
    assert "*" not in message.text


# Codes as long as they may be


def test_long_codes_fit_on_buttons_and_are_told_apart() -> None:
    long = "a" * 59
    one, other = (replace(HEAT, code=long + end, title={"de": f"Titel {end}"}) for end in "xy")
    resident = with_surveys(one, other).commands("/survey").presses("Titel y").says("gut")
    assert resident.session.survey == other.code
    resident.presses("Pause").commands("/survey").presses("Titel y").presses("Neu")
    assert len(resident.knows(ResponseDropped)) == 1
    resident.says("gut").presses("Pause")
    goes_on(resident, other).sees("Was noch?")


# One response per person and version


def test_one_response_per_version() -> None:
    resident = answers(with_surveys(HEAT).commands("/survey"))
    resident.commands("/survey").sees(german("You have answered every survey there is. Thank you!"))
    publishes(resident, HEAT, replace(HEAT, version=2))
    answers(resident.commands("/survey"))
    resident.commands("/survey").sees(german("You have answered every survey there is. Thank you!"))
    assert [fact.version for fact in resident.knows(ResponseStarted)] == [1, 2]  # type: ignore[union-attr]
    resident.does(ChoicePressed(data=f"survey.{resident.session.asked}.go-heat", client_language="de"))
    resident.does(ChoicePressed(data=f"survey.{resident.session.asked}.anew-heat", client_language="de"))
    assert len(resident.knows(ResponseStarted)) == 2, "a crafted press begins none"


def test_a_form_may_allow_more_responses() -> None:
    resident = with_surveys(replace(HEAT, again=True))
    for _ in range(3):
        answers(resident.commands("/survey"))
        answers(resident.commands("/start s_heat"))
    assert len(resident.knows(ResponseCompleted)) == 6


def test_a_running_response_finishes_in_the_version_it_began() -> None:
    resident = with_surveys(HEAT).commands("/survey").says("gut").presses("Pause")
    newer = replace(HEAT, version=2, questions=(replace(MORE, label={"de": "Ganz neu?"}),))
    publishes(resident, HEAT, newer)
    resident.commands("/survey").presses("Weiter").sees("Was noch?")
    resident.says("nichts").presses("Senden")
    assert [fact.version for fact in resident.knows(ResponseStarted)] == [1]  # type: ignore[union-attr]
    assert resident.session.finished == {"heat": 1}
    resident.commands("/survey").sees("Ganz neu?")
