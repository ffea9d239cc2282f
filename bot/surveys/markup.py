"""The markup of survey forms as plain text: Markdown and HTML as KoboToolbox and ODK know them.

Forms come from outside, so every pattern is bounded: the time grows with the length alone.
"""

import re
from collections.abc import Callable
from html import unescape
from typing import Final

_TAGS: Final = (
    "a|abbr|b|big|blockquote|br|center|code|dd|del|div|dl|dt|em|font|h[1-6]|hr|i|img|ins|li|mark|ol|p|pre|q|s|small|"
    "span|strike|strong|sub|sup|table|tbody|td|th|thead|tr|tt|u|ul"
)
"""Names of tags; whatever else stands between < and > is the author's own, such as <Name> or an address."""


def _with_address(found: re.Match[str]) -> str:
    """A link as its words and its address; once, where they are the same."""
    words, address = found["words"].strip(), unescape(found["address"]).removeprefix("mailto:")
    return words if words in ("", address) else f"{words} ({address})"


def _heading(found: re.Match[str]) -> str:
    return found[1].rstrip(" \t").rstrip("#").rstrip(" \t")


_Replacement = str | Callable[[re.Match[str]], str]
_RULES: Final[tuple[tuple[re.Pattern[str], _Replacement], ...]] = (
    (re.compile(r"<!--.{0,2000}?-->", re.DOTALL), ""),
    (re.compile(r"(?is)<(script|style)\b[^<>]{0,1000}>.{0,2000}?</\1\s{0,10}>"), ""),  # words of programs
    (re.compile(r"!\[([^\[\]\n]{0,300})\]\([^()\s]{0,1000}\)"), r"\1"),  # pictures
    (
        re.compile(r"\[(?P<words>[^\[\]\n]{1,300})\]\(\s{0,10}(?P<address>[^)\s]{1,500})\s{0,10}\)"),
        _with_address,
    ),
    (
        re.compile(
            r"(?is)<a\s[^<>]{0,500}?\bhref\s{0,10}=\s{0,10}[\"']?(?P<address>[^\"'<>\s]{1,1000})[^<>]{0,500}>"
            r"(?P<words>[^<]{0,500})</a\s{0,10}>"
        ),
        _with_address,
    ),
    (re.compile(r"(?m)^ {0,3}#{1,6}[ \t]+(.*)$"), _heading),
    (re.compile(r"(\*\*|__)(?=\S)(.{1,1000}?)(?<=\S)\1", re.DOTALL), r"\2"),  # strong
    (re.compile(r"(?<![\w*\\])\*(?=[^\s*])([^*\n]{1,1000}?)(?<=[^\s*\\])\*(?![\w*])"), r"\1"),  # emphasis
    (re.compile(r"(?<![\w\\])_(?=[^\s_])([^_\n]{1,1000}?)(?<=[^\s_\\])_(?!\w)"), r"\1"),
    (re.compile(r"(?i)<li\b[^<>]{0,1000}>"), "• "),
    (re.compile(r"(?i)<[bh]r\b[^<>]{0,1000}>|</(?:p|div|li|tr|h[1-6])\s{0,10}>"), "\n"),
    (re.compile(rf"(?i)</?(?:{_TAGS})\b(?![\w@.:-])[^<>]{{0,1000}}>"), ""),
    (re.compile(r"\\([\\`*_{}\[\]()#+.!~-])"), r"\1"),  # a backslash that keeps a sign as it is
    (re.compile(r"(?<![ \t])[ \t]+\n"), "\n"),
    (re.compile(r"\n{3,}"), "\n\n"),
)
_SIGNS: Final = re.compile(r"[*_#<\[\\&]")
_REFERENCE: Final = re.compile(r"\$\{[^{}]{1,255}\}")
_KEPT: Final = "\ue05f"
"""Stands for the _ of a name in `${a_b}`, which marks nothing."""


def plain(text: str) -> str:
    """`text` without its markup. A link shows its address in brackets; `${name}` stays as it is."""
    if not _SIGNS.search(text):
        return text.strip()
    text = _REFERENCE.sub(lambda name: name[0].replace("_", _KEPT), text)
    for pattern, replacement in _RULES:
        text = pattern.sub(replacement, text)
    return unescape(text).replace(_KEPT, "_").strip()


def has_markup(text: str) -> bool:
    """Whether showing `text` loses some of its looks."""
    return plain(text) != text.strip()
