"""Drafts of missing translations: a machine proposes, a person reviews. Nothing of it runs in a chat.

`argos/` runs the models of Argos Translate, `forms/` finds what is missing in a survey and writes the drafts into a
copy of its form.
"""

from bot.translation.drafting import draft
from bot.translation.translator import Pair, TranslationProblem, Translator, route

__all__ = ["Pair", "TranslationProblem", "Translator", "draft", "route"]
