"""Real forms of others, imported as they are and answered to the end. They are not part of the project."""

from pathlib import Path

import pytest

from bot.conversation.events import ChoicePressed
from bot.conversation.facts import AnswerGiven, ResponseCompleted
from bot.surveys import QuestionType, Surveys
from bot.surveys.files import check_file
from tests.conversation.resident import Resident, buttons_of, joined, the_world

FORMS = Path(__file__).parents[3] / ".." / "shared" / "xlsforms"


@pytest.mark.parametrize("name", ["mitwirken_umfrage.xlsx", "testB.xlsx"])
@pytest.mark.parametrize("language", ["de", "ar"])
def test_a_real_form_is_answered_to_the_end(name: str, language: str) -> None:
    path = FORMS / name
    if not path.exists():
        pytest.skip(f"{'/'.join(path.parts[-3:])} is not there")
    reading = check_file(path)
    survey = reading.survey
    assert survey, [finding for finding in reading.findings if finding.is_error]
    world = the_world()
    resident = joined(language, world=type(world)(**{**vars(world), "surveys": Surveys([survey])}))
    resident.commands("/survey")
    for _ in range(300):
        if resident.knows(ResponseCompleted):
            break
        _answer(resident)
    assert resident.knows(ResponseCompleted)
    given = {fact.question for fact in resident.facts if isinstance(fact, AnswerGiven)}
    asked = {q.name for q in survey.every() if q.type is QuestionType.SELECT_MULTIPLE and not q.relevant}
    assert asked <= given


def _answer(resident: Resident) -> None:
    """Presses the first choice, done, send; writes where there is nothing to press."""
    run = resident.session.runs[resident.session.survey]
    survey = resident.world.surveys.get(run.survey, run.version)
    assert survey
    question = survey.question(run.at) if run.at else None
    prefix = f"survey.{resident.session.asked}"
    if question is None:
        resident.does(ChoicePressed(data=f"{prefix}.send"))
    elif question.type is QuestionType.INTEGER:
        resident.says("12")
    elif question.type is QuestionType.TEXT:
        resident.says("jemand@example.org")
    elif question.type is QuestionType.SELECT_MULTIPLE:
        resident.does(ChoicePressed(data=f"{prefix}.w-c0"))
        resident.does(ChoicePressed(data=f"{prefix}.done"))
    else:
        assert any(button.data == f"{prefix}.w-c0" for button in buttons_of(resident.screen[-1]))
        resident.does(ChoicePressed(data=f"{prefix}.w-c0"))
