"""Labels with the markup of KoboToolbox and ODK, as plain text; none keeps the bot busy."""

import time

import pytest

from bot.surveys.markup import plain


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("**Wichtig:** _Haben_ Sie <b>Fragen</b>?", "Wichtig: Haben Sie Fragen?"),
        ('<span style="color:red">Rot</span> und <font color="red">rot</font>', "Rot und rot"),
        ("# Eins\n\n## Zwei ##\n\n* Punkt", "Eins\n\nZwei\n\n* Punkt"),
        ("<p>Eins</p><p>Zwei</p><br/>Drei", "Eins\nZwei\n\nDrei"),
        ("<ul><li>Eins</li><li>Zwei</li></ul>", "• Eins\n• Zwei"),
        ("[hier](https://example.org/a_b_c?x=1&y=2)", "hier (https://example.org/a_b_c?x=1&y=2)"),
        (
            '<a href="https://example.org/a?x=1&amp;y=2" target="_blank">hier</a>',
            "hier (https://example.org/a?x=1&y=2)",
        ),
        ("[https://example.org](https://example.org)", "https://example.org"),
        ("[anna@example.org](mailto:anna@example.org)", "anna@example.org"),
        ("Nein &amp; nie, 3 &lt; 5", "Nein & nie, 3 < 5"),
        ("Gut<!-- nachfragen --><script>alert(1)</script><style>p {}</style>", "Gut"),
        ("*Eins*  \nZwei", "Eins\nZwei"),
        (r"2 \* 3 \_ 4", "2 * 3 _ 4"),
    ],
)
def test_the_markup_goes_and_the_words_stay(written: str, read: str) -> None:
    assert plain(written) == read


@pytest.mark.parametrize(
    "words",
    [
        "Ihre Adresse (<anna@example.org>)",
        "<Ihr Name> und <url>",
        "<https://example.org>",
        "3 < 5, 5 > 3 und 5*3*2",
        "snake_case_name",
        "1. Eins\n2. Zwei",
        "Wie heißt ${_the_child_}? Und ${__version__}?",
    ],
)
def test_what_is_no_markup_stays(words: str) -> None:
    assert plain(words) == words


@pytest.mark.parametrize(
    "part",
    ["*", "* a", "**a", "**a ", "_a", "__a", "[", "[a](", "![a](b", "![[", "<", "<a ", "<b", "<!--", "#", "\n# ", "# #",
     "&amp;", "\\*", "*a*", "\n \n", " ", "<a href=x>", "<script>", "${", "${_"],
)  # fmt: skip
def test_hostile_labels_take_no_time(part: str) -> None:
    label = f"*{part * (32_000 // len(part))}x"
    before = time.process_time()
    plain(label)
    assert time.process_time() - before < 1
