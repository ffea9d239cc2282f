"""Surveys as plain data: the form in which they are stored, and in which YAML files keep them."""

from collections.abc import Mapping
from dataclasses import MISSING, Field, fields
from typing import Any, Final

from bot.surveys.model import Choice, Question, QuestionType, Survey, Translated


class DataProblem(ValueError):
    """Data that is no survey; the message says where and why."""


_TRANSLATED: Final = frozenset(
    {"title", "label", "hint", "guidance_hint", "required_message", "constraint_message"}
)
_TRUTHS: Final = frozenset({"other", "read_only", "again"})


def to_data(part: Survey | Question | Choice) -> dict[str, Any]:
    """`part` as JSON values, without what has its usual value."""
    data: dict[str, Any] = {}
    for each in fields(part):
        value = getattr(part, each.name)
        if value == _usual(each):
            continue
        if isinstance(value, tuple):
            value = [to_data(inner) for inner in value]
        elif isinstance(value, Mapping):
            value = {key: dict(own) if isinstance(own, Mapping) else own for key, own in value.items()}
        data[each.name] = value.value if isinstance(value, QuestionType) else value
    return data


def survey_from_data(data: Any) -> Survey:
    """The survey that `to_data` wrote. Raises DataProblem."""
    known = _known(data, Survey, "the survey")
    return Survey(
        **{
            **_plain(known, "the survey"),
            "code": _text(known.get("code", ""), "the survey: code"),
            "version": _version(known.get("version", 1)),
            "default_language": str(known.get("default_language", "de")),
            "questions": tuple(_question(each) for each in _list(known.get("questions", []), "questions")),
        }
    )


def _question(data: Any) -> Question:
    place = f"question {data['name']!r}" if isinstance(data, Mapping) and "name" in data else "a question"
    known = _known(data, Question, place)
    try:
        kind = QuestionType(str(known.get("type")))
    except ValueError:
        raise DataProblem(f"{place}: there is no type {known.get('type')!r}") from None
    return Question(
        **{
            **_plain(known, place),
            "name": _text(known.get("name", ""), f"{place}: name"),
            "type": kind,
            "choices": tuple(_choice(each, place) for each in _list(known.get("choices", []), place)),
            "questions": tuple(_question(each) for each in _list(known.get("questions", []), place)),
        }
    )


def _choice(data: Any, place: str) -> Choice:
    known = _known(data, Choice, f"{place}: a choice")
    return Choice(
        **{**_plain(known, place), "name": _text(known.get("name", ""), f"{place}: name of a choice")}
    )


def _plain(known: Mapping[str, Any], place: str) -> dict[str, Any]:
    """What needs no other treatment: texts, translated texts, truths, and mappings of them."""
    values: dict[str, Any] = {}
    for key, value in known.items():
        if key in ("type", "choices", "questions", "version", "default_language", "code", "name"):
            continue
        where = f"{place}: {key}"
        if key in _TRANSLATED:
            values[key] = _translated(value, where)
        elif key == "media":
            values[key] = {kind: _translated(own, where) for kind, own in _mapping(value, where).items()}
        elif key in ("filters", "parameters"):
            values[key] = {str(name): str(own) for name, own in _mapping(value, where).items()}
        elif key in _TRUTHS:
            values[key] = value is True
        else:
            values[key] = str(value)
    return values


def _known(data: Any, kind: type[Survey | Question | Choice], place: str) -> Mapping[str, Any]:
    given = _mapping(data, place)
    names = {each.name for each in fields(kind)}
    if strange := next((key for key in given if key not in names), None):
        raise DataProblem(f"{place}: there is no {strange!r} here")
    for each in fields(kind):
        needed = each.default is MISSING and each.default_factory is MISSING
        if needed and each.name not in given and each.name not in ("version", "default_language"):
            raise DataProblem(f"{place}: {each.name} is missing")
    return given


def _mapping(data: Any, place: str) -> Mapping[str, Any]:
    if not isinstance(data, Mapping):
        raise DataProblem(f"{place}: names with values are missing")
    return {str(key): value for key, value in data.items()}


def _list(data: Any, place: str) -> list[Any]:
    if not isinstance(data, list | tuple):
        raise DataProblem(f"{place}: a list is missing")
    return list(data)


def _translated(data: Any, place: str) -> Translated:
    return {code: str(words).strip() for code, words in _mapping(data, place).items()}


def _text(data: Any, place: str) -> str:
    text = str(data).strip()
    if not text or isinstance(data, Mapping | list):
        raise DataProblem(f"{place} is missing")
    return text


def _version(data: Any) -> int:
    if isinstance(data, bool) or not isinstance(data, int) or not 0 < data < 2**31:
        raise DataProblem("the survey: version must be a whole number from 1")
    return data


def _usual(field: Field[Any]) -> Any:
    if field.default_factory is not MISSING:
        return field.default_factory()
    return field.default
