"""Which property of a file says what: the name of an area, its key, its district, its city."""

from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Final

import yaml

from bot.areas.area import AreaError
from bot.areas.feature_file import Feature
from bot.areas.spelling import key
from nlu.normalise import visible

NAMES_FILE: Final = Path(__file__).with_name("property_names.yml")
MAX_TEXT: Final = 100
_OFTEN: Final = 0.9  # of all features must have a property before it is guessed

Test = Callable[[list[str]], bool]


class Properties:
    """The properties of the features of a file, by role: given by the operator, else guessed."""

    def __init__(self, features: Sequence[Feature]) -> None:
        self._features = features
        self._known = tuple(dict.fromkeys(name for feature in features for name in feature.properties))

    def name(self, given: str | None) -> str:
        """The property with the areas' names. Raises `AreaError` where none looks like it."""
        if given is not None:
            return self._given(given)
        usual = self._usual("name", lambda values: _worded(values) and _mostly_different(values))
        if usual:
            return max(usual, key=lambda name: len(set(self._values(name))))  # the first of equals
        distinct = [p for p in self._known if self._fits(p, lambda v: _worded(v) and len(set(v)) == len(v))]
        if len(distinct) != 1:
            raise AreaError(f"No property looks like the name of the areas; say which one is. {self._seen()}")
        return distinct[0]

    def key(self, given: str | None) -> str | None:
        """The property with the official keys."""
        return self._given(given) if given is not None else self._first("key", _mostly_different)

    def district(self, given: str | None, name: str) -> str | None:
        """The property with the districts; guessed, never the one with the `name`."""
        if given is not None:
            return self._given(given)
        return self._first("district", lambda values: 1 < len(set(values)) < len(values), besides=name)

    def city(self) -> str | None:
        """The property with the city, where all features agree on it."""
        return self._first("city", lambda values: len(set(values)) == 1 and _worded(values))

    def _given(self, name: str) -> str:
        if name not in self._known:
            raise AreaError(f"No feature has a property {name[:40]!r}. {self._seen()}")
        return name

    def _first(self, role: str, test: Test, besides: str | None = None) -> str | None:
        return next((name for name in self._usual(role, test) if name != besides), None)

    def _usual(self, role: str, test: Test) -> list[str]:
        """The properties that are called as is usual for a role and hold what they should, in that order."""
        usual = usual_names(role)
        ranked = sorted((usual.index(key(p)), p) for p in self._known if key(p) in usual)
        return [name for _, name in ranked if self._fits(name, test)]

    def _fits(self, name: str, test: Test) -> bool:
        values = self._values(name)
        return len(values) >= _OFTEN * len(self._features) and test(values)

    def _values(self, name: str) -> list[str]:
        return [value for feature in self._features if (value := text(feature, name))]

    def _seen(self) -> str:
        return f"There are: {', '.join(repr(name[:40]) for name in self._known[:12]) or 'none'}."


def text(feature: Feature, name: str | None) -> str:
    """A property as text on one line of at most `MAX_TEXT` characters; "" where there is none."""
    value = feature.properties.get(name) if name is not None else None
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    # Cut first: a file may hold a text of megabytes.
    return " ".join(visible(str(value)[: 4 * MAX_TEXT]).split())[:MAX_TEXT].strip()


@cache
def usual_names(role: str) -> tuple[str, ...]:
    """How properties of that role are usually called, the most telling first, as keys."""
    names = yaml.safe_load(NAMES_FILE.read_text(encoding="utf-8"))[role]
    return tuple(dict.fromkeys(key(name) for name in names))


def _worded(values: list[str]) -> bool:
    return sum(any(c.isalpha() for c in value) for value in values) > len(values) / 2


def _mostly_different(values: list[str]) -> bool:
    return len(set(values)) > len(values) / 2
