"""The city that comes with the bot."""

import unicodedata
from collections.abc import Iterable

import pytest

from bot.areas import Area, load_areas
from bot.areas.spelling import key

CITY = load_areas()
AREAS = list(CITY)
POSTCODES = [
    "44135",
    "44137",
    "44139",
    "44141",
    "44143",
    "44145",
    "44147",
    "44149",
    "44225",
    "44227",
    "44229",
    "44263",
    "44265",
    "44267",
    "44269",
    "44287",
    "44289",
    "44309",
    "44319",
    "44328",
    "44329",
    "44339",
    "44357",
    "44359",
    "44369",
    "44379",
    "44388",
]
NORDWAERTS = {"eving", "huckarde", "innenstadt-nord", "luetgendortmund", "mengede", "scharnhorst"}


def test_it_has_twelve_districts_and_the_first_six_are_those_of_nordwaerts() -> None:
    districts = CITY.children()
    assert len(districts) == 12
    assert {area.id for area in districts[:6]} == NORDWAERTS
    assert districts[6].id == "innenstadt-west"
    assert all(area.kind == "district" and CITY.children(area.id) for area in districts)


def test_every_quarter_has_a_point_a_size_a_key_and_a_postcode() -> None:
    for area in CITY.quarters_of("dortmund"):
        assert area.lat, area.id
        assert area.lon, area.id
        assert area.km2, area.id
        assert len(area.number) == 3, area.id
        assert area.postcodes, area.id


@pytest.mark.parametrize("postcode", POSTCODES)
def test_every_postcode_leads_somewhere(postcode: str) -> None:
    found = CITY.find(postcode)
    assert found
    assert all(postcode in area.postcodes for area in found)


def test_there_are_no_other_postcodes() -> None:
    assert {code for area in AREAS for code in area.postcodes} == set(POSTCODES)


@pytest.mark.parametrize("area", AREAS, ids=lambda area: area.id)
def test_every_area_has_an_arabic_a_persian_and_a_cyrillic_name(area: Area) -> None:
    assert any(_script(alias) == {"ARABIC"} and not set(alias) & set("پچژگکی") for alias in area.aliases)
    assert any(_script(alias) == {"ARABIC"} and not set(alias) & set("كيةى") for alias in area.aliases)
    assert any(_script(alias) == {"CYRILLIC"} for alias in area.aliases)


def test_no_name_mixes_alphabets() -> None:
    assert [a for area in AREAS for a in area.aliases if len(_script(a)) != 1] == []


@pytest.mark.parametrize("area", AREAS[1:], ids=lambda area: area.id)
def test_every_name_and_alias_leads_to_its_area(area: Area) -> None:
    for name in (area.name, *area.aliases):
        # A quarter that is called like its district is reached through the district.
        assert _near(area) & {found.id for found in CITY.find(name)}, name


def _near(area: Area) -> set[str]:
    parent = CITY.get(area.parent or "")
    return {area.id, parent.id} if parent and key(parent.name) == key(area.name) else {area.id}


def _script(text: str) -> set[str]:
    return set(_scripts(text))


def _scripts(text: str) -> Iterable[str]:
    return (unicodedata.name(c).split()[0] for c in text if c.isalpha())
