"""The formulas of survey forms: `relevant`, `constraint`, `calculation`, `choice_filter` and the like.

They are XPath expressions as XLSForm writes them, parsed once (`parse`) when a form is checked and evaluated
(`evaluate`, `truth`, `number_of`, `text_of`) against the answers of one resident (`Scope`). Sources of meaning:
XPath 1.0 (https://www.w3.org/TR/1999/REC-xpath-19991116/), ODK form logic
(https://docs.getodk.org/form-operators-functions/) and its engine JavaRosa.

>>> sorted(references(parse("${age} >= 18 and selected(${languages}, 'ar')")))
['age', 'languages']
>>> parse("foo(1")
Traceback (most recent call last):
    ...
bot.surveys.expressions.problem.ExpressionProblem: At character 1: There is no function 'foo'. Write the formula without it.
"""

from bot.surveys.expressions.evaluate import evaluate, number_of, text_of, truth
from bot.surveys.expressions.functions import FUNCTIONS
from bot.surveys.expressions.parser import parse
from bot.surveys.expressions.problem import ExpressionProblem
from bot.surveys.expressions.references import references
from bot.surveys.expressions.scope import Scope
from bot.surveys.expressions.tree import Expression
from bot.surveys.expressions.values import Value

__all__ = [
    "FUNCTIONS",
    "Expression",
    "ExpressionProblem",
    "Scope",
    "Value",
    "evaluate",
    "number_of",
    "parse",
    "references",
    "text_of",
    "truth",
]
