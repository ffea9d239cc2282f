"""A digest as a message in plain text."""

from collections.abc import Sequence
from itertools import groupby

from bot.areas import Area, AreaTree
from bot.digests.figures import Line, digest_lines
from bot.digests.week import Week
from bot.privacy.disclosure import TOTAL, WITHHELD, Shown
from bot.store.figures import UNCATEGORISED
from bot.texts import Texts
from nlu.taxonomy import Taxonomy


def digest_text(shown: Shown, areas: AreaTree, taxonomy: Taxonomy, t: Texts, week: Week) -> str:
    """The requests of a week: each area with its figures and, below it, its categories."""
    heading = t(
        "📊 Requests in week {week}, {first} to {last}",
        week=week,
        first=t.date(week.first),
        last=t.date(week.last),
    )
    lines = list(digest_lines(shown, areas, taxonomy))
    if not lines:
        return "\n\n".join([heading, t("There were no requests in this week.")])
    groups = [
        (areas.get(area), list(cells))
        for (area, _), cells in groupby(lines, key=lambda line: (line.area, line.unspecified))
    ]
    blocks = [_block(area, cells, taxonomy, t) for area, cells in groups if cells[0].requests is not None]
    hidden = [area.name for area, cells in groups if area and cells[0].requests is None]
    if hidden:
        blocks.append(f"{WITHHELD} {t.list(list(dict.fromkeys(hidden)))}")
    notes = [t("In brackets: how many residents said so.")]
    if any(line.requests is None for line in lines):
        notes.append(t("{symbol}: withheld, so that nobody can be recognised.", symbol=WITHHELD))
    return "\n\n".join([heading, *blocks, "\n".join(notes)])


def _block(area: Area | None, cells: Sequence[Line], taxonomy: Taxonomy, t: Texts) -> str:
    first = cells[0]
    name = area.name if area else first.area
    title = t("{area}, no place inside it named", area=name) if first.unspecified else name
    lines = [f"{'▪️' * first.depth or '🏙'} {title}: {figures(first, t)}"]
    open_cells = [cell for cell in cells[1:] if cell.requests is not None]
    lines += [f"   {category_name(cell.category, taxonomy, t)}: {figures(cell, t)}" for cell in open_cells]
    if open_cells and len(open_cells) < len(cells) - 1:
        others = t("other categories")  # not inside the f-string, where Babel would not find it
        lines.append(f"   {others}: {WITHHELD}")
    return "\n".join(lines)


def figures(line: Line, t: Texts) -> str:
    """ "12 (8)": requests and, in brackets, residents; the symbol where they are withheld."""
    if line.requests is None or line.residents is None:
        return WITHHELD
    return f"{t.number(line.requests)} ({t.number(line.residents)})"


def category_name(category: str, taxonomy: Taxonomy, t: Texts) -> str:
    """A category's name, or the words for all, or for none."""
    if category == TOTAL:
        return t("all requests")
    if category == UNCATEGORISED:
        return t("not in any category")
    label = next((each for each in taxonomy.categories if each.id == category), None)
    return t(label.name("en")) if label else category
