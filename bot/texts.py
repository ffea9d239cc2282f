"""The words of the bot in every language: gettext catalogues through Babel.

msgids are English. A text is never blank: language, then its fallback, then German, then the msgid.
The language is always passed in; there is no global one.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from gettext import GNUTranslations, NullTranslations
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

import yaml
from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

FSI, PDI = "\u2068", "\u2069"  # first strong isolate, pop directional isolate (Unicode UAX #9)
LRI, RLM = "\u2066", "\u200f"  # left-to-right isolate, right-to-left mark
_COMMAND = re.compile(r"(?<![\w/])/[a-z]+")
_WHOLE = rf"{LRI}\g<0>{PDI}"
STAFF_LANGUAGE = "de"
DOMAIN = "quartierstimme"


@dataclass(frozen=True)
class Language:
    """A language that residents can choose. `name` is its own name, `rtl` its direction."""

    code: str
    name: str
    rtl: bool = False
    fallback: str = ""


def _languages() -> Mapping[str, Language]:
    listed = yaml.safe_load(files("bot").joinpath("languages.yml").read_text("utf-8"))
    return {entry["code"]: Language(**entry) for entry in listed}


LANGUAGES: Mapping[str, Language] = _languages()


def language_for(client_language: str | None) -> str:
    """The language of ours for a device's language tag ("de-AT", "pt_BR", None); German where there is none."""
    tag = (client_language or "").replace("_", "-").casefold()
    parts = tag.split("-")
    while parts:
        if (code := "-".join(parts)) in LANGUAGES:
            return code
        parts.pop()
    return STAFF_LANGUAGE


def isolate(value: object) -> str:
    """`value` so that its direction cannot disturb the text around it."""
    words = str(value)
    return words if words.startswith(FSI) and words.endswith(PDI) else f"{FSI}{words}{PDI}"


def N_(msgid: str) -> str:
    """Marks a text for the catalogues where it is not looked up at once."""
    return msgid


class Texts:
    """The texts of one language: `t("Hello {name}", name=…)`. Every value is isolated."""

    def __init__(self, language: str, translations: NullTranslations) -> None:
        self.language = language
        self._translations = translations

    @cached_property
    def locale(self) -> Locale:
        return Locale.parse(self.language)

    def __call__(self, msgid: str, **values: object) -> str:
        """The text for `msgid` with `values` in its places."""
        return self._finish(self._translations.gettext(msgid) or msgid, msgid, values)

    def plural(self, singular: str, plural: str, n: int, **values: object) -> str:
        """The text in the form for `n`; `{n}` is the number in the language's writing."""
        msgid = singular if n == 1 else plural
        found = self._translations.ngettext(singular, plural, n) or msgid
        return self._finish(found, msgid, {"n": self.number(n), **values})

    def _finish(self, text: str, msgid: str, values: Mapping[str, object]) -> str:
        if self.rtl:  # else the slash of a command jumps to its other end
            text = _COMMAND.sub(_WHOLE, text)
        return _fill(text, msgid, values)

    def list(self, items: Sequence[str]) -> str:
        """ "a, b and c" in the language's habit; each item isolated."""
        return format_list([isolate(item) for item in items], locale=self.locale)

    def number(self, value: float) -> str:
        return format_decimal(value, locale=self.locale)

    def date(self, day: date) -> str:
        return format_date(day, format="long", locale=self.locale)

    def line(self, text: str) -> str:
        """A line that begins with a command, in the direction of the language."""
        return f"{RLM}{_COMMAND.sub(_WHOLE, text)}" if self.rtl else text

    @property
    def rtl(self) -> bool:
        language = LANGUAGES.get(self.language)
        return bool(language and language.rtl)


def _fill(text: str, msgid: str, values: Mapping[str, object]) -> str:
    isolated = {name: isolate(value) for name, value in values.items()}
    try:
        return text.format_map(isolated)
    except (KeyError, IndexError, ValueError):  # a broken catalogue entry must not silence the bot
        return msgid.format_map(isolated)


class Catalogues:
    """All catalogues, read once."""

    def __init__(self, translations: Mapping[str, NullTranslations]) -> None:
        self._texts = {code: Texts(code, found) for code, found in translations.items()}

    def texts(self, language: str) -> Texts:
        """The texts of `language`; German where it is not one of ours."""
        return self._texts.get(language) or self._texts[STAFF_LANGUAGE]

    def every(self, msgid: str) -> frozenset[str]:
        """`msgid` in all languages: what residents may type for it, whatever language they chose."""
        return frozenset(texts(msgid) for texts in self._texts.values())


def load_catalogues(folder: Path | None = None) -> Catalogues:
    """Reads `locales/<language>/LC_MESSAGES/quartierstimme.po` of every language; missing ones fall back."""
    root = folder or Path(__file__).parent.parent / "locales"
    own = {code: _read(root / code / "LC_MESSAGES" / f"{DOMAIN}.po") for code in LANGUAGES}
    for code, translations in own.items():
        for fallback in (LANGUAGES[code].fallback, STAFF_LANGUAGE):
            if fallback and fallback != code and code not in (STAFF_LANGUAGE, "en"):
                translations.add_fallback(own[fallback])
    return Catalogues(own)


def _read(path: Path) -> NullTranslations:
    if not path.exists():
        return NullTranslations()
    with path.open("rb") as stream:
        catalogue = read_po(stream, locale=path.parent.parent.name, domain=DOMAIN)
    compiled = BytesIO()
    write_mo(compiled, catalogue)  # fuzzy entries are left out, so that they fall back
    compiled.seek(0)
    return GNUTranslations(compiled)


def extract_yaml(
    fileobj: BinaryIO, keywords: object, comment_tags: object, options: Mapping[str, str]
) -> Iterator[tuple[int, str | None, str, list[str]]]:
    """Babel's extractor for data files: every value of the keys named by the option `keys` is a msgid.

    See https://babel.pocoo.org/en/latest/messages.html#writing-extraction-methods
    """
    wanted = options.get("keys", "text").split()

    def walk(node: Any) -> Iterator[tuple[int, str]]:
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                if key.value in wanted and isinstance(value, yaml.ScalarNode):
                    yield value.start_mark.line + 1, value.value
                else:
                    yield from walk(value)
        elif isinstance(node, yaml.SequenceNode):
            for value in node.value:
                yield from walk(value)

    root = yaml.compose(fileobj.read().decode("utf-8"), Loader=yaml.SafeLoader)
    for line, msgid in walk(root):
        yield line, None, msgid, []
