"""How each fact of a turn is written: one writer per fact. Erasure, the last fact, is in erasure.py."""

import json
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.conversation import facts as f
from bot.store.cipher import Cipher
from bot.store.erasure import erase
from bot.store.problems import ConsentMissing, UnknownRow
from bot.store.shelf import SurveyShelf
from bot.store.tables import (
    AnswerRow,
    ConsentRow,
    ContactRow,
    ContactState,
    DeliveryRow,
    DeliveryState,
    HumanWishRow,
    Lane,
    QuestionShownRow,
    RequestCategoryRow,
    RequestRow,
    ResidentRow,
    ResponseRow,
    SetBy,
)
from bot.surveys import Question, QuestionType, name_of
from bot.surveys.stored import ACKNOWLEDGED, NO_OTHER, YES_ANOTHER

WITHOUT_CONSENT: Final = (
    f.LanguageChosen,
    f.ConsentGiven,
    f.ConsentRefused,
    f.MessagesStopped,
    f.MessagesResumed,
    f.ErasureWanted,
)
"""Facts that may be kept of somebody who has not agreed: they say nothing of them, or are their right."""

TEXT: Final = "requests.text"
WORDS: Final = "answers.words"


@dataclass(frozen=True)
class Writing:
    """Where and for whom a turn is being written."""

    db: AsyncSession
    cipher: Cipher
    shelf: SurveyShelf
    resident: ResidentRow
    contact: ContactRow
    now: datetime
    week: str
    begun: set[str] = field(default_factory=set)
    """Responses of this very turn, of which the database holds nothing yet."""
    written: dict[tuple[str, str], AnswerRow] = field(default_factory=dict)
    shown: set[tuple[str, str]] = field(default_factory=set)


Writer = Callable[[Writing, Any], Awaitable[None]]


async def write_facts(writing: Writing, told: Iterable[f.Fact]) -> None:
    """Write a turn's facts in their order. Raises `ConsentMissing` before anything is kept without consent."""
    for fact in told:
        if writing.resident.consent != "given" and not isinstance(fact, WITHOUT_CONSENT):
            raise ConsentMissing(f"{type(fact).__name__} was told before the resident agreed.")
        await WRITERS[type(fact)](writing, fact)


async def _language(w: Writing, fact: f.LanguageChosen) -> None:
    w.resident.language = fact.language


async def _consent(w: Writing, fact: f.ConsentGiven | f.ConsentRefused) -> None:
    decision = "given" if isinstance(fact, f.ConsentGiven) else "refused"
    w.resident.consent = decision
    w.resident.consent_version = fact.version
    w.db.add(
        ConsentRow(
            resident=w.resident.id,
            decision=decision,
            version=fact.version,
            language=fact.language,
            at=w.now,
        )
    )


async def _area(w: Writing, fact: f.AreaChosen) -> None:
    w.resident.area = fact.area


async def _started(w: Writing, fact: f.ResponseStarted) -> None:
    w.db.add(
        ResponseRow(
            id=fact.response,
            resident=w.resident.id,
            survey=fact.survey,
            version=fact.version,
            language=fact.language,
            area=w.resident.area,
            week=w.week,
            started=w.now,
        )
    )
    await w.db.flush()
    w.begun.add(fact.response)


async def _response(w: Writing, response: str) -> ResponseRow:
    row = await w.db.get(ResponseRow, response)
    if row is None or row.resident != w.resident.id:
        raise UnknownRow("This response is not one of the resident's.")
    return row


async def _shown(w: Writing, fact: f.QuestionShown) -> None:
    await _response(w, fact.response)
    key = (fact.response, fact.question)
    if key in w.shown:
        return
    if fact.response in w.begun or await w.db.get(QuestionShownRow, key) is None:
        w.db.add(QuestionShownRow(response=fact.response, question=fact.question, at=w.now))
        w.shown.add(key)


async def _answer(w: Writing, fact: f.AnswerGiven) -> None:
    response = await _response(w, fact.response)
    survey = await w.shelf.get(w.db, response.survey, response.version)
    row = await _earlier_answer(w, fact.response, fact.question) or AnswerRow(
        response=fact.response, question=fact.question
    )
    question = survey.question(name_of(fact.question)) if survey else None
    if _is_countable(fact.value, _own_words(question) if question else set()):
        row.value, row.words = json.dumps(fact.value, ensure_ascii=True), None
    else:
        row.value, row.words = None, w.cipher.seal(WORDS, fact.value)
    row.language, row.by_voice, row.counts, row.at = fact.language, fact.by_voice, True, w.now
    w.db.add(row)
    w.written[fact.response, fact.question] = row


async def _earlier_answer(w: Writing, response: str, question: str) -> AnswerRow | None:
    key = (response, question)
    if key in w.written or response in w.begun:
        return w.written.get(key)
    mine = (AnswerRow.response == response) & (AnswerRow.question == question)
    return await w.db.scalar(select(AnswerRow).where(mine))


def _own_words(question: Question) -> set[str]:
    """The texts that the form itself has for an answer."""
    if question.type is QuestionType.ACKNOWLEDGE:
        return {ACKNOWLEDGED}
    if question.type is QuestionType.REPEAT:
        return {YES_ANOTHER, NO_OTHER}
    return {choice.name for choice in question.choices}


def _is_countable(value: f.AnswerValue, choices: set[str]) -> bool:
    """Whether a value may stand readable: skipped, a number, or nothing but names of choices."""
    if isinstance(value, list):
        return choices.issuperset(value)
    return value in choices if isinstance(value, str) else True


async def _set_aside(w: Writing, fact: f.AnswersSetAside) -> None:
    await _let_count(w, fact.response, fact.questions, counts=False)


async def _taken_up(w: Writing, fact: f.AnswersCount) -> None:
    await _let_count(w, fact.response, fact.questions, counts=True)


async def _let_count(w: Writing, response: str, questions: Iterable[str], *, counts: bool) -> None:
    await _response(w, response)
    await w.db.flush()
    for question in questions:
        if row := await _earlier_answer(w, response, question):
            row.counts = counts


async def _completed(w: Writing, fact: f.ResponseCompleted) -> None:
    (await _response(w, fact.response)).completed = w.now


async def _dropped(w: Writing, fact: f.ResponseDropped) -> None:
    (await _response(w, fact.response)).dropped = w.now


async def _request(w: Writing, request: str) -> RequestRow:
    row = await w.db.get(RequestRow, request)
    if row is None or row.resident != w.resident.id:
        raise UnknownRow("This request is not one of the resident's.")
    return row


async def _made(w: Writing, fact: f.RequestMade) -> None:
    w.db.add(
        RequestRow(
            id=fact.request,
            resident=w.resident.id,
            text=w.cipher.seal(TEXT, fact.text),
            language=fact.language,
            source=fact.source,
            by_voice=fact.by_voice,
            area=w.resident.area,
            week=w.week,
            at=w.now,
        )
    )
    await w.db.flush()
    await categorise(w.db, fact.request, SetBy.MODEL, fact.guesses, w.now)


async def _extended(w: Writing, fact: f.RequestExtended) -> None:
    row = await _request(w, fact.request)
    row.text = w.cipher.seal(TEXT, fact.text)
    current = RequestCategoryRow.current.is_(True)
    mine = await w.db.scalars(
        select(RequestCategoryRow.set_by).where(RequestCategoryRow.request == fact.request, current)
    )
    # What a person has said of a request weighs more than what the model reads into more words.
    if set(mine) <= {SetBy.MODEL}:
        await categorise(w.db, fact.request, SetBy.MODEL, fact.guesses, w.now)


async def _classified(w: Writing, fact: f.RequestClassified) -> None:
    await _request(w, fact.request)
    chosen = [f.CategoryGuess(category, 1.0) for category in fact.categories]
    await categorise(w.db, fact.request, SetBy.RESIDENT, chosen, w.now)


async def _withdrawn(w: Writing, fact: f.RequestWithdrawn) -> None:
    row = await _request(w, fact.request)
    row.text, row.resident, row.area, row.withdrawn = None, None, None, w.now
    await w.db.execute(delete(RequestCategoryRow).where(RequestCategoryRow.request == fact.request))


async def _human(w: Writing, fact: f.HumanWanted) -> None:
    w.db.add(HumanWishRow(resident=w.resident.id, at=w.now))


async def _stopped(w: Writing, fact: f.MessagesStopped) -> None:
    w.contact.state = ContactState.STOPPED
    await w.db.execute(
        update(DeliveryRow)
        .where(
            DeliveryRow.contact == w.contact.id,
            DeliveryRow.lane != Lane.REPLY,
            DeliveryRow.state == DeliveryState.WAITING,
        )
        .values(state=DeliveryState.DROPPED, payload=None, address=None, chat_hash=None, settled=w.now)
    )


async def _resumed(w: Writing, fact: f.MessagesResumed) -> None:
    w.contact.state = ContactState.ACTIVE


async def _erased(w: Writing, fact: f.ErasureWanted) -> None:
    await erase(w.db, w.resident, w.contact, w.now)


WRITERS: Final[dict[type[Any], Writer]] = {
    f.LanguageChosen: _language,
    f.ConsentGiven: _consent,
    f.ConsentRefused: _consent,
    f.AreaChosen: _area,
    f.ResponseStarted: _started,
    f.QuestionShown: _shown,
    f.AnswerGiven: _answer,
    f.AnswersSetAside: _set_aside,
    f.AnswersCount: _taken_up,
    f.ResponseCompleted: _completed,
    f.ResponseDropped: _dropped,
    f.RequestMade: _made,
    f.RequestExtended: _extended,
    f.RequestClassified: _classified,
    f.RequestWithdrawn: _withdrawn,
    f.HumanWanted: _human,
    f.MessagesStopped: _stopped,
    f.MessagesResumed: _resumed,
    f.ErasureWanted: _erased,
}


async def categorise(
    db: AsyncSession, request: str, set_by: SetBy, guesses: Iterable[f.CategoryGuess], now: datetime
) -> None:
    """Replace the current categories of a request; the earlier ones stay as its history."""
    await db.execute(
        update(RequestCategoryRow)
        .where(RequestCategoryRow.request == request, RequestCategoryRow.current.is_(True))
        .values(current=False)
    )
    for guess in guesses:
        db.add(
            RequestCategoryRow(
                request=request,
                category=guess.category,
                confidence=guess.confidence if set_by is SetBy.MODEL else None,
                set_by=set_by,
                current=True,
                at=now,
            )
        )
