"""Keeping the catalogues in `locales/` whole: `python -m bot.catalogues update|check`.

`update` reads all msgids from the code and the data files into the template and every language;
`check` fails on what is missing, fuzzy, left over or breaks a placeholder.
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from string import Formatter
from typing import Final

from babel import Locale
from babel.messages import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po, write_po

from bot.texts import DOMAIN, LANGUAGES

ROOT: Final = Path(__file__).parent.parent
LOCALES: Final = ROOT / "locales"
METHODS: Final = [
    ("bot/**.py", "python"),
    ("nlu/taxonomy.yml", "bot.texts:extract_yaml"),
    ("bot/**/help_numbers.yml", "bot.texts:extract_yaml"),
]
OPTIONS: Final = {
    "nlu/taxonomy.yml": {"keys": "en"},
    "bot/**/help_numbers.yml": {"keys": "text"},
}
KEYWORDS: Final = {**DEFAULT_KEYWORDS, "t": None, "every": None, "N_": None, "plural": (1, 2)}
BIDI: Final = "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


def template() -> Catalog:
    """Every msgid of the project."""
    catalogue = Catalog(domain=DOMAIN, project="Quartierstimme", charset="utf-8", fuzzy=False)
    for folder in ("bot", "nlu"):
        for name, _line, msgid, comments, context in extract_from_dir(
            ROOT / folder,
            [
                (pattern.removeprefix(f"{folder}/"), method)
                for pattern, method in METHODS
                if pattern.startswith(folder)
            ],
            {
                key.removeprefix(f"{folder}/"): value
                for key, value in OPTIONS.items()
                if key.startswith(folder)
            },
            KEYWORDS,
            comment_tags=("Translators:",),
            strip_comment_tags=True,
        ):
            catalogue.add(msgid, None, [(f"{folder}/{name}", 1)], auto_comments=comments, context=context)
    return catalogue


def path_of(code: str) -> Path:
    return LOCALES / code / "LC_MESSAGES" / f"{DOMAIN}.po"


def load(code: str) -> Catalog:
    """The catalogue of a language; an empty one where there is none yet."""
    if not path_of(code).exists():
        return Catalog(locale=Locale.parse(code), domain=DOMAIN, project="Quartierstimme", fuzzy=False)
    with path_of(code).open("rb") as stream:
        return read_po(stream, locale=code, domain=DOMAIN)


def update() -> None:
    """Brings the template and every language up to the code; new entries are empty, old ones go."""
    whole = template()
    LOCALES.mkdir(exist_ok=True)
    _write(LOCALES / f"{DOMAIN}.pot", whole)
    for code in LANGUAGES:
        catalogue = load(code)
        catalogue.update(whole, no_fuzzy_matching=True, update_creation_date=False)
        catalogue.obsolete.clear()
        path_of(code).parent.mkdir(parents=True, exist_ok=True)
        _write(path_of(code), catalogue)


def _write(path: Path, catalogue: Catalog) -> None:
    with path.open("wb") as stream:
        write_po(stream, catalogue, omit_header=False, sort_by_file=True, width=0, include_lineno=False)


def problems() -> Iterator[str]:
    """What is wrong with the catalogues, one sentence each."""
    whole = template()
    wanted = {_key(message) for message in whole if message.id}
    for code in LANGUAGES:
        catalogue = load(code)
        have = {_key(message): message for message in catalogue if message.id}
        for key in sorted(wanted - set(have)):
            yield f"{code}: missing: {key!r}"
        for key in sorted(set(have) - wanted):
            yield f"{code}: left over: {key!r}"
        for key in sorted(wanted & set(have)):
            yield from (f"{code}: {key!r}: {what}" for what in _faults(have[key], catalogue))


def _key(message: Message) -> str:
    return message.id[0] if isinstance(message.id, tuple | list) else str(message.id)


def _faults(message: Message, catalogue: Catalog) -> Iterator[str]:
    if message.fuzzy:
        yield "fuzzy"
    ids = list(message.id) if isinstance(message.id, tuple | list) else [message.id]
    strings: list[str | None] = (
        list(message.string) if isinstance(message.string, tuple | list) else [message.string]
    )
    if len(ids) > 1 and len(strings) != catalogue.num_plurals:
        yield f"{len(strings)} plural forms instead of {catalogue.num_plurals}"
    for string in strings:
        if not string or not string.strip():
            yield "not translated"
            continue
        allowed = [_places(each) for each in ids]
        if _places(string) not in allowed and not (len(ids) > 1 and _places(string) | {"n"} in allowed):
            yield f"other placeholders than {sorted(allowed[-1])}: {string!r}"
        if any(mark in string for mark in BIDI):
            yield "a direction mark: values are isolated by the program"
        if string != string.strip():
            yield "space at the ends"


def _places(text: str | None) -> frozenset[str]:
    try:
        return frozenset(name for _, name, _, _ in Formatter().parse(text or "") if name is not None)
    except ValueError:
        return frozenset({"(unreadable)"})


def main() -> int:
    if sys.argv[1:] == ["update"]:
        update()
        return 0
    if sys.argv[1:] == ["check"]:
        found = list(problems())
        for problem in found:
            print(problem, file=sys.stderr)
        print(f"catalogues: {len(found)} problems in {len(LANGUAGES)} languages")
        return 1 if found else 0
    print("usage: python -m bot.catalogues update|check", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
