"""The lists of choices of a form: questions with the same choices share one."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.surveys.export.other import without_other
from bot.surveys.model import CHOSEN, Choice, Question, Survey


@dataclass
class ChoiceLists:
    """Lists by their names; each is named after the first question that has it."""

    _lists: dict[str, tuple[bool, tuple[Choice, ...]]] = field(default_factory=dict)
    _of: dict[str, str] = field(default_factory=dict)

    def add(self, question: Question) -> None:
        """Gives the question the list that has its choices, or one of its own."""
        # A list with or_other is shared only with others of its kind: pyxform adds the choice "other" to the list.
        wanted = question.other, without_other(question)
        same = (name for name, choices in self._lists.items() if choices == wanted)
        name = next(same, question.name)
        self._lists.setdefault(name, wanted)
        self._of[question.name] = name

    def name_of(self, question: Question) -> str:
        """The list of a question."""
        return self._of[question.name]

    def named(self) -> Iterator[tuple[str, tuple[Choice, ...]]]:
        """All lists with their names."""
        for name, (_, choices) in self._lists.items():
            yield name, choices


def lists_of(survey: Survey) -> ChoiceLists:
    """The lists that the survey's questions need."""
    lists = ChoiceLists()
    for question in survey.every():
        if question.type in CHOSEN:
            lists.add(question)
    return lists
