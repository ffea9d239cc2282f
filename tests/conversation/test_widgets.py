"""Every kind of question with every press: old, crafted, in any order, in all languages."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from zoneinfo import ZoneInfo

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.conversation import World
from bot.conversation.events import ChoicePressed, LocationShared, MediaSent, TextSent, VoiceSent
from bot.conversation.facts import AnswerGiven
from bot.conversation.widgets.calendar import first_weekday
from bot.surveys import Survey, Surveys, read_survey
from bot.surveys.model import ASKED, CHOSEN
from bot.texts import LANGUAGES
from tests.conversation.resident import Resident, buttons_of, joined, the_world

LABELS = {"de": "Ja und nein", "ar": "نعم ولا"}
MARKS = ["", "c", "p", "d", "v", "v~", "h", "t", "a", "n", "all", "undo", "here", "ok", "yes", "no"]
NUMBERS = [
    "",
    "0",
    "1",
    "00",
    "24",
    "999999999999",
    "-1",
    "٣",
    "²",
    "2026",
    "2026-11",
    "2026-11-22",
    "0000-00-00",
    "9999-12-31",
    "14:30",
]


@cache
def every_type() -> Survey:
    questions = []
    for kind in sorted(ASKED):
        question: dict[str, object] = {
            "name": f"q_{kind}",
            "type": str(kind),
            "label": LABELS,
            "required": False,
        }
        if kind in CHOSEN:
            question["choices"] = [
                {"name": f"c{place}", "label": {"de": f"Antwort {place} " + "x" * (place % 70)}}
                for place in range(20)
            ]
        questions.append(question)
    return read_survey(yaml.safe_dump({"code": "every", "title": LABELS, "questions": questions}), "every")


def world_of(survey: Survey) -> World:
    return replace(the_world(), surveys=Surveys([survey]), zone=ZoneInfo("Europe/Berlin"))


def begun(language: str) -> Resident:
    return joined(language, world=world_of(every_type())).commands("/survey")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_question_fits_into_telegram_and_can_be_skipped(language: str) -> None:
    resident = begun(language)
    for kind in sorted(ASKED):
        assert resident.session.runs["every"].at == f"q_{kind}"
        _fits(resident)
        resident.does(ChoicePressed(data=f"survey.{resident.session.asked}.skip"))
    assert {fact.value for fact in resident.knows(AnswerGiven)} == {None}  # type: ignore[union-attr]


WORDS = st.sampled_from(
    ["1", "1, 2", "heute", "24.12.2026 14:30", "14:30", "44145", "Nordmarkt", "Antwort", "٣", "zwei", "x"]
) | st.text(max_size=20)
FILES = st.sampled_from(
    ["photo", "video", "video_note", "audio", "document", "sticker", "contact", "forwarded"]
)
CRAFTED = st.builds(lambda kind, mark, number: f"{kind}{mark}{number}", st.sampled_from(["w-", "", "edit-", "page-", "change-"]),
                    st.sampled_from(MARKS), st.sampled_from(NUMBERS))  # fmt: skip


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_any_press_at_any_question_does_no_harm(data: st.DataObject) -> None:
    resident = begun(data.draw(st.sampled_from(list(LANGUAGES))))
    seen: list[str] = []
    for _ in range(data.draw(st.integers(1, 40))):
        on_screen = [button.data for button in buttons_of(resident.screen[-1])]
        seen += [each for each in on_screen if each not in seen]
        match data.draw(
            st.sampled_from(
                ["press", "press", "press", "press", "old", "crafted", "skip", "words", "file", "place"]
            )
        ):
            case "press" if on_screen:
                resident.does(ChoicePressed(data=data.draw(st.sampled_from(on_screen))))
            case "old" if seen:
                resident.does(ChoicePressed(data=data.draw(st.sampled_from(seen))))
            case "crafted":
                resident.does(ChoicePressed(data=f"survey.{resident.session.asked}.{data.draw(CRAFTED)}"))
            case "skip":
                resident.does(ChoicePressed(data=f"survey.{resident.session.asked}.skip"))
            case "words":
                resident.does(TextSent(text=data.draw(WORDS)))
            case "file":
                resident.does(
                    MediaSent(kind=data.draw(FILES), file=data.draw(st.sampled_from(["", "F", "x" * 300])))
                )
                resident.does(VoiceSent(file="V"))
            case "place":
                degrees = st.floats() | st.floats(51, 52)
                resident.does(LocationShared(latitude=data.draw(degrees), longitude=data.draw(degrees)))
        _fits(resident)
    _answers_fit(resident)


def _fits(resident: Resident) -> None:
    """Telegram takes at most 100 buttons, and refuses a message without words; `Resident` looks at the rest."""
    for message in resident.screen[-3:]:
        assert message.text.strip()
        assert len(buttons_of(message)) <= 100
        assert max((len(row) for row in message.rows), default=0) <= 8


def _answers_fit(resident: Resident) -> None:
    """What is stored is of the question's kind, whatever was pressed."""
    for fact in resident.knows(AnswerGiven):
        assert isinstance(fact, AnswerGiven)
        question = every_type().question(fact.question)
        assert question
        value = fact.value
        names = {choice.name for choice in question.choices}
        if value is None:
            continue
        match question.type:
            case "select_one":
                assert value in names
            case "select_multiple" | "rank":
                assert isinstance(value, Sequence)
                assert set(value) <= names
                assert question.type != "rank" or len(value) == len(names)
            case "integer" | "range":
                assert isinstance(value, int)
            case "decimal":
                assert isinstance(value, float)
            case "geopoint":
                lat, lon, altitude, accuracy = (float(part) for part in str(value).split())
                assert abs(lat) <= 90
                assert abs(lon) <= 180
                assert (altitude, accuracy) == (0, 0)
                assert round(lat, 2) == lat
                assert round(lon, 2) == lon
            case "image" | "audio" | "video" | "file":
                assert value in ("F", "V")


@pytest.mark.parametrize(
    ("language", "day"), [("de", 0), ("en", 0), ("tr", 0), ("ar", 5), ("fa", 5), ("uk", 0), ("es", 0)]
)
def test_a_week_begins_as_the_language_has_it(language: str, day: int) -> None:
    assert first_weekday(language) == day
