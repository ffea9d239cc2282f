"""The question of a survey that a resident stands at, with all that its looks and its answers depend on."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property
from typing import Final

from bot.conversation.replies import Button, Media
from bot.conversation.session import SurveyRun
from bot.conversation.spoken import in_words
from bot.conversation.talk import Talk
from bot.surveys import Answer, Choice, Filling, Moment, Question, Step, Survey, Translated
from bot.surveys.filling import REFERENCE, Spoken
from bot.surveys.markup import plain
from bot.surveys.typed import Typist, read_answers
from bot.texts import N_, Texts

TOPIC = "survey"
SOMETHING_ELSE: Final = N_("✏️ Something else")
"""The label of the choice for own words (`or_other`)."""
KINDS_OF_MEDIA: Final = ("image", "video", "audio")
"""In the order in which they are shown."""
MOST_PICTURED: Final = 10
"""Choices whose pictures and sounds are shown; with more, the question would be lost to sight."""


@dataclass(frozen=True)
class Asked:
    """One step of a resident's way through a survey."""

    talk: Talk
    survey: Survey
    run: SurveyRun
    filling: Filling
    step: Step

    @property
    def t(self) -> Texts:
        """The texts in the resident's language."""
        return self.talk.t

    @property
    def question(self) -> Question:
        """The row of the form."""
        return self.step.question

    @property
    def answer(self) -> Answer:
        """The answer so far; None where there is none, or it was skipped."""
        return self.run.answers.get(self.step.path)

    @cached_property
    def choices(self) -> tuple[Choice, ...]:
        """The choices that there are as things stand."""
        return self.filling.choices(self.step)

    def say(self, text: Translated) -> str:
        """A text of the form in the resident's language, as plain text, with `${name}` filled in."""
        return self._filled(self.survey.say(text, self.talk.session.language), self.spoken)

    def _filled(self, words: str, spoken: Spoken) -> str:
        # The markup goes first: what a resident wrote has none.
        return self.filling.filled(plain(words), self.step.rounds, spoken, self.talk.session.language)

    def spoken(self, question: Question, stored: str) -> str:
        """A value as it is stored, in the resident's language."""
        return in_words(self.t, question, stored, self._label_within)

    def typed(self, text: str) -> Answer:
        """The answer that typed words mean, of several the first that the form takes; None where they mean none."""
        typist = Typist(self.talk.session.language, self.filling.values.moment.now)
        found = read_answers(self.question, text, typist, tuple(map(self._as_read, self.choices)))
        return next((each for each in found if self.fits(each)), found[0] if found else None)

    def fits(self, answer: Answer) -> bool:
        """Whether the form takes the answer."""
        return self.filling.refused(self.step, answer) is None

    def _as_read(self, choice: Choice) -> Choice:
        """A choice with its labels as residents read them, in each language."""
        label = {code: self._filled(words, self.spoken) for code, words in choice.label.items()}
        return choice if label == choice.label else replace(choice, label=label)

    def _label_within(self, choice: Choice) -> str:
        """A choice in the resident's language, inside of another text. Answers are filled in here too, but not into
        those again: labels may name each other."""
        if not choice.label:
            return self.t(SOMETHING_ELSE)
        words = self.survey.say(choice.label, self.talk.session.language)
        return self._filled(
            words, lambda question, stored: in_words(self.t, question, stored, self._bare_label)
        )

    def _bare_label(self, choice: Choice) -> str:
        """A choice without answers in it."""
        if not choice.label:
            return self.t(SOMETHING_ELSE)
        words = plain(self.survey.say(choice.label, self.talk.session.language))
        return REFERENCE.sub("…", words)

    def label(self, choice: Choice) -> str:
        """A choice in the resident's language; the choice for own words has a label of ours."""
        return self.say(choice.label) if choice.label else self.t(SOMETHING_ELSE)

    def media(self) -> tuple[Media, ...]:
        """The pictures, films and sounds of the question, then those of its choices, in the resident's language."""
        found = list(self._media(self.question.media))
        choices = self.choices
        if len(choices) <= MOST_PICTURED:
            for choice in choices:
                found += self._media(choice.media, self.label(choice))
        return tuple(found)

    @property
    def _understood(self) -> tuple[str, ...]:
        return (self.talk.session.language, self.survey.default_language, "de")

    def _media(self, media: Mapping[str, Translated], caption: str = "") -> Iterator[Media]:
        for kind in KINDS_OF_MEDIA:
            names = media.get(kind, {})
            if kind == "audio":  # what is spoken in a strange language says nothing, other than a picture
                names = {code: name for code, name in names.items() if code in self._understood}
            if any(name.strip() for name in names.values()):
                name = self.survey.say(names, self.talk.session.language).strip()
                yield Media(kind, self.survey.code, self.survey.version, name, caption)

    def button(self, label: str, value: str) -> Button:
        """A button of the question's widget: `value` comes back to it."""
        return self.talk.button(label, TOPIC, f"w-{value}")


def filling_of(talk: Talk, survey: Survey, run: SurveyRun) -> Filling:
    """The response at this moment, in the place's time zone."""
    # One turn looks at the same answers several times; working a long survey out takes milliseconds each.
    kept = talk.filling
    if kept and kept.survey is survey and kept.answers == run.answers and talk.filling_of == run.response:
        return kept
    zone = talk.world.zone
    now = talk.world.now.astimezone(zone)
    try:
        started = datetime.fromisoformat(run.started).astimezone(zone)
    except ValueError:
        started = now
    talk.filling = Filling(survey, dict(run.answers), Moment(now, started))
    talk.filling_of = run.response
    return talk.filling


def began(talk: Talk) -> str:
    """The time for `SurveyRun.started`."""
    return talk.world.now.astimezone(UTC).isoformat(timespec="seconds")
