"""The markup of survey forms as plain text: Markdown and HTML as KoboToolbox and ODK know them."""

import re
from html import unescape
from typing import Final

_RULES: Final = (
    (re.compile(r"!\[([^\]\n]*)\]\([^)\s]*\)"), r"\1"),  # pictures
    (re.compile(r"\[([^\]\n]+)\]\(\s*([^)\s]+)\s*\)"), r"\1 (\2)"),  # links
    (re.compile(r"(?m)^\s{0,3}#{1,6}[ \t]+(.*?)[ \t]*#*$"), r"\1"),  # headings
    (re.compile(r"(\*\*|__)(?=\S)(.{1,2000}?)(?<=\S)\1", re.DOTALL), r"\2"),  # strong
    (re.compile(r"(?<![\w*\\])\*(?=[^\s*])([^*\n]{1,2000}?)(?<=[^\s*\\])\*(?![\w*])"), r"\1"),  # emphasis
    (re.compile(r"(?<![\w\\])_(?=[^\s_])([^_\n]{1,2000}?)(?<=[^\s_\\])_(?!\w)"), r"\1"),
    (re.compile(r"(?i)<br\s*/?>|</p>|</div>|</li>"), "\n"),
    (re.compile(r"</?[A-Za-z][^<>]{0,1000}>"), ""),  # other tags
    (re.compile(r"\\([\\`*_{}\[\]()#+.!~-])"), r"\1"),  # a backslash that keeps a sign as it is
    (re.compile(r"[ \t]+\n"), "\n"),
    (re.compile(r"\n{3,}"), "\n\n"),
)


def plain(text: str) -> str:
    """`text` without its markup. A link shows its address in brackets."""
    if not any(sign in text for sign in "*_#<[\\&"):
        return text.strip()
    for pattern, replacement in _RULES:
        text = pattern.sub(replacement, text)
    return unescape(text).strip()


def has_markup(text: str) -> bool:
    """Whether showing `text` loses some of its looks."""
    return plain(text) != text.strip()
