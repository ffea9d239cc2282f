"""A need in a resident's own words."""

from bot.conversation.facts import (
    HumanWanted,
    RequestClassified,
    RequestExtended,
    RequestMade,
    RequestWithdrawn,
)
from tests.conversation.resident import joined


def test_understood_and_confirmed() -> None:
    resident = joined().says("Keine Kita und ich brauche einen Deutschkurs", "childcare", "language_support")
    resident.sees("Kinderbetreuung", "Sprache")
    made = resident.knows(RequestMade)
    assert [[g.category for g in fact.guesses] for fact in made] == [["childcare", "language_support"]]  # type: ignore[union-attr]
    resident.presses("Ja")
    assert [f.categories for f in resident.knows(RequestClassified)] == [("childcare", "language_support")]  # type: ignore[union-attr]


def test_yes_in_words() -> None:
    resident = joined().says("Keine Kita", "childcare").says("genau", "affirm")
    assert resident.knows(RequestClassified)


def test_changed_by_ticks() -> None:
    resident = joined().says("Keine Kita", "childcare").presses("Ändern")
    resident.presses("Kinderbetreuung").presses("Gesundheit").presses("Fertig")
    assert [f.categories for f in resident.knows(RequestClassified)] == [("health",)]  # type: ignore[union-attr]


def test_something_is_added() -> None:
    resident = (
        joined()
        .says("Keine Kita", "childcare")
        .presses("ergänzen")
        .says("und Müll liegt herum", "cleanliness")
    )
    resident.sees("Kinderbetreuung", "Sauberkeit")
    assert [f.text for f in resident.knows(RequestExtended)] == ["Keine Kita\nund Müll liegt herum"]  # type: ignore[union-attr]
    resident.presses("Ja")
    assert [f.categories for f in resident.knows(RequestClassified)] == [("childcare", "cleanliness")]  # type: ignore[union-attr]


def test_unsure_offers_the_likeliest() -> None:
    resident = joined().says("es ist schlimm hier", "safety", "cleanliness", confidence=0.3)
    resident.sees("Sicherheit", "Sauberkeit").presses("Sauberkeit")
    assert [f.categories for f in resident.knows(RequestClassified)] == [("cleanliness",)]  # type: ignore[union-attr]


def test_asked_for_words_are_kept_even_when_nothing_is_understood() -> None:
    resident = joined().commands("/request").says("Hm, schwer zu sagen, alles eben")
    assert len(resident.knows(RequestMade)) == 1
    resident.presses("bitte löschen")
    assert resident.knows(RequestWithdrawn)


def test_an_emergency_gets_the_numbers_first_and_is_not_kept() -> None:
    resident = joined("tr").says("Yangın var!!", "emergency")
    resident.sees("112", "110", "116 016")
    assert not resident.knows(RequestMade)


def test_a_false_alarm_can_be_passed_on() -> None:
    resident = joined().says("Bei uns brennt immer wieder Müll", "emergency")
    assert resident.turn
    resident.presses(resident.screen[-1].rows[0][0].label)
    assert [f.text for f in resident.knows(RequestMade)] == ["Bei uns brennt immer wieder Müll"]  # type: ignore[union-attr]


def test_a_wish_for_a_person_is_noted_and_answered() -> None:
    resident = joined().says("Kann mich jemand anrufen?", "talk_to_human").sees("0231 123456")
    assert resident.knows(HumanWanted)


def test_another_language_is_named() -> None:
    resident = joined("de").says("Türkçe lütfen", "change_language", language="tr")
    assert resident.session.language == "tr"
