"""What residents read: lengths that Telegram takes, formatting that it does not show, translations that are missing."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from bot.surveys.check.finding import Finding, Places, found
from bot.surveys.check.formulas import cell_of, texts_of, texts_once
from bot.surveys.check.rules import Rule
from bot.surveys.markup import has_markup, plain
from bot.surveys.model import NESTS, Question, Survey
from bot.surveys.xlsform.languages import language_name
from bot.texts import LANGUAGES

LONGEST_BUTTON: Final = 60
"""Characters that a button shows."""
LONGEST_MESSAGE: Final = 4096
"""UTF-16 units of a message (https://core.telegram.org/bots/api#sendmessage)."""
SHOWN_AROUND: Final = 200
"""What stands around a question in a message: its place, the ways on, the answer so far."""


@dataclass(frozen=True)
class Coverage:
    """How much of a survey is there in one language. `missing` names the texts: question, column, choice or ""."""

    code: str
    name: str
    texts: int
    missing: tuple[tuple[str, str, str], ...]


def check_texts(survey: Survey, places: Places) -> Iterator[Finding]:
    """Markup and lengths, text by text; lists that several questions share are looked at once."""
    for question, column, choice, text in texts_once(survey, places):
        for language, words in text.items():
            place = cell_of(places, question, column, choice, language)
            if has_markup(words):
                yield found(Rule.MARKUP, place, name=choice or question.name)
            shown = plain(words)
            if choice and len(shown) > LONGEST_BUTTON:
                yield found(Rule.BUTTON_TOO_LONG, place, name=choice, length=len(shown), most=LONGEST_BUTTON)
            if column == "label" and not choice and question.type not in NESTS:
                length = _units(shown) + _units(plain(question.hint.get(language, ""))) + SHOWN_AROUND
                if length > LONGEST_MESSAGE:
                    yield found(
                        Rule.MESSAGE_TOO_LONG, place, name=question.name, length=length, most=LONGEST_MESSAGE
                    )


def _units(text: str) -> int:
    """The length as Telegram counts it."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def coverage(survey: Survey) -> list[Coverage]:
    """For each language of the form, then each of the bot's, how many texts are there."""
    texts = [
        ("", "title", "", survey.title),
        *((q.name, column, c, text) for q, column, c, text in texts_of(survey)),
    ]
    written = [each for each in texts if any(words.strip() for words in each[3].values())]
    codes = dict.fromkeys([*survey.languages, *LANGUAGES])
    return [
        Coverage(
            code,
            language_name(code),
            len(written),
            tuple(each[:3] for each in written if not each[3].get(code, "").strip()),
        )
        for code in codes
    ]


def check_translations(survey: Survey, places: Places) -> Iterator[Finding]:
    """One finding for each language in which the form is begun, but not complete. The title is in one language
    in every XLSForm, so it alone does not count."""
    for each in coverage(survey):
        missing = [text for text in each.missing if text[1] != "title"]
        if each.code not in survey.languages or not missing:
            continue
        question, column, choice = missing[0]
        place = (
            places.choice(question, choice, column, each.code)
            if choice
            else places.question(question, column, each.code)
        )
        fallback = survey.default_language if each.code != survey.default_language else "de"
        yield found(
            Rule.TRANSLATION_MISSING,
            place,
            missing=len(missing),
            texts=each.texts - 1,
            language=each.name,
            code=each.code,
            fallback=language_name(fallback) if fallback != each.code else "another language",
        )


def files_named(survey: Survey) -> Iterator[tuple[Question, str, str, str, str]]:
    """The files that the form shows: question, choice or "", kind, language, name."""
    for question in survey.every():
        for choice, media in (("", question.media), *((each.name, each.media) for each in question.choices)):
            for kind, names in media.items():
                for language, name in names.items():
                    if name.strip():
                        yield question, choice, kind, language, name.strip()
