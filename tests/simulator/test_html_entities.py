"""Telegram's HTML, as the documentation and Telegram's own parser have it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.simulator.errors import ApiError
from bot.simulator.html_entities import parse_html
from bot.simulator.text_entities import formatted, found_entities
from bot.simulator.utf16 import utf16_length


def part(text: str, entity: dict[str, object]) -> str:
    """The part of a text that an entity marks."""
    raw = text.encode("utf-16-le")
    offset, length = entity["offset"], entity["length"]
    assert isinstance(offset, int)
    assert isinstance(length, int)
    return raw[2 * offset : 2 * (offset + length)].decode("utf-16-le")


@pytest.mark.parametrize(
    ("html", "text", "kind"),
    [
        ("<b>x</b>", "x", "bold"),
        ("<strong>x</strong>", "x", "bold"),
        ("<I>x</i>", "x", "italic"),
        ("<em>x</em>", "x", "italic"),
        ("<u>x</u>", "x", "underline"),
        ("<ins>x</ins>", "x", "underline"),
        ("<s>x</s>", "x", "strikethrough"),
        ("<strike>x</strike>", "x", "strikethrough"),
        ("<del>x</del>", "x", "strikethrough"),
        ('<span class="tg-spoiler">x</span>', "x", "spoiler"),
        ("<tg-spoiler>x</tg-spoiler>", "x", "spoiler"),
        ("<code>x</code>", "x", "code"),
        ("<pre>x</pre>", "x", "pre"),
        ("<blockquote>x</blockquote>", "x", "blockquote"),
        ("<blockquote expandable>x</blockquote>", "x", "expandable_blockquote"),
        ("<blockquote expandable >x</blockquote>", "x", "expandable_blockquote"),
        ('<a href="https://dortmund.de">x</a>', "x", "text_link"),
        ("<a href='tg://user?id=7'>x</a>", "x", "text_mention"),
        ('<tg-emoji emoji-id="5368324170671202286">👍</tg-emoji>', "👍", "custom_emoji"),
        ("<b>x</>", "x", "bold"),
    ],
)
def test_every_tag_becomes_its_entity(html: str, text: str, kind: str) -> None:
    plain, entities = parse_html(html)
    assert (plain, [entity["type"] for entity in entities]) == (text, [kind])
    assert part(plain, entities[0]) == text


def test_offsets_count_utf16_units() -> None:
    text, entities = formatted("👩‍👧 <b>كيف 🎉</b> <i>x</i>", "HTML")
    assert [part(text, entity) for entity in entities] == ["كيف 🎉", "x"]
    assert entities[0]["offset"] == utf16_length("👩‍👧 ") == 6


def test_links_are_written_as_telegram_keeps_them() -> None:
    _, (entity,) = parse_html('<a href="HTTPS://Dortmund.de?q=1&amp;r=&quot;">x</a>')
    assert entity["url"] == 'https://dortmund.de/?q=1&r="'


@pytest.mark.parametrize("link", ["javascript:alert(1)", "http://localhost", "http://", "x y"])
def test_a_link_that_leads_nowhere_leaves_its_text(link: str) -> None:
    assert parse_html(f'<a href="{link}">here</a>') == ("here", [])


def test_a_language_belongs_to_code_inside_pre() -> None:
    _, entities = parse_html(
        '<pre><code class="language-python">x</code></pre> <code class="language-c">y</code>'
    )
    assert entities == [
        {"type": "pre", "offset": 0, "length": 1, "language": "python"},
        {"type": "code", "offset": 2, "length": 1},
    ]


def test_nothing_is_marked_inside_code_and_empty_tags_vanish() -> None:
    _, entities = formatted("<code>a<b>b</b>/c</code><i></i>", "HTML")
    assert [entity["type"] for entity in entities] == ["code"]


def test_spaces_around_a_text_go_and_entities_with_them() -> None:
    assert formatted("\n <b> a </b> ", "HTML") == ("a", [{"type": "bold", "offset": 0, "length": 1}])


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("&lt;b&gt; &amp; &quot;", '<b> & "'),
        ("&#65;&#x1F389;", "A🎉"),
        ("&amp &nbsp; & &#0; &#xZ; &;", "& &nbsp; & &#0; &#xZ; &;"),
        ("&#99999999999;", "&#99999999999;"),
    ],
)
def test_character_references(html: str, text: str) -> None:
    assert parse_html(html) == (text, [])


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        ("é<p>x</p>", 'Unsupported start tag "p" at byte offset 2'),
        ("a <3", "Unclosed start tag at byte offset 2"),
        ("<b", "Unclosed start tag at byte offset 0"),
        ("<a href", 'Expected equal sign in declaration of an attribute of the tag "a" at byte offset 0'),
        ("<a href=", 'Unclosed start tag "a" at byte offset 0'),
        ('<a href="x', "Unclosed start tag at byte offset 0"),
        ("<a =x>", 'Empty attribute name in the tag "a" at byte offset 0'),
        ("<a href=x/y>", "Unexpected end of name token at byte offset 8"),
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("<b>x</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("<tg-emoji>x</tg-emoji>", "Invalid custom emoji identifier specified"),
    ],
)
def test_what_cannot_be_parsed_is_refused_in_telegrams_words(html: str, reason: str) -> None:
    with pytest.raises(ApiError, match=re.escape(reason)) as refusal:
        parse_html(html)
    assert refusal.value.status == 400
    assert refusal.value.description == f"Bad Request: can't parse entities: {reason}"


PIECES = st.lists(
    st.sampled_from(
        ["<b>", "</b>", "<i>", "</i>", "<a href='", "'", ">", "<", "/", "&", "&lt;", "&#128512;", "🎉", "ß", " ", "=",
         '"', "</", "<code class=", "language-x", "</code>", "<pre>", "</pre>", "<span class='tg-spoiler'>", "</span>",
         "<blockquote expandable>", "</blockquote>", "\n", "x", "/start", "https://a.de", "\0", "&#xD800;"]
    )
).map("".join)  # fmt: skip


@given(PIECES | st.text())
def test_any_text_is_parsed_or_refused(html: str) -> None:
    try:
        text, entities = formatted(html.encode(errors="replace").decode(), "HTML")
    except ApiError:
        return
    length = utf16_length(text)
    assert text == text.strip()
    for entity in entities:
        assert entity["offset"] >= 0
        assert 0 < entity["length"] <= length - entity["offset"]
        part(text, entity)


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"])))
def test_escaped_text_comes_out_as_it_was(text: str) -> None:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert parse_html(f"<b>{escaped}</b>")[0] == text


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("/start s_abc", [("bot_command", "/start")]),
        ("🎉 /hilfe@quartierstimme_bot!", [("bot_command", "/hilfe@quartierstimme_bot")]),
        ("und/oder 1/2 //", []),
        ("siehe https://dortmund.de/a?b=1, bitte", [("url", "https://dortmund.de/a?b=1")]),
        ("dortmund.de", [("url", "dortmund.de")]),
        ("@anna_b schreibt an info@dortmund.de", [("mention", "@anna_b"), ("email", "info@dortmund.de")]),
        ("#Spielplatz #ملعب #1", [("hashtag", "#Spielplatz"), ("hashtag", "#ملعب")]),
    ],
)
def test_what_telegram_finds_by_itself(text: str, found: list[tuple[str, str]]) -> None:
    assert [(entity["type"], part(text, entity)) for entity in found_entities(text)] == found
