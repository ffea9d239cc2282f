"""A resident who does anything at all in a survey, with what must hold after every step."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Final

from bot.conversation.asked import filling_of
from bot.conversation.events import ChoicePressed, Event, LocationShared, MediaSent, TextSent, VoiceSent
from bot.conversation.facts import (
    AnswerGiven,
    AnswersCount,
    AnswersSetAside,
    Fact,
    QuestionShown,
    ResponseCompleted,
    ResponseStarted,
)
from bot.conversation.session import SurveyRun
from bot.conversation.talk import Talk
from bot.surveys import Answer, Filling, Kind, QuestionType, Step, Survey, Surveys, name_of
from bot.surveys.model import SILENT
from tests.conversation.resident import Resident, buttons_of, joined, meaning, the_world
from tests.surveys.properties.xform import XForm

PROGRESS: Final = re.compile(r"Frage (\d+) von (\d+)")
TYPED: Final = (
    "3", "٤", "7", "-2", "2,5", "zwölf", "ja", "Ja", "nein", "abc", "1, 2", "2 1", "heute", "24.12.2026",
    "24.12.2026 14:30", "14:30", "", "🙂", "=1+1", "x" * 5000, "\u202eabc", "None", "Straße & Hausnummer <1>",
    "Zurück", "⬅️ Zurück", "Überspringen ➡️", "✅ Fertig", "✏️ Antwort ändern", "✅ Senden",
)  # fmt: skip
CRAFTED: Final = (
    "w-c0", "w-c999999999", "w--1", "w-", "w-c²", "edit-0", "edit-99", "edit-x", "page-7", "change--1", "keep",
    "done", "skip", "back", "send", "hint", "summary", "w-yes", "w-no", "w-ok", "w-p3", "w-all", "on-umfrage-1",
    "go-umfrage-1", "",
)  # fmt: skip
SENT: Final[tuple[Event, ...]] = (
    MediaSent(kind="photo", file="p"),
    MediaSent(kind="video", file="v"),
    MediaSent(kind="audio", file="a"),
    MediaSent(kind="document", file="d", content="text/plain"),
    MediaSent(kind="sticker"),
    VoiceSent(duration=2, file="o"),
    LocationShared(latitude=51.5, longitude=7.46),
    LocationShared(latitude=float("nan"), longitude=999.0),
)
COMMANDS: Final = ("survey", "start s_umfrage-1", "help", "cancel", "settings", "unknown")


@dataclass
class Told:
    """What the facts of one response say: answers by path, and which of them do not count."""

    answers: dict[str, Answer] = field(default_factory=dict)
    aside: set[str] = field(default_factory=set)
    completed: bool = False

    def hears(self, fact: Fact) -> None:
        match fact:
            case AnswerGiven():
                assert not self.completed
                self.answers[fact.question] = fact.value
                self.aside.discard(fact.question)
            case AnswersSetAside():
                self.aside |= set(fact.questions)
            case AnswersCount():
                assert set(fact.questions) <= self.aside
                self.aside -= set(fact.questions)
            case ResponseCompleted():
                self.completed = True


class Wanderer:
    """The resident, the survey, and what was told of every response. `form` is the same survey as an XForm, where
    what is asked is compared with it."""

    def __init__(self, survey: Survey, form: XForm | None) -> None:
        self.survey = survey
        self.form = form
        self.told: dict[str, Told] = {}
        self.pressed: list[str] = []
        self.resident: Resident = joined(world=replace(the_world(), surveys=Surveys([survey])))
        self.does_command("survey")

    @property
    def run(self) -> SurveyRun | None:
        return self.resident.session.runs.get(self.survey.code)

    def filling(self, run: SurveyRun) -> Filling:
        talk = Talk(self.resident.session, TextSent(text=""), self.resident.world)
        return filling_of(talk, self.survey, run)

    def acts(self, kind: str, number: int) -> None:
        """One thing of that kind; `number` says which."""
        match kind:
            case "press":
                buttons = [button.data for each in self.resident.screen[-2:] for button in buttons_of(each)]
                if buttons:
                    self.pressed.append(buttons[number % len(buttons)])
                    self.does(ChoicePressed(data=self.pressed[-1]))
            case "type":
                self.says(TYPED[number % len(TYPED)])
            case "send":
                self.does(SENT[number % len(SENT)])
            case "craft":
                value = CRAFTED[number % len(CRAFTED)]
                self.does(ChoicePressed(data=f"survey.{self.resident.session.asked}.{value}"))
            case "old" if self.pressed:
                self.does(ChoicePressed(data=self.pressed[number % len(self.pressed)]))
            case "command":
                self.does_command(COMMANDS[number % len(COMMANDS)])
            case "wait":
                world = self.resident.world
                self.resident.world = replace(world, now=world.now + timedelta(hours=1 + number % 72))

    def says(self, text: str) -> None:
        self.does(TextSent(text=text, understanding=meaning("out_of_scope")))

    def does_command(self, text: str) -> None:
        before = self.before()
        self.resident.commands(f"/{text}")
        self.after(*before)

    def does(self, event: Event) -> None:
        before = self.before()
        self.resident.does(replace(event, client_language="de"))
        self.after(*before)

    def before(self) -> tuple[int, str, bool]:
        run = self.run
        return len(self.resident.facts), run.at if run else "", bool(run and run.from_summary)

    def after(self, heard: int, at: str, from_summary: bool) -> None:
        """Everything that must hold."""
        news = self.resident.facts[heard:]
        for fact in news:
            self.hears(fact)
        run = self.run
        if run is None:
            return
        told = self.told[run.response]
        assert told.answers == run.answers, "an answer was lost"
        assert told.aside == set(run.aside)
        filling = self.filling(run)
        if any(isinstance(fact, AnswerGiven) for fact in news):
            assert filling.aside() == told.aside
            self.goes_forward(filling, run, news, at, from_summary)
        self.asks_what_is_relevant(filling, run, news)
        self.shows_progress(filling, run)

    def hears(self, fact: Fact) -> None:
        if isinstance(fact, ResponseStarted):
            self.told[fact.response] = Told()
        elif isinstance(fact, AnswerGiven | AnswersSetAside | AnswersCount | ResponseCompleted):
            told = self.told[fact.response]
            told.hears(fact)
            if isinstance(fact, ResponseCompleted):
                self.is_complete(told)

    def is_complete(self, told: Told) -> None:
        """What counts is what is asked as things stand, and all of it is there."""
        answers = {path: value for path, value in told.answers.items() if not self.is_made(path)}
        filling = self.filling(SurveyRun("", self.survey.code, 1, answers=answers))
        asked = {step.path for step in filling.asked}
        counted = {path for path, value in answers.items() if path not in told.aside and value is not None}
        assert counted <= asked
        assert asked <= answers.keys()

    def is_made(self, path: str) -> bool:
        question = self.survey.question(name_of(path))
        return bool(question and question.type in SILENT)

    def goes_forward(
        self, filling: Filling, run: SurveyRun, news: list[Fact], at: str, from_summary: bool
    ) -> None:
        """After an answer comes the next question that is asked, none left out and none again."""
        paths = [step.path for step in filling.asked]
        if from_summary or at not in paths or not any(isinstance(fact, AnswerGiven) for fact in news):
            return
        following = paths[paths.index(at) + 1 :][:1]
        assert [run.at] == (following or [""])

    def asks_what_is_relevant(self, filling: Filling, run: SurveyRun, news: list[Fact]) -> None:
        for fact in news:
            if isinstance(fact, QuestionShown) and fact.response == run.response:
                step = filling.step(fact.question)
                assert step, f"{fact.question} was asked, and is not relevant"
                if self.form and step.kind is Kind.ASK:
                    assert fact.question in self.form.filled(self.answers(run)).asked

    def answers(self, run: SurveyRun) -> Mapping[str, Answer]:
        return run.answers

    def shows_progress(self, filling: Filling, run: SurveyRun) -> None:
        """Every "3 of 8" says which of the questions that are asked it is."""
        said = PROGRESS.findall(self.resident.said)
        paths = [step.path for step in filling.asked]
        for place, total in said:
            assert int(total) == len(paths)
            assert paths[int(place) - 1] == run.at

    def finishes(self, changes: int) -> None:
        """Goes on to the end, where that can be done, and changes earlier answers so many times before sending."""
        self.does_command("survey")
        self.press_if_there("survey.", ".on-")
        for number in range(80):
            run = self.run
            if run is None:
                return
            filling = self.filling(run)
            step = filling.step(run.at) if run.at else None
            if step is None and changes and filling.asked:
                changes -= 1
                self.acts_on(f"edit-{number * 7 % len(filling.asked)}")
                run = self.run
                step = filling.step(run.at) if run and run.at else None
            if step is None:
                self.acts_on("send")
            else:
                self.answers_somehow(step, number)

    def answers_somehow(self, step: Step, number: int) -> None:
        """With something that fits, where there is such a thing, and another one each time."""
        kind = step.question.type
        if step.kind is Kind.ANOTHER:
            self.acts_on("w-yes" if number % 5 == 0 else "w-no")
        elif number % 4 == 0:
            self.says("Überspringen ➡️")
        elif kind in (QuestionType.SELECT_ONE, QuestionType.RANGE):
            self.acts_on(f"w-c{number % 3}")
            self.acts_on("w-c0")
        elif kind in (QuestionType.SELECT_MULTIPLE, QuestionType.RANK):
            first = number % 2 if kind is QuestionType.SELECT_MULTIPLE else 0
            for place in range(first, len(step.question.choices)):
                self.acts_on(f"w-c{place}")
            self.acts_on("done")
        else:
            for text in (TYPED[number % 9], "3", "14:30", "24.12.2026 14:30", "heute"):
                self.says(text)
            for event in SENT[:7]:
                self.does(event)
            self.acts_on("w-ok")

    def acts_on(self, value: str) -> None:
        self.does(ChoicePressed(data=f"survey.{self.resident.session.asked}.{value}"))

    def press_if_there(self, start: str, part: str) -> None:
        for message in self.resident.screen[-1:]:
            for button in buttons_of(message):
                if button.data.startswith(start) and part in button.data:
                    self.does(ChoicePressed(data=button.data))
                    return
