"""Which labels are taken for which: counts, and a picture of them."""

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

Confusion = Counter[tuple[str, str]]
"""How many messages with the first label were read as the second."""

FORMATS: Final = (".png", ".svg")
CELL: Final = 20  # pixels


def confusion_of(pairs: Iterable[tuple[str, str]]) -> Confusion:
    """Counts of (right label, label read)."""
    return Counter(pairs)


def worst(confusion: Confusion, count: int = 10) -> list[tuple[str, str, int]]:
    """The commonest mistakes: right label, label read, how many."""
    wrong = [(right, read, n) for (right, read), n in confusion.items() if right != read]
    return sorted(wrong, key=lambda each: (-each[2], each))[:count]


def draw(confusion: Confusion, labels: Sequence[str], path: Path) -> None:
    """Write the matrix as a picture (.png or .svg): rows are right, columns are read, shade is the row's share.

    ValueError for another ending; OSError where the file cannot be written.
    """
    if path.suffix.casefold() not in FORMATS:
        raise ValueError(f"{path.name}: the picture must end in {' or '.join(FORMATS)}")
    import altair  # slow to load, and only this needs it

    known = [label for label in labels if any(label in pair for pair in confusion)]
    totals = Counter[str]()
    for (right, _), n in confusion.items():
        totals[right] += n
    cells = [
        {"right": right, "read": read, "messages": n, "share": n / totals[right]}
        for (right, read), n in sorted(confusion.items())
    ]
    base = altair.Chart(altair.InlineData(values=cells)).encode(
        x=altair.X("read:N", sort=known, title="read as", scale=altair.Scale(domain=known)),
        y=altair.Y("right:N", sort=known, title="right", scale=altair.Scale(domain=known)),
    )
    shades = base.mark_rect().encode(
        color=altair.Color("share:Q", scale=altair.Scale(scheme="blues", domain=[0, 1]), title="share")
    )
    numbers = base.mark_text(fontSize=9).encode(
        text="messages:Q",
        color=altair.condition("datum.share > 0.5", altair.value("white"), altair.value("black")),
    )
    chart = (shades + numbers).properties(width=CELL * len(known), height=CELL * len(known))
    chart.save(str(path), scale_factor=2)
