"""Which questions a formula looks at."""

from bot.surveys.expressions.tree import Expression, QuestionName, Reference, parts


def references(expression: Expression) -> frozenset[str]:
    """The names in `${...}`, also those that `jr:choice-name` takes in quotes."""
    names = set()
    waiting = [expression]
    while waiting:
        each = waiting.pop()
        if isinstance(each, Reference | QuestionName):
            names.add(each.name)
        waiting.extend(parts(each))
    return frozenset(names)
