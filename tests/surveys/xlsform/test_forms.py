"""Each fixture form: what is found in it, what pyxform says of it, and that nothing known goes without one."""

import re

import pytest
from pyxform.errors import PyXFormError  # type: ignore[import-untyped]
from pyxform.xls2xform import convert  # type: ignore[import-untyped]

from bot.surveys import Choice, Question, QuestionType
from bot.surveys.check.rules import Rule, Severity
from bot.surveys.xlsform.data import aliases, turned
from bot.surveys.xlsform.headers import CHOICES, SETTINGS, SURVEY, Kind, read_headers
from bot.surveys.xlsform.workbook import Row, Sheet
from tests.surveys.xlsform.fixtures import FORMS, Form, forms, found_in, reading_of
from tests.surveys.xlsform.hostile import HOSTILE

each_form = pytest.mark.parametrize("form", forms(), ids=lambda form: form.path.stem)
ELSEWHERE = {"formula_without_value"} | {rule for *_, rule in HOSTILE.values()}
"""Rules that no table can break: see test_files and test_hostile."""


def questions(name: str) -> dict[str, Question]:
    survey = reading_of(FORMS / f"{name}.md").survey
    assert survey
    return {question.name: question for question in survey.every()}


@each_form
def test_exactly_what_the_form_says_is_found(form: Form) -> None:
    assert sorted(found_in(form)) == sorted(form.finds)
    # A file beside the form is no part of the survey itself: only its import looks at it.
    errors = [
        rule
        for rule, *_ in form.finds
        if rule != "file_unfit" and Rule[rule.upper()].severity is Severity.ERROR
    ]
    assert (reading_of(form.path).survey is None) == bool(errors)


@each_form
def test_what_pyxform_rejects_is_rejected(form: Form) -> None:
    text = form.path.read_text("utf-8").replace("understand=yes", "")  # our own parameter
    text = text.replace("\u00a0", " ").replace("\u200b", "")  # pyxform itself keeps signs that nobody sees
    try:
        convert(text.encode(), file_type=".md")
    except (PyXFormError, TypeError):
        assert reading_of(form.path).survey is None


def test_a_rule_without_a_form_fails_here() -> None:
    shown = {rule for form in forms() for rule, *_ in form.finds} | ELSEWHERE
    assert {rule.name.lower() for rule in Rule} == shown


def test_a_type_or_spelling_without_a_form_fails_here() -> None:
    written = {
        cells[2].strip()
        for form in forms()
        for line in form.path.read_text("utf-8").splitlines()
        if len(cells := line.split("|")) > 3
    }
    known = [*turned("types"), *aliases()["counted"], *aliases()["device"]]
    known += [f"{edge} {word}" for word in turned("groups") for edge in ("begin", "end")]
    assert not set(known) - {re.sub("^(begin|end)_", r"\1 ", each) for each in written}
    selects = {*turned("selects"), *aliases()["unsupported"]}
    assert not {
        each for each in selects if not any(f"{words} ".startswith(f"{each} ") for words in written)
    } - {"loop"}
    others = {
        each for each in aliases()["or_other"] if not any(words.endswith(f" {each}") for words in written)
    }
    assert not others
    read = {
        question.type
        for form in forms()
        if (survey := reading_of(form.path).survey)
        for question in survey.every()
    }
    assert read == set(QuestionType)


@pytest.mark.parametrize("spelling", sorted(turned("types")))
def test_every_spelling_of_a_type_means_it(spelling: str) -> None:
    found = [
        question.type.value
        for form in forms()
        if form.path.stem.startswith("types_") and (survey := reading_of(form.path).survey)
        for question in survey.every()
        if re.search(
            rf"\| {re.escape(spelling)} +\| {re.escape(question.name)} ", form.path.read_text("utf-8")
        )
    ]
    assert set(found) == {turned("types")[spelling]}


@pytest.mark.parametrize(
    ("spelling", "kind"),
    [(spelling, kind) for kind in (SURVEY, CHOICES, SETTINGS) for spelling in sorted(turned(kind.columns))],
)
def test_every_spelling_of_a_column_means_it(spelling: str, kind: Kind) -> None:
    fields = turned(kind.columns)
    for header in (spelling, spelling.upper(), spelling.replace("_", " ").title()):
        columns, findings = read_headers(Sheet("x", (header,), (Row(2, ("x",)),)), kind)
        assert [column.field for column in columns] == [fields[spelling]]
        assert not findings
    if fields[spelling] in aliases()["translated"]:
        for header in (f"{spelling}::English (en)", f"{spelling} :: English(en)"):
            columns, findings = read_headers(Sheet("x", (header,), ()), kind)
            assert [(column.field, column.language) for column in columns] == [(fields[spelling], "en")]
            assert not findings


def test_what_a_form_says_is_kept() -> None:
    found = questions("columns_all")
    assert found["n"] == Question(
        name="n",
        type=QuestionType.INTEGER,
        label={"de": "Zahl"},
        hint={"de": "Tipp"},
        guidance_hint={"de": "Mehr"},
        required="true()",
        required_message={"de": "Bitte!"},
        constraint=". > 0",
        constraint_message={"de": "Zu klein"},
        default="3",
        media={"image": {"de": "n.png"}, "audio": {"de": "n.ogg"}, "video": {"de": "n.mp4"}},
    )
    assert found["s"] == Question(
        name="s",
        type=QuestionType.SELECT_ONE,
        label={"de": "Wahl"},
        required="${n} > 2",
        relevant="${n} > 1",
        choice_filter="area = 'x'",
        appearance="minimal",
        choices=(
            Choice("yes", {"de": "Ja"}, {"image": {"de": "yes.png"}}, {"area": "x"}),
            Choice("no", {"de": "Nein"}, {}, {"area": "y"}),
        ),
    )
    assert (found["r"].repeat_count, found["t"].calculation) == ("${n}", "concat('x', ${n})")


def test_older_spellings_of_columns_mean_the_same() -> None:
    found = questions("columns_bind_single_colon")
    assert (found["n"].constraint, found["n"].constraint_message) == (". > 0", {"de": "Zu klein"})
    assert (found["t"].relevant, found["t"].hint) == ("${n} > 1", {"en": "Word"})
    assert questions("columns_count")["r"].repeat_count == "${n}"


def test_own_words_are_spelled_out() -> None:
    found = questions("types_or_other")
    assert found["a1"].other
    assert [choice.name for choice in found["a1"].choices] == ["yes", "no", "other"]
    assert found["a1"].choices[-1] == Choice("other", {})
    assert found["a1_other"] == Question(
        name="a1_other", type=QuestionType.TEXT, relevant="selected(${a1}, 'other')"
    )


def test_numbers_of_old_forms_keep_their_bounds() -> None:
    found = questions("types_text_and_numbers")
    assert found["e1"].constraint == ". >= 0 and . <= 100"
    assert found["e4"].constraint == ". >= 0 and . <= 365"


def test_groups_and_repeats_nest() -> None:
    survey = reading_of(FORMS / "types_groups.md").survey
    assert survey
    assert [question.name for question in survey.questions] == ["g1", "g2", "r2", "r3", "r4"]
    assert survey.questions[0].questions[0].questions[0].name == "a"


def test_languages_are_understood_whatever_their_spelling() -> None:
    found = questions("languages")["a"]
    assert set(found.label) == {"de", "en", "tr", "pl", "uk", "rp"}


def test_columns_without_a_language_are_in_the_default_one() -> None:
    found = questions("languages_mixed")
    assert found["a"].label == {"de": "Neu"}
    assert found["a"].hint == {"de": "Tipp", "en": "Tip"}
    assert found["b"].label == {"de": "Frage"}


def test_settings_are_kept() -> None:
    survey = reading_of(FORMS / "settings_all.md").survey
    assert survey
    assert (survey.code, survey.form_version, survey.again) == ("probe", "7", True)
    assert survey.title == {"de": "Probe", "en": "Sample"}
    old = reading_of(FORMS / "settings_in_rows.md").survey
    assert old
    assert old.code == "alt-1"


def test_formulas_are_freed_of_curly_quotes_and_texts_are_not() -> None:
    found = questions("formulas_curly_quotes")
    assert found["b"].relevant == "${a} = 'x'"
    assert found["c"].calculation == 'concat("a", ${a})'
    assert found["b"].label == {"de": "„Frage“"}


def test_stray_spaces_go_from_names_and_stay_in_texts() -> None:
    found = questions("spaces")
    assert list(found) == ["a", "b"]
    assert [choice.name for choice in found["a"].choices] == ["yes", "no"]
    assert found["a"].label == {"de": "Frage\u00a0?"}


def test_a_column_without_a_language_is_german_where_no_such_column_says_that_of_itself() -> None:
    found = questions("languages_of_hints")
    assert (found["a"].label, found["a"].hint) == ({"de": "Frage"}, {"de": "Hilfe", "tr": "Yardım"})


def test_the_head_of_a_grid_is_read_and_not_asked() -> None:
    found = questions("grid")
    assert [found[name].type for name in ("head", "bus", "park")] == [
        QuestionType.NOTE,
        QuestionType.SELECT_ONE,
        QuestionType.SELECT_ONE,
    ]
    assert not found["head"].choices


def test_rows_that_are_switched_off_are_left_out() -> None:
    assert list(questions("disabled_rows")) == ["a"]


def test_the_words_of_a_finding_say_the_cure() -> None:
    def cures(name: str) -> list[str]:
        return [each.cure for each in reading_of(FORMS / f"{name}.md").findings]

    assert "Did you mean 'name'?" in cures("references")
    assert "Did you mean 'relevant'?" in cures("columns_unknown")
    assert "Did you mean 'select_one'?" in cures("type_unknown")
    assert "Did you mean 'selected'?" in cures("formulas_broken")
    assert "Did you mean 'start'?" in cures("parameters_unknown")
    broken = [each.what for each in reading_of(FORMS / "formulas_broken.md").findings]
    assert any(what.startswith("At character 8: ") for what in broken)
