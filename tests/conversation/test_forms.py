"""Small forms with what residents do and what they see: one file in `forms/` for each type and rule.

A file has `questions`, as in surveys kept as YAML, and `stories`. A story has `steps` and what is `stored` at the
end; `t(msgid)` stands for the text in the story's language. Between every two steps the session goes through JSON.
"""

import re
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml

from bot.conversation.events import ChoicePressed, MediaSent, VoiceSent
from bot.conversation.facts import AnswerGiven, ResponseCompleted
from bot.conversation.replies import Keyboard, Message
from bot.conversation.widgets import WIDGETS
from bot.surveys import QuestionType, Survey, Surveys, read_survey
from bot.surveys.model import ASKED
from tests.conversation.resident import Resident, buttons_of, catalogues, joined, the_world

FORMS = {path.stem: path for path in sorted(Path(__file__).with_name("forms").glob("*.yml"))}
STEPS = {
    "says",
    "presses",
    "crafted",
    "sends",
    "shares",
    "sees",
    "sees_not",
    "sees_once",
    "open",
    "row",
    "keyboard",
}


@cache
def told(form: str) -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load(FORMS[form].read_text("utf-8"))
    return read


@cache
def survey_of(form: str) -> Survey:
    data = {"code": form, "title": {"de": "Probe"}, "questions": told(form)["questions"]}
    return read_survey(yaml.safe_dump(data, allow_unicode=True), form)


STORIES = [
    pytest.param(form, story, id=f"{form}: {story['name']}")
    for form in FORMS
    for story in told(form)["stories"]
]


def test_every_type_has_a_form_and_every_type_that_is_asked_a_widget() -> None:
    covered = {question.type for form in FORMS for question in survey_of(form).every()}
    assert covered == set(QuestionType)
    assert set(WIDGETS) == ASKED


def test_the_stories_are_told_in_german_and_in_arabic_at_least() -> None:
    asked = {
        kind for kind in ASKED if kind not in (QuestionType.DECIMAL, QuestionType.VIDEO, QuestionType.FILE)
    }
    for language in ("de", "ar"):
        spoken = {
            question.type
            for form in FORMS
            if any(story.get("language", "de") == language for story in told(form)["stories"])
            for question in survey_of(form).every()
        }
        assert asked <= spoken


@pytest.mark.parametrize(("form", "story"), STORIES)
def test_story(form: str, story: dict[str, Any]) -> None:
    language = story.get("language", "de")
    world = replace(the_world(), surveys=Surveys([survey_of(form)]), zone=ZoneInfo("Europe/Berlin"))
    resident = joined(language, world=world)
    resident.commands("/survey").sees(*story.get("begins_with", ()))
    for step in story["steps"]:
        ((does, what),) = step.items()
        assert does in STEPS, does
        follow(resident, does, what)
    answers = {fact.question: fact.value for fact in resident.facts if isinstance(fact, AnswerGiven)}
    if "stored" in story:
        assert answers == story["stored"]
    for path, pattern in story.get("stored_like", {}).items():
        assert re.fullmatch(pattern, str(answers[path])), answers[path]
    assert bool(resident.knows(ResponseCompleted)) == story.get("completed", False)
    if "aside" in story:
        assert resident.session.runs[form].aside == story["aside"]


def follow(resident: Resident, does: str, what: Any) -> None:
    words = [said(resident, each) for each in ([what] if isinstance(what, str) else what)]
    match does:
        case "says":
            resident.says(words[0])
        case "presses":
            press(resident, words[0])
        case "crafted":
            resident.does(ChoicePressed(data=f"survey.{resident.session.asked}.{what}"))
        case "sends" if what["kind"] == "voice":
            resident.does(VoiceSent(duration=3, file=what["file"]))
        case "sends":
            resident.does(MediaSent(**what))
        case "shares":
            resident.shares(*what)
        case "sees":
            resident.sees(*words)
        case "sees_not":
            assert not [each for each in words if each in resident.said], resident.said
        case "sees_once":
            assert resident.said.count(words[0]) == 1, resident.said
        case "open":
            assert resident.session.runs[resident.session.survey].at == what
            assert resident.session.topics == ["survey"]
        case "row":
            assert [button.label for button in resident.screen[-1].rows[what[0]]] == what[1:]
        case "keyboard":
            assert resident.turn
            asking = [
                each.keyboard_label
                for each in resident.turn.replies
                if isinstance(each, Message) and each.keyboard is Keyboard.ASK_LOCATION
            ]
            assert asking == words


def said(resident: Resident, words: Any) -> Any:
    """`t(msgid|name=value)` in the resident's language, anything else as it is."""
    found = re.fullmatch(r"t\((.+)\)", words) if isinstance(words, str) else None
    if not found:
        return words
    msgid, *values = found[1].split("|")
    text = catalogues().texts(resident.session.language)(msgid, **dict(each.split("=") for each in values))
    return text.replace("\u2068", "").replace("\u2069", "")


def press(resident: Resident, label: str) -> None:
    """A button of exactly that label on the newest message that has one, else one that contains it."""
    for message in reversed(resident.screen):
        for button in buttons_of(message):
            if button.label.replace("\u2068", "").replace("\u2069", "") == label:
                resident.does(ChoicePressed(data=button.data, client_language=resident.language))
                return
    for message in reversed(resident.screen):
        for button in buttons_of(message):
            if label in button.label.replace("\u2068", "").replace("\u2069", ""):
                resident.does(ChoicePressed(data=button.data, client_language=resident.language))
                return
    raise AssertionError(f"no button {label!r}: {[b.label for b in buttons_of(resident.screen[-1])]}")
