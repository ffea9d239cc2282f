"""`or_other`, which the model spells out: a choice without a label, and after the question a text for own words."""

from collections.abc import Iterator, Mapping, Sequence

from bot.surveys.export.unwritable import Unwritable
from bot.surveys.model import OTHER, Choice, Question, QuestionType, Survey


def folded(survey: Survey) -> Mapping[str, str]:
    """The questions that are written with `or_other`, with the row for own words that is left out for each.

    Raises Unwritable where a question has a choice for own words that `or_other` cannot say.
    """
    found = {}
    for rows in _levels(survey.questions):
        for place, question in enumerate(rows):
            if question.other:
                _check(question, rows[place + 1 :][:1])
                found[question.name] = f"{question.name}_{OTHER}"
    for row, text in _texts(survey):
        for name, own_words in found.items():
            if f"${{{own_words}}}" in text:
                raise Unwritable(
                    f"The row {row!r} looks at the own words of the question {name!r}; XLSForm cannot say "
                    f"that with or_other. Give {name!r} a choice and a text of your own, or export to YAML."
                )
    return found


def without_other(question: Question) -> tuple[Choice, ...]:
    """The choices that stand in the list of a question."""
    return tuple(choice for choice in question.choices if not (question.other and choice.name == OTHER))


def _check(question: Question, following: Sequence[Question]) -> None:
    own_words = Question(
        name=f"{question.name}_{OTHER}",
        type=QuestionType.TEXT,
        relevant=f"selected(${{{question.name}}}, '{OTHER}')",
    )
    as_xlsform_has_it = (
        question.type in (QuestionType.SELECT_ONE, QuestionType.SELECT_MULTIPLE)
        and question.choices[-1:] == (Choice(OTHER, {}),)
        and [choice.name for choice in question.choices].count(OTHER) == 1
        and len(question.choices) > 1
        and list(following) == [own_words]
        and not question.choice_filter
    )
    if not as_xlsform_has_it:
        raise Unwritable(
            f"The question {question.name!r} has a choice for own words that XLSForm's or_other cannot say. "
            "Give it a choice and a text of your own, or export to YAML."
        )


def _levels(rows: tuple[Question, ...]) -> Iterator[tuple[Question, ...]]:
    yield rows
    for row in rows:
        yield from _levels(row.questions)


def _texts(survey: Survey) -> Iterator[tuple[str, str]]:
    """Everything in which a question can be referred to, with the name of its row."""
    for row in survey.every():
        formulas = (row.required, row.relevant, row.constraint, row.calculation, row.default)
        translated = (row.label, row.hint, row.guidance_hint, row.required_message, row.constraint_message)
        labels = (choice.label for choice in row.choices)
        words = (each for text in (*translated, *labels) for each in text.values())
        for text in (*formulas, row.choice_filter, row.repeat_count, *words):
            yield row.name, text
