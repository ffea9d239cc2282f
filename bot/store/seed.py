"""Invented residents for demos and benchmarks: eight weeks of surveys answered and requests made.

Texts are those that `nlu` is trained with; nobody real ever wrote them to the bot.
"""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from bot.areas import Area, AreaTree
from bot.conversation import facts as f
from bot.conversation.session import Session
from bot.conversation.turn import Turn
from bot.store.conversation import Surroundings, find, write_turn
from bot.store.problems import StoreProblem
from bot.store.store import Store
from bot.surveys import Answer, Filling, Kind, Moment, QuestionType, Step, Survey, Surveys
from bot.surveys.stored import YES_ANOTHER
from nlu.corpus import Example, load_training
from nlu.taxonomy import Taxonomy

WEEKS: Final = 8
LONGEST_RESPONSE: Final = 200  # answers, of surveys with ever more rounds
CONSENT_VERSION: Final = "invented"
_TOGETHER: Final = 20  # residents in one transaction
_LANGUAGES: Final = {
    "de": 30, "tr": 16, "ar": 14, "pl": 8, "en": 5, "ru": 6, "uk": 6, "bg": 5, "ro": 5, "es": 2, "fr": 1, "fa": 2,
}  # fmt: skip
"""Shares in percent, made up to look like a quarter of many tongues."""


async def seed(
    store: Store,
    areas: AreaTree,
    taxonomy: Taxonomy,
    surveys: Surveys,
    *,
    residents: int = 200,
    seed: int = 1,
    now: datetime,
    progress: Callable[[int, int], None] | None = None,
) -> None:
    """Invent `residents` over the eight weeks before `now`; the same `seed` invents the same ones.

    Publish `surveys` first. `progress` hears how many of how many are done. `StoreProblem` where the residents
    of this seed are there already.
    """
    chance = random.Random(seed)  # noqa: S311 -- nothing here is secret
    inventor = _Inventor(chance, areas, taxonomy, surveys, now)
    around = replace(store._around, new_id=inventor.new_id)
    for start in range(0, residents, _TOGETHER):
        numbers = range(start, min(start + _TOGETHER, residents))
        async with store._database.writing() as db:
            for number in numbers:
                address = f"invented-{seed}-{number}"
                if await find(db, around, address):
                    raise StoreProblem(
                        f"The invented residents of seed {seed} are there already: choose another."
                    )
                for at, turn in inventor.resident():
                    await write_turn(db, _at(around, at), address, turn, ())
        if progress:
            progress(numbers[-1] + 1, residents)


def _at(around: Surroundings, at: datetime) -> Surroundings:
    return replace(around, now=lambda: at)


@dataclass
class _Inventor:
    chance: random.Random
    areas: AreaTree
    taxonomy: Taxonomy
    surveys: Surveys
    now: datetime

    def __post_init__(self) -> None:
        self.texts: dict[str, list[Example]] = {}
        for example in load_training():
            if all(map(self.taxonomy.is_need, example.labels)):
                self.texts.setdefault(example.language, []).append(example)
        self.quarters = self.areas.quarters_of(self.areas.root.id)
        self.weights = [self._weight(area) for area in self.quarters]

    def new_id(self) -> str:
        return f"{self.chance.getrandbits(128):032x}"

    def _weight(self, area: Area) -> int:
        # Where outreach works, most answers come from: the quarters that are listed first.
        return 8 if min(each.priority for each in self.areas.path(area.id)[1:]) <= 1 else 1

    def resident(self) -> Iterator[tuple[datetime, Turn]]:
        """The turns of one resident, with their times."""
        chance = self.chance
        language = chance.choices(list(_LANGUAGES), list(_LANGUAGES.values()))[0]
        area = self._area()
        at = self.now - timedelta(minutes=chance.randrange(60, WEEKS * 7 * 24 * 60))
        session = Session(language=language, language_chosen=True, consent="given", area=area or "-")
        yield (
            at,
            _turn(
                session,
                f.ConsentGiven(CONSENT_VERSION, language),
                f.LanguageChosen(language),
                f.AreaChosen(area, "button" if area else "none"),
            ),
        )
        for survey in self.surveys.newest():
            if chance.random() < 0.7:
                at += timedelta(minutes=chance.randrange(1, 10))
                told = list(self._response(survey, language))
                if isinstance(told[-1], f.ResponseCompleted):
                    session = replace(session, finished={**session.finished, survey.code: survey.version})
                if at < self.now:
                    yield at, _turn(session, *told)
        for _ in range(chance.choices((0, 1, 2, 3, 5), (25, 40, 20, 10, 5))[0]):
            at += timedelta(hours=chance.randrange(1, 24 * 12))
            if at < self.now:
                yield at, _turn(session, *self._request(language, "chat"))
        if chance.random() < 0.02 and at < self.now:
            yield at, _turn(replace(session, stopped=True), f.MessagesStopped())

    def _area(self) -> str | None:
        if self.chance.random() < 0.05:
            return None
        area = self.chance.choices(self.quarters, self.weights)[0]
        # Some name only their district.
        return area.parent if self.chance.random() < 0.08 and area.parent else area.id

    def _response(self, survey: Survey, language: str) -> Iterator[f.Fact]:
        response = self.new_id()
        yield f.ResponseStarted(response, survey.code, survey.version, language)
        answers: dict[str, Answer] = {}
        moment = Moment(self.now, self.now)
        while step := (filling := Filling(survey, answers, moment)).open():
            yield f.QuestionShown(response, step.path)
            if self.chance.random() < 0.03 or len(answers) > LONGEST_RESPONSE:  # broken off here
                return
            by_voice = step.question.type is QuestionType.TEXT and self.chance.random() < 0.3
            value, request = self._answer(step, filling, language)
            if step.path in answers or filling.refused(
                step, value
            ):  # the form takes nothing that is invented
                return
            answers[step.path] = value
            yield f.AnswerGiven(response, step.path, value, language, by_voice)
            yield from request
        yield f.ResponseCompleted(response)

    def _answer(self, step: Step, filling: Filling, language: str) -> tuple[Answer, Sequence[f.Fact]]:
        chance, question = self.chance, step.question
        if step.kind is Kind.ANOTHER:
            return YES_ANOTHER if chance.random() < 0.4 else "no", ()
        if not filling.required(step) and chance.random() < 0.3:
            return None, ()
        names = [choice.name for choice in filling.choices(step)]
        match question.type:
            case QuestionType.SELECT_ONE if names:
                return chance.choices(names, range(len(names), 0, -1))[0], ()
            case QuestionType.SELECT_MULTIPLE if names:
                return chance.sample(names, chance.randint(1, min(3, len(names)))), ()
            case QuestionType.RANK:
                return chance.sample(names, len(names)), ()
            case QuestionType.RANGE:
                low, high, step_size = question.bounds
                return round(low + step_size * chance.randint(0, int((high - low) / step_size))), ()
            case QuestionType.INTEGER:
                return self._number(step, filling), ()
            case QuestionType.TEXT:
                made = self._request(language, filling.survey.code)[:1] if question.understand else ()
                return (made[0].text if made else self._example(language).text), made
        return None, ()  # dates, places and files are not invented

    def _number(self, step: Step, filling: Filling) -> int | None:
        """A number that the form takes: the small ones are tried."""
        numbers = [number for number in range(1, 31) if not filling.refused(step, number)]
        return self.chance.choice(numbers) if numbers else None

    def _request(self, language: str, source: str) -> tuple[f.RequestMade, *tuple[f.Fact, ...]]:
        chance = self.chance
        example = self._example(language)
        guesses = tuple(
            f.CategoryGuess(label, round(chance.uniform(0.55, 0.99), 2)) for label in example.labels
        )
        made = f.RequestMade(
            self.new_id(), example.text, example.language, guesses, source, by_voice=chance.random() < 0.2
        )
        told = chance.random()
        if told < 0.6:
            return (made, f.RequestClassified(made.request, example.labels))
        return (made, f.RequestWithdrawn(made.request)) if told > 0.97 else (made,)

    def _example(self, language: str) -> Example:
        return self.chance.choice(self.texts.get(language) or self.texts["de"])


def _turn(session: Session, *told: f.Fact) -> Turn:
    return Turn(session, (), told)
