"""Checks calls and answers against Telegram's documentation, where a copy in JSON is at hand."""

import json
import re
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

from bot.simulator.errors import ApiError
from bot.simulator.jsontypes import Json
from bot.simulator.parameters import Parameters

_DEPTH = 12
_SHOWN = 5
_LISTED = 12


class Spec:
    """The methods and types of the Bot API, as `bot-api-spec.json` describes them."""

    def __init__(self, document: Json) -> None:
        self._methods: dict[str, Json] = {
            name.lower(): method for name, method in document["methods"].items()
        }
        self._types: dict[str, Json] = document["types"]

    def name(self, method: str) -> str | None:
        """How the documentation spells a method; None if it knows none such."""
        found = self._methods.get(method.lower())
        return str(found["name"]) if found else None

    def call_violations(self, method: str, parameters: Parameters) -> list[str]:
        """Where the parameters of a call depart from the documentation."""
        found = self._methods.get(method.lower())
        if found is None:
            return [f"{method}: Telegram has no such method"]
        values = parameters.values | dict.fromkeys(parameters.files, _FILE)
        attached = {name for value in _texts(parameters.values) for name in _ATTACHED.findall(value)}
        values = {name: value for name, value in values.items() if name not in attached}
        return [f"{found['name']}: {text}" for text in self._fields(found, values, "", 0)]

    def answer_violations(self, method: str, answer: Any) -> list[str]:
        """Where an answer departs from the documentation: a fault of the simulator itself."""
        found = self._methods.get(method.lower())
        if found is None:
            return []
        return [
            f"{found['name']}: the answer {text}" for text in self._value(found["returns"], answer, "", 0)
        ]

    def update_violations(self, update: Json) -> list[str]:
        """Where an update departs from the documentation."""
        return [f"update: {text}" for text in self._fields(self._types["Update"], update, "", 0)]

    def _fields(self, described: Json, values: Json, path: str, depth: int) -> list[str]:
        fields = {field["name"]: field for field in described.get("fields", [])}
        wrong = [f"{path}{name} is not known to Telegram" for name in values if name not in fields]
        for name, field in fields.items():
            if name not in values:
                if field["required"]:
                    wrong.append(f"{path}{name} is missing")
            else:
                wrong += self._value(field["types"], values[name], f"{path}{name}", depth + 1)
        return wrong[:_LISTED]

    def _value(self, types: list[str], value: Any, path: str, depth: int) -> list[str]:
        if depth > _DEPTH:
            return []
        tries = [self._typed(kind, value, path, depth) for kind in types]
        best = min(tries, key=len)
        if best and len(types) > 1 and not isinstance(value, dict):
            return [f"{path} must be {' or '.join(types)}"]
        return best

    def _typed(self, kind: str, value: Any, path: str, depth: int) -> list[str]:
        if kind.startswith("Array of "):
            if not isinstance(value, list):
                return [f"{path} must be {kind}"]
            inner = kind.removeprefix("Array of ")
            items = [self._value([inner], item, f"{path}[{n}]", depth + 1) for n, item in enumerate(value)]
            return [text for texts in items for text in texts][:_SHOWN]
        if kind in _PLAIN:
            return [] if _PLAIN[kind](value) else [f"{path} must be {kind}"]
        described = self._types.get(kind)
        if described is None:
            return []
        if subtypes := described.get("subtypes"):
            return self._value(subtypes, value, path, depth)
        if not isinstance(value, dict):
            return [f"{path} must be {kind}"]
        return self._fields(described, value, f"{path}." if path else "", depth)


_FILE = object()
_ATTACHED = re.compile(r"^attach://(.+)$")


def _is_integer(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


_PLAIN: dict[str, Callable[[Any], bool]] = {
    "Integer": _is_integer,
    "Float": lambda value: _is_integer(value) or isinstance(value, float),
    "String": lambda value: isinstance(value, str),
    "Boolean": lambda value: isinstance(value, bool),
    "True": lambda value: value is True,
    "InputFile": lambda value: value is _FILE or (isinstance(value, str) and value.startswith("attach://")),
}


def _texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        value = list(value.values())
    return [text for item in value for text in _texts(item)] if isinstance(value, list) else []


@lru_cache(maxsize=4)
def read_spec(path: Path | None) -> Spec | None:
    """The specification at `path`; None if there is no such file. Raises ValueError if it is none."""
    if path is None or not path.is_file():
        return None
    try:
        return Spec(json.loads(path.read_text(encoding="utf-8")))
    except (ValueError, KeyError, TypeError, AttributeError) as reason:
        raise ValueError(f"{path} is not a description of the Bot API: {reason}") from None


def violations(spec: Spec | None, method: str, parameters: Parameters, answer: Any) -> list[str]:
    """Everything wrong with a call and its answer (an ApiError if it was refused)."""
    if spec is None:
        return []
    found = spec.call_violations(method, parameters)
    return found if isinstance(answer, ApiError) else found + spec.answer_violations(method, answer)
