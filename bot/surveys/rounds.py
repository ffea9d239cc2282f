"""The rounds of repeats: how many there may be, and which of them two places of a form have in common."""

from typing import Final

MOST_ROUNDS: Final = 50
"""Of a repeat: more is a mistake, or somebody who wants to see what happens."""
MOST_ROUNDS_WITHIN: Final = 20
"""Of a repeat in each round of another."""


def most_rounds(around: int) -> int:
    """The most rounds of a repeat with so many repeats around it."""
    return MOST_ROUNDS_WITHIN if around else MOST_ROUNDS


def shared_rounds(
    repeats: tuple[str, ...], seen_from: tuple[str, ...], rounds: tuple[int, ...]
) -> tuple[int, ...]:
    """The rounds of the repeats that both places stand in."""
    shared = 0
    for one, other in zip(repeats, seen_from, strict=False):
        if one != other or shared >= len(rounds):
            break
        shared += 1
    return rounds[:shared]
