"""The lines of a digest: a protected table of counts, in the order in which staff read it."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.areas import AreaTree
from bot.privacy.disclosure import TOTAL, Shown
from bot.store.counting import own_row
from bot.store.figures import UNCATEGORISED
from nlu.taxonomy import Taxonomy


@dataclass(frozen=True)
class Line:
    """One cell: `category` is an id, TOTAL or UNCATEGORISED; figures are None where they are withheld.

    `unspecified` lines count what was said of `area` as a whole, by residents who named no place inside it.
    """

    area: str
    depth: int
    unspecified: bool
    category: str
    requests: int | None
    residents: int | None


def digest_lines(shown: Shown, areas: AreaTree, taxonomy: Taxonomy) -> Iterator[Line]:
    """All cells in which there is something or something is withheld; each area's total comes first."""
    categories = [label.id for label in taxonomy.categories] + [UNCATEGORISED]
    for row, area, depth in _rows(shown, areas):
        total = shown.get(row)
        if total is not None and total.count == 0:
            continue
        cells = [(category, shown.get(row, category)) for category in categories]
        cells.sort(key=lambda cell: -(cell[1].count if cell[1] else 0))
        for category, count in [(TOTAL, total), *cells]:
            if count is None or count.count:
                yield Line(
                    area=area,
                    depth=depth,
                    unspecified=row != area,
                    category=category,
                    requests=count.count if count else None,
                    residents=count.residents if count else None,
                )


def _rows(shown: Shown, areas: AreaTree) -> Iterator[tuple[str, str, int]]:
    """Rows with the id and depth of their area, each area before what lies inside it."""
    top = next(row for row, around in shown.rows.items() if around is None)

    def below(area_id: str, depth: int) -> Iterator[tuple[str, str, int]]:
        if area_id not in shown.rows:
            return
        yield area_id, area_id, depth
        for child in areas.children(area_id):
            yield from below(child.id, depth + 1)
        if own_row(area_id) in shown.rows:
            yield own_row(area_id), area_id, depth + 1

    yield from below(top, 0)
