"""How answers are kept: under a path, and as the form's XML instance would write them."""

from functools import lru_cache
from typing import Final

Answer = str | int | float | list[str] | None
"""What was answered; None where the question was skipped."""

YES_ANOTHER: Final = "yes"
"""The answer that begins a further round of a repeat."""
NO_OTHER: Final = "no"
"""The answer that ends a repeat."""
ACKNOWLEDGED: Final = "OK"
"""What XLSForm stores for an acknowledged note (https://docs.getodk.org/form-question-types/)."""


def path_of(name: str, rounds: tuple[int, ...] = ()) -> str:
    """The path of a question in these rounds of the repeats around it: `age[2]`."""
    return name + _in_rounds(rounds) if rounds else name


@lru_cache(maxsize=8192)  # one turn asks for the same rounds many times
def _in_rounds(rounds: tuple[int, ...]) -> str:
    return "".join(f"[{number}]" for number in rounds)


def name_of(path: str) -> str:
    """The name of the question to which a path leads."""
    return path.partition("[")[0]


def as_stored(answer: Answer) -> str:
    """An answer as the form's XML instance would have it."""
    if answer is None:
        return ""
    if isinstance(answer, list):
        return " ".join(answer)
    if isinstance(answer, float):
        return f"{answer:.10f}".rstrip("0").rstrip(".")
    return str(answer)
