"""People name places with typos, endings and in their own script."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu import Gazetteer
from tests.nlu.conftest import NAMES


@pytest.mark.parametrize(
    ("text", "mention", "areas"),
    [
        ("am Nordmarkt liegt Müll", "Nordmarkt", ("050",)),
        ("Nordmarkt'ta çöp çok", "Nordmarkt", ("050",)),
        ("nordmarktta çöp çok", "nordmarktta", ("050",)),
        ("na nordmarkcie jest brudno", "nordmarkcie", ("050",)),
        ("на Нордмаркте темно", "Нордмаркте", ("050",)),
        ("شي بنوردماركت", "بنوردماركت", ("050",)),
        ("hinter dem borsig platz", "borsig platz", ("060",)),
        ("am Borsigplats", "Borsigplats", ("060",)),
        ("in Hoerde am See", "Hoerde", ("530",)),
        ("die Hörder Burg", "Hörder", ("530",)),
        ("ich wohne in Nette", "Nette", ("930",)),
    ],
)
def test_a_place_is_found_as_people_write_it(
    gazetteer: Gazetteer, text: str, mention: str, areas: tuple[str, ...]
) -> None:
    [found] = gazetteer.find(text)
    assert (found.text, found.areas) == (mention, areas)
    assert text[found.start : found.end] == mention


@pytest.mark.parametrize(
    "text", ["evin önünde çöp var", "nette Leute hier", "markt", "", "🚲", "wir holen den Bus"]
)
def test_other_words_are_no_places(gazetteer: Gazetteer, text: str) -> None:
    assert gazetteer.find(text) == ()


def test_an_ambiguous_name_has_all_its_areas_and_the_longest_name_wins(gazetteer: Gazetteer) -> None:
    plain, east = gazetteer.find("in Scharnhorst, genauer Scharnhorst Ost")
    assert plain.areas == ("260", "270")
    assert (east.text, east.areas) == ("Scharnhorst Ost", ("270",))


def test_a_text_that_is_a_name_is_matched_as_a_whole(gazetteer: Gazetteer) -> None:
    assert gazetteer.match("hörde")[0] == ("530", 1.0)
    assert gazetteer.match("Scharnhorst") == [("260", 1.0), ("270", 1.0)]
    assert gazetteer.match("borsik")[0][0] == "060"
    assert gazetteer.match("nord")[0][0] == "050"
    assert gazetteer.match("Timbuktu") == []
    assert gazetteer.match("") == []


def test_no_names_no_places() -> None:
    assert Gazetteer({}).find("am Nordmarkt") == ()
    assert Gazetteer({}).match("Nordmarkt") == []


@given(
    st.text(st.characters(), max_size=300),
    st.sampled_from(sorted(NAMES)),
    st.text(st.characters(), max_size=300),
)
def test_every_mention_stands_where_it_says(before: str, area: str, after: str) -> None:
    text = f"{before} in {NAMES[area][0]} {after}"
    mentions = Gazetteer(NAMES).find(text)
    assert all(text[m.start : m.end] == m.text for m in mentions)
    assert area in {found for mention in mentions for found in mention.areas}
    assert all(one.end <= next_.start for one, next_ in pairwise(mentions))
