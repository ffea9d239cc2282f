"""Random surveys: all types, formulas, languages, media, filters, `or_other`, nested groups and repeats.

Formulas look back at rows before their own. Only what XLSForm can say is made, so that every survey can be
written as a workbook and read by pyxform."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from typing import Final

from hypothesis import strategies as st

from bot.surveys import Choice, Question, QuestionType, Survey, Translated
from bot.surveys.model import CHOSEN, NESTS, OTHER, SILENT, YES
from tests.surveys.formulas import Known, calculations, conditions, constraints, counts, filters

EVERY_TYPE: Final = frozenset(QuestionType)
OFTEN: Final = (
    QuestionType.SELECT_ONE,
    QuestionType.SELECT_MULTIPLE,
    QuestionType.INTEGER,
    QuestionType.TEXT,
    *NESTS,
) * 2
"""Types that the others depend on."""
LANGUAGES: Final = ("de", "tr", "ar", "en")
WORDS: Final = (
    "Wie alt sind Sie?",
    "Straße & Hausnummer <1>",
    "كم عدد الأطفال؟",
    "Kaç yaşındasınız?",
    "=1+1",
    "@SUM(A1)",
    "1-2",
    "007",
    "3.50",
    "TRUE",
    "http://example.org",
    "**wichtig**, _sehr_",
    'Ein "Wort"',
    "Erste Zeile\nZweite Zeile",
    "🧸 Spielen",
    "None",
    "_x0041_",
    "a|b",
    "„Ja“ – l’aide ?",
    "zwei  Leerzeichen",
    "label::de",
    "yes",
)
NAMES: Final = ("q", "größe", "a.b", "x-y", "Frage_", "ev_hali")
CHOICE_NAMES: Final = ("a", "b", "ja", "nein", "1", "02", "räder", "c-d")
CITIES: Final = ("do", "bo")
TEXTS: Final = ("ja", "nein", "abc", "12", "-3", "2.5")


@dataclass
class Builder:
    """A survey that is being made; `known` are the rows so far that a formula can look at."""

    draw: Callable[..., object]
    types: tuple[QuestionType, ...]
    languages: tuple[str, ...]
    plain: bool
    most: int
    known: list[Known]
    lists: list[tuple[Choice, ...]]

    def chance(self, percent: int) -> bool:
        return bool(self.draw(st.integers(0, 99).map(lambda number: number < percent)))

    def number(self, low: int, high: int) -> int:
        return int(str(self.draw(st.integers(low, high))))

    def text(self) -> dict[str, str]:
        """A text in the first language, and in some of the others."""
        codes = [code for code in self.languages[1:] if self.chance(60)]
        return {code: str(self.draw(st.sampled_from(WORDS))) for code in (self.languages[0], *codes)}

    def sometimes(self, percent: int) -> Translated:
        return self.text() if self.chance(percent) else {}

    def media(self) -> dict[str, dict[str, str]]:
        if not self.chance(15):
            return {}
        kind = str(self.draw(st.sampled_from(["image", "audio", "video"])))
        return {kind: {self.languages[0]: f"{kind}.bin"}}

    def name(self) -> str:
        return f"{self.draw(st.sampled_from(NAMES))}{len(self.known) + 1}"

    def rows(self, repeats: tuple[str, ...], depth: int) -> tuple[Question, ...]:
        found: list[Question] = []
        for _ in range(self.number(3, 8) if depth == 0 else self.number(1, 3)):
            if len(self.known) >= self.most and found:
                break
            found += self.row(repeats, depth)
        return tuple(found)

    def row(self, repeats: tuple[str, ...], depth: int) -> list[Question]:
        types = [each for each in self.types if depth < 3 or each not in NESTS]
        kind = QuestionType(str(self.draw(st.sampled_from(types))))
        name = self.name()
        relevant = str(self.draw(conditions(self.known, repeats))) if self.known and self.chance(60) else ""
        if kind in NESTS:
            return [self.nest(kind, name, relevant, repeats, depth)]
        question = self.silent(kind, name, repeats) if kind in SILENT else self.asked(kind, name, repeats)
        self.known.append(Known(question, repeats))
        made = [replace(question, relevant=relevant)]
        if question.other:
            words = f"selected(${{{name}}}, '{OTHER}')"
            made.append(Question(f"{name}_{OTHER}", QuestionType.TEXT, relevant=words))
        return made

    def nest(
        self, kind: QuestionType, name: str, relevant: str, repeats: tuple[str, ...], depth: int
    ) -> Question:
        nest = Question(name, kind, label=self.sometimes(70), relevant=relevant)
        if kind is QuestionType.GROUP:
            self.known.append(Known(nest, repeats))
            appearance = "field-list" if self.chance(20) else ""
            return replace(nest, questions=self.rows(repeats, depth + 1), appearance=appearance)
        counted = str(self.draw(counts(self.known, repeats))) if self.chance(50) else ""
        self.known.append(Known(nest, repeats))
        return replace(nest, questions=self.rows((*repeats, name), depth + 1), repeat_count=counted)

    def silent(self, kind: QuestionType, name: str, repeats: tuple[str, ...]) -> Question:
        question = Question(name, kind)
        if kind is QuestionType.CALCULATE or (kind is QuestionType.HIDDEN and self.chance(50)):
            formula = str(self.draw(calculations(self.known, repeats, plain=self.plain)))
            return replace(question, calculation=formula)
        if kind is QuestionType.HIDDEN:
            return replace(question, default=str(self.draw(st.sampled_from(TEXTS))))
        return question

    def asked(self, kind: QuestionType, name: str, repeats: tuple[str, ...]) -> Question:
        question = Question(
            name,
            kind,
            label=self.text(),
            hint=self.sometimes(20),
            guidance_hint=self.sometimes(10),
            media=self.media(),
        )
        if kind is QuestionType.NOTE:
            return question
        required = str(self.draw(st.sampled_from(["", "", YES])))
        if self.known and self.chance(10):
            required = str(self.draw(conditions(self.known, repeats)))
        question = replace(question, required=required, required_message=self.sometimes(10))
        if kind in CHOSEN:
            return self.chosen(question, repeats)
        if kind is QuestionType.RANGE:
            return replace(question, parameters=self.range())
        if kind is QuestionType.TEXT and self.chance(15):
            formula = str(self.draw(calculations(self.known, repeats, plain=self.plain)))
            return replace(question, required="", read_only=True, calculation=formula)
        return self.free(question, repeats)

    def free(self, question: Question, repeats: tuple[str, ...]) -> Question:
        """With a constraint, a default, an appearance or parameters, as its type may have them."""
        if question.type in (QuestionType.TEXT, QuestionType.INTEGER, QuestionType.DECIMAL):
            if self.chance(40):
                constraint = str(self.draw(constraints(question.type, self.known, repeats)))
                message = self.sometimes(50)
                question = replace(question, constraint=constraint, constraint_message=message)
            if self.chance(15):
                question = replace(question, default="7")
        if question.type is QuestionType.TEXT and self.chance(20):
            question = replace(question, appearance="multiline")
        if question.type is QuestionType.TEXT and not self.plain and self.chance(20):
            question = replace(question, parameters={"understand": "yes"})
        return question

    def chosen(self, question: Question, repeats: tuple[str, ...]) -> Question:
        choices = self.choices()
        question = replace(question, choices=choices)
        if question.type is not QuestionType.RANK and self.chance(25):
            return replace(question, choices=(*choices, Choice(OTHER, {})), other=True)
        if self.chance(25):
            question = replace(question, choice_filter=str(self.draw(filters(self.known, repeats, CITIES))))
        if question.type is QuestionType.SELECT_MULTIPLE and self.chance(30):
            constraint = str(self.draw(constraints(question.type, self.known, repeats)))
            question = replace(question, constraint=constraint)
        appearances = ["", "", "minimal"] if question.type is not QuestionType.RANK else [""]
        return replace(question, appearance=str(self.draw(st.sampled_from(appearances))))

    def choices(self) -> tuple[Choice, ...]:
        """A list of choices, sometimes one that another question has too."""
        if self.lists and self.chance(30):
            return self.lists[self.number(0, len(self.lists) - 1)]
        names: list[str] = self.draw(  # type: ignore[assignment]
            st.lists(st.sampled_from(CHOICE_NAMES), min_size=2, max_size=5, unique=True)
        )
        found = tuple(
            Choice(
                name,
                self.text(),
                media=self.media(),
                filters={"city": str(self.draw(st.sampled_from(CITIES)))} if self.chance(50) else {},
            )
            for name in names
        )
        self.lists.append(found)
        return found

    def range(self) -> dict[str, str]:
        start, step, count = self.number(-3, 3), self.number(1, 3), self.number(1, 8)
        every = {"start": str(start), "end": str(start + step * count), "step": str(step)}
        return every if self.chance(80) else {}


@st.composite
def surveys(
    draw: Callable[..., object],
    types: Collection[QuestionType] = EVERY_TYPE,
    *,
    plain: bool = False,
    most: int = 14,
) -> Survey:
    """A survey of up to about `most` rows of these types. `plain` leaves out what XPath 1.0 does not know:
    dates, times and the like."""
    more = draw(st.lists(st.sampled_from(LANGUAGES[1:]), unique=True))
    builder = Builder(
        draw,
        tuple(sorted([*types, *(each for each in OFTEN if each in types)])),
        (LANGUAGES[0], *more),  # type: ignore[misc]
        plain,
        most,
        [],
        [],
    )
    title = builder.text()
    questions = builder.rows((), 0)
    return Survey(
        code="umfrage-1",
        version=1,
        title=title,
        default_language="de",
        questions=questions,
        form_version=str(draw(st.sampled_from(["", "3", "2026-11"]))),
        again=builder.chance(20),
    )
