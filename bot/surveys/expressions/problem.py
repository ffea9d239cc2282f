"""What is wrong with a formula, in plain English."""


class ExpressionProblem(ValueError):
    """A formula that cannot be used. The message says where, what is wrong and what to write instead."""

    def __init__(self, column: int, sentence: str) -> None:
        super().__init__(f"At character {column}: {sentence}")
        self.column = column
        """The place in the formula, counted from 1."""
        self.sentence = sentence
        """The message without the place."""
