"""Everything that can be found wrong with a survey, at once."""

from bot.surveys.check.conditions import check_comparisons, check_conditions
from bot.surveys.check.drafts import check_drafts, without_marks
from bot.surveys.check.finding import Finding, Places
from bot.surveys.check.formulas import check_choices_named, check_references, read_formulas
from bot.surveys.check.loops import check_loops
from bot.surveys.check.names import check_choices, check_names, check_rows
from bot.surveys.check.rounds import check_rounds
from bot.surveys.check.texts import check_texts, check_translations
from bot.surveys.model import Survey


def check_survey(survey: Survey, places: Places | None = None) -> list[Finding]:
    """All findings, in the order of the form's rows. `places` says where they stand in the file."""
    places = places or Places()
    drafts = list(check_drafts(survey, places))
    survey = without_marks(survey)
    formulas, findings = read_formulas(survey, places)
    findings += check_rows(survey, places)
    findings += check_names(survey, places)
    findings += check_choices(survey, places)
    findings += check_references(survey, formulas, places)
    findings += check_choices_named(survey, formulas, places)
    findings += check_loops(survey, formulas, places)
    findings += check_comparisons(formulas, places)
    findings += check_conditions(survey, formulas, places)
    findings += check_rounds(survey, formulas, places)
    findings += check_texts(survey, places)
    findings += check_translations(survey, places)
    return findings + drafts


def ordered(findings: list[Finding]) -> list[Finding]:
    """Errors first, then by sheet and row; each once."""
    sheets = ("", "settings", "survey", "choices")
    return sorted(
        dict.fromkeys(findings),
        key=lambda each: (
            not each.is_error,
            sheets.index(each.sheet.casefold()) if each.sheet.casefold() in sheets else len(sheets),
            each.row or 0,
        ),
    )
