"""The first minutes: greeting, languages, consent, Quartier."""

import pytest

from bot.conversation.facts import AreaChosen, ConsentGiven, ConsentRefused, RequestMade
from bot.texts import LANGUAGES
from tests.conversation.resident import Resident, buttons_of, joined


@pytest.mark.parametrize(
    ("phone", "expected"),
    [
        ("de-AT", "de"),
        ("pt-br", "de"),
        (None, "de"),
        ("tr", "tr"),
        ("AR", "ar"),
        ("en_US", "en"),
        ("zz-\u202e", "de"),
    ],
)
def test_the_greeting_is_in_the_language_of_the_phone(phone: str | None, expected: str) -> None:
    resident = Resident(phone).commands("/start")
    assert resident.session.language == expected
    texts = resident.world.catalogues.texts(expected)
    resident.sees(texts("✅ Yes, I take part"))


def test_all_languages_are_offered_by_their_own_names() -> None:
    resident = Resident("de").commands("/start")
    labels = {button.label.removeprefix("✓ ") for button in buttons_of(resident.screen[-1])}
    assert labels >= {language.name for language in LANGUAGES.values()}


def test_another_language_changes_the_greeting_in_place() -> None:
    resident = Resident("de").commands("/start").presses("Türkçe")
    assert len(resident.screen) == 1
    resident.sees(resident.world.catalogues.texts("tr")("✅ Yes, I take part"), "✓ Türkçe")
    assert not resident.facts


@pytest.mark.parametrize("language", LANGUAGES)
def test_consent_may_be_given_by_button_or_words(language: str) -> None:
    by_button = Resident(language).commands("/start")
    by_button.presses(by_button.world.catalogues.texts(language)("✅ Yes, I take part"))
    in_words = Resident(language).commands("/start").says("ok!", "affirm")
    for resident in (by_button, in_words):
        assert [fact.language for fact in resident.knows(ConsentGiven)] == [language]  # type: ignore[union-attr]
        assert resident.session.topics == ["place"]


def test_nothing_is_known_before_consent() -> None:
    resident = Resident().commands("/start").says("Uns fehlt ein Kitaplatz", "childcare").shares(51.5, 7.46)
    resident.commands("/request").says("Kita!", "childcare").sends("photo")
    assert resident.facts == []


def test_refusing_is_fine_and_remembered_kindly() -> None:
    resident = Resident().commands("/start")
    resident.presses(resident.world.catalogues.texts("de")("No, thank you"))
    assert resident.knows(ConsentRefused)
    resident.says("Uns fehlt ein Kitaplatz", "childcare")
    assert not resident.knows(RequestMade)
    resident.commands("/start").presses(resident.world.catalogues.texts("de")("✅ Yes, I take part"))
    assert resident.session.consent == "given"


def test_a_district_opens_its_quarters() -> None:
    resident = Resident().commands("/start").says("ja", "affirm")
    resident.presses("Innenstadt-Nord").presses("Nordmarkt")
    assert [fact.how for fact in resident.knows(AreaChosen)] == ["button"]  # type: ignore[union-attr]
    assert resident.session.area == resident.world.areas.find("Nordmarkt")[0].id


@pytest.mark.parametrize(
    "typed", ["Nordmarkt", "nordmakt", "نوردماركت", "in Hörde", "44145", "Scharnhorst", "Nordstadt"]
)
def test_a_typed_place_is_found(typed: str) -> None:
    resident = Resident().commands("/start").says("ja", "affirm").says(typed)
    chosen = resident.knows(AreaChosen)
    assert chosen or "place" in resident.session.topics
    assert len(buttons_of(resident.screen[-1])) >= 3


def test_an_unknown_place_is_asked_again_with_the_buttons() -> None:
    resident = Resident().commands("/start").says("ja", "affirm").says("Qwertzuiop")
    assert "place" in resident.session.topics
    resident.sees("Innenstadt-Nord")


def test_a_location_finds_the_quarter_and_one_outside_is_said_so() -> None:
    resident = Resident().commands("/start").says("ja", "affirm")
    resident.shares(48.137, 11.575)
    assert not resident.knows(AreaChosen)
    nordmarkt = resident.world.areas.find("Nordmarkt")[0]
    resident.shares(nordmarkt.lat or 0, nordmarkt.lon or 0)
    assert [fact.area for fact in resident.knows(AreaChosen)] == [nordmarkt.id]  # type: ignore[union-attr]


def test_the_quartier_may_be_kept_to_oneself() -> None:
    resident = joined()
    assert [fact.area for fact in resident.knows(AreaChosen)] == [None]  # type: ignore[union-attr]
