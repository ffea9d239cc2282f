"""Who asks: the municipality, and whom residents can call."""

from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

import yaml


@dataclass(frozen=True)
class HelpNumber:
    """A telephone number for people in need; `text` is a msgid, or the city's own words."""

    number: str
    text: str


@dataclass(frozen=True)
class Host:
    """The municipality and its people that answer for the bot."""

    city: str
    organisation: str
    contact: str  # how a person is reached: telephone, e-mail, address; shown as it is
    emergency_numbers: tuple[HelpNumber, ...]
    help_numbers: tuple[HelpNumber, ...]


DORTMUND: Final = Path(str(files("bot.areas").joinpath("dortmund/help_numbers.yml")))


def load_host(city: str, organisation: str, contact: str, own_numbers: Path | None = DORTMUND) -> Host:
    """The host with the nationwide numbers; the city's own come before the other help numbers.

    Raises ValueError with one sentence where the city's file cannot be used.
    """
    shipped = yaml.safe_load(files("bot.conversation").joinpath("help_numbers.yml").read_text("utf-8"))
    own_help: tuple[HelpNumber, ...] = ()
    if own_numbers:
        try:
            own: Any = yaml.safe_load(own_numbers.read_text("utf-8")) or {}
            own_help = _numbers(own.get("help", []))
        except (OSError, yaml.YAMLError, UnicodeDecodeError, AttributeError, KeyError, TypeError):
            raise ValueError(
                f"the file {own_numbers} must be YAML with a list 'help' of entries with number and text"
            ) from None
    return Host(
        city=city,
        organisation=organisation,
        contact=contact,
        emergency_numbers=_numbers(shipped["emergency"]),
        help_numbers=own_help + _numbers(shipped["help"]),
    )


def _numbers(entries: list[dict[str, str]]) -> tuple[HelpNumber, ...]:
    return tuple(HelpNumber(str(entry["number"]), str(entry["text"])) for entry in entries)
