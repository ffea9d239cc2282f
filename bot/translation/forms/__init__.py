"""What is missing in a survey, drafted, and written into a copy of its form."""

from bot.translation.forms.copy import as_form, copy_with
from bot.translation.forms.drafts import Drafted, Drafts, Why, draft_all
from bot.translation.forms.missing import Missing, languages_of, missing_texts

__all__ = [
    "Drafted",
    "Drafts",
    "Missing",
    "Why",
    "as_form",
    "copy_with",
    "draft_all",
    "languages_of",
    "missing_texts",
]
