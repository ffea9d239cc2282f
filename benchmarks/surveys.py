"""How long importing a large form takes, and a turn in a long survey.

    python -m benchmarks.surveys

The form has about 1,000 rows, as the World Health Organization's largest have: groups, repeats, conditions,
calculations, lists of choices, two languages. The survey has 1,000 questions, each with a condition on the one before.
Seconds are those of the processor: nothing here waits, and other programs on the machine do not count.
"""

import io
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from statistics import median
from typing import Final

from xlsxwriter import Workbook  # type: ignore[import-untyped]

from bot.areas import load_areas
from bot.conversation import Session, World, advance
from bot.conversation.events import ChoicePressed, CommandGiven, Event, TextSent
from bot.conversation.host import load_host
from bot.surveys import Choice, Question, QuestionType, Survey, Surveys
from bot.surveys.files import check_file
from bot.texts import load_catalogues
from nlu.taxonomy import load_taxonomy

ROWS: Final = 1_000
QUESTIONS: Final = 1_000
IMPORT_BOUND: Final = 3.0  # seconds
TURN_BOUND: Final = 5.0  # milliseconds
TURNS: Final = 60


def main() -> None:
    """Print the figures, each with its ratio to the bound (below 1 is good)."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "large.xlsx"
        path.write_bytes(large_form())
        check_file(path)  # loads what is loaded once
        began = time.process_time()
        reading = check_file(path)
        took = time.process_time() - began
    if reading.survey is None:
        raise SystemExit(f"the form is not good: {[each for each in reading.findings if each.is_error][:3]}")
    rows = len(reading.survey.places)
    print(f"import and check, {rows} rows  {took:8.2f} s   {took / IMPORT_BOUND:6.2f} of the bound")
    for label, survey in (("choices", long_survey()), ("typed", long_survey(typed=True))):
        times = turns(survey)
        print(
            f"a turn, {QUESTIONS} questions ({label:7})  {median(times):6.2f} ms  "
            f"{median(times) / TURN_BOUND:6.2f} of the bound; worst {max(times):.2f} ms"
        )


def large_form() -> bytes:
    """A form of about ROWS rows."""
    header = (
        "type",
        "name",
        "label::Deutsch (de)",
        "label::English (en)",
        "relevant",
        "constraint",
        "calculation",
    )
    rows: list[tuple[str, ...]] = [header]
    section = 0
    while len(rows) < ROWS:
        section += 1
        s = f"s{section}"
        rows.append(("begin_group", s, f"Abschnitt {section}", f"Section {section}", "", "", ""))
        rows.append(("integer", f"{s}_age", "Wie alt?", "How old?", "", ". >= 0 and . <= 120", ""))
        for number in range(10):
            relevant = f"${{{s}_age}} > {number * 5} and ${{{s}_age}} < 110"
            name = f"{s}_q{number}"
            rows.append(
                (f"select_one list{number}", name, f"Frage {number}", f"Question {number}", relevant, "", "")
            )
            inner = f"selected(${{{name}}}, 'c2')"
            rows.append(("text", f"{name}_why", "Warum?", "Why?", inner, "string-length(.) < 500", ""))
        rows.append(("calculate", f"{s}_sum", "", "", "", "", f"if(${{{s}_age}} > 18, 1, 0) + 1"))
        rows.append(("begin_repeat", f"{s}_child", "Kind", "Child", "", "", ""))
        rows.append(("text", f"{s}_child_name", "Name", "Name", "", "", ""))
        rows.append(("end_repeat", "", "", "", "", "", ""))
        rows.append(("end_group", "", "", "", "", "", ""))
    choices = [("list_name", "name", "label::Deutsch (de)", "label::English (en)")]
    choices += [
        (f"list{each}", f"c{n}", f"Antwort {n}", f"Answer {n}") for each in range(10) for n in range(8)
    ]
    settings = [("form_id", "form_title", "default_language"), ("large", "Groß", "Deutsch (de)")]
    file = io.BytesIO()
    with Workbook(file, {"in_memory": True, "strings_to_formulas": False}) as book:
        for name, cells in (("survey", rows), ("choices", choices), ("settings", settings)):
            sheet = book.add_worksheet(name)
            for place, row in enumerate(cells):
                sheet.write_row(place, 0, row)
    return file.getvalue()


def long_survey(*, typed: bool = False) -> Survey:
    """QUESTIONS questions, each asked where the one before was answered with yes."""
    choices = (Choice("yes", {"de": "Ja"}), Choice("no", {"de": "Nein"}))
    kind = QuestionType.TEXT if typed else QuestionType.SELECT_ONE
    first = Question("q0", kind, {"de": "Frage 0"}, choices=() if typed else choices)
    later = (
        replace(
            first,
            name=f"q{n}",
            label={"de": f"Frage {n}, nach ${{q{n - 1}}}"},
            relevant=f"${{q{n - 1}}} = 'yes' or ${{q0}} = 'yes'",
            constraint=". != 'never'",
        )
        for n in range(1, QUESTIONS)
    )
    return Survey("long", 1, {"de": "Lang"}, "de", (first, *later))


def turns(survey: Survey) -> list[float]:
    """Milliseconds of single turns, half of them with most questions answered; the session is taken as it is read
    from the database."""
    ids: Iterator[int] = count(1)
    world = World(
        now=datetime(2026, 11, 22, 10, tzinfo=UTC),
        new_id=lambda: f"id-{next(ids)}",
        catalogues=load_catalogues(),
        surveys=Surveys([survey]),
        areas=load_areas(),
        taxonomy=load_taxonomy(),
        host=load_host("Dortmund", "KuDeQua", "0231 123456"),
    )
    session = Session(language="de", consent="given", area="-")
    session = advance(session, CommandGiven(name="survey"), world).session
    is_typed = survey.questions[0].type is QuestionType.TEXT
    times = []
    for number in range(2 * TURNS):
        if number == TURNS:  # much later
            run = session.runs["long"]
            for n in range(QUESTIONS - 2 * TURNS):
                run.answers[f"q{n}"] = "yes"
                run.shown.append(f"q{n}")
            run.at = f"q{QUESTIONS - 2 * TURNS}"
        event: Event = (
            TextSent(text="yes") if is_typed else ChoicePressed(data=f"survey.{session.asked}.w-c0")
        )
        began = time.process_time()
        turn = advance(session, event, world)
        times.append((time.process_time() - began) * 1000)
        if turn.session.runs["long"].at == session.runs["long"].at:
            raise SystemExit("the survey does not go on")
        session = turn.session
    return times


if __name__ == "__main__":
    main()
