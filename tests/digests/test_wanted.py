"""What staff ask for with "[week] [area]"."""

from datetime import date

import pytest

from bot.areas import load_areas
from bot.digests import DigestUnclear, DigestWanted, Unclear, Week, read_wanted

AREAS = load_areas()
TODAY = date(2026, 11, 22)  # a Sunday in week 47


@pytest.mark.parametrize(
    ("argument", "week", "name"),
    [
        ("", "2026-W46", None),
        ("last", "2026-W46", None),
        ("this", "2026-W47", None),
        ("2026-W45", "2026-W45", None),
        ("2026w5", "2026-W05", None),
        ("Nordmarkt", "2026-W46", "Nordmarkt"),
        ("2026-W45 Nordmarkt", "2026-W45", "Nordmarkt"),
        ("this   Eving", "2026-W47", "Eving"),
        ("scharnhorst", "2026-W46", "Scharnhorst"),
    ],
)
def test_what_is_asked_for(argument: str, week: str, name: str | None) -> None:
    wanted = read_wanted(argument, TODAY, AREAS)
    assert (str(wanted.week), wanted.area.name if wanted.area else None) == (week, name)


def test_an_area_can_be_named_by_its_id() -> None:
    for each in AREAS:
        assert read_wanted(f"this {each.id}", TODAY, AREAS).area == each


@pytest.mark.parametrize(
    ("argument", "why"),
    [
        ("2026-W54", Unclear.WEEK),
        ("2026-W00", Unclear.WEEK),
        ("0000-W01", Unclear.WEEK),
        ("Atlantis", Unclear.AREA),
        ("this " + "x" * 4000, Unclear.AREA),
    ],
)
def test_what_there_is_not_is_named(argument: str, why: Unclear) -> None:
    with pytest.raises(DigestUnclear) as unclear:
        read_wanted(argument, TODAY, AREAS)
    assert unclear.value.why is why


def test_the_last_week_of_january_is_in_the_old_year() -> None:
    assert read_wanted("", date(2027, 1, 4), AREAS) == DigestWanted(Week(2026, 53), None)
