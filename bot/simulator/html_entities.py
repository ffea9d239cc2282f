"""Telegram's HTML: a text with tags becomes a plain text and its entities.

The rules are those of https://core.telegram.org/bots/api#html-style. Error texts and the byte offsets in
them follow Telegram's own parser, so that a bot's tests meet here what they would meet there.
"""

import re
from dataclasses import dataclass

from bot.simulator.errors import ApiError, error
from bot.simulator.jsontypes import Json
from bot.simulator.links import BadLink, checked_link
from bot.simulator.utf16 import utf16_length

_TYPES = {
    **dict.fromkeys(("b", "strong"), "bold"),
    **dict.fromkeys(("i", "em"), "italic"),
    **dict.fromkeys(("u", "ins"), "underline"),
    **dict.fromkeys(("s", "strike", "del"), "strikethrough"),
    **dict.fromkeys(("tg-spoiler", "span"), "spoiler"),
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
}
_NAMED = {b"lt": "<", b"gt": ">", b"amp": "&", b"quot": '"'}
_REFERENCE = re.compile(rb"&(?:#x([0-9a-fA-F]*)|#([0-9]*)|([a-zA-Z]*));?")
_SPACE = b" \t\r\n\0\x0b"
_WORD = re.compile(rb"[a-zA-Z0-9.\-]*")
_USER_LINK = re.compile(r"tg://user\?id=(\d{1,18})")


@dataclass
class _Open:
    tag: str
    argument: str
    offset: int
    plain_start: int


class _Parser:
    def __init__(self, source: bytes) -> None:
        self.source = source
        self.at = 0
        self.plain: list[str] = []
        self.offset = 0
        self.open: list[_Open] = []
        self.entities: list[Json] = []

    def parse(self) -> tuple[str, list[Json]]:
        while self.at < len(self.source):
            here = self.source[self.at]
            if here == ord("<"):
                if self.source[self.at + 1 : self.at + 2] == b"/":
                    self.end_tag()
                else:
                    self.start_tag()
            elif here == ord("&") and (found := self.reference()):
                self.write(found)
            else:
                end = min(
                    (p for p in (self.source.find(c, self.at + 1) for c in (b"<", b"&")) if p > 0),
                    default=len(self.source),
                )
                self.write(self.source[self.at : end].decode())
                self.at = end
        if self.open:
            raise _fail(f'Can\'t find end tag corresponding to start tag "{self.open[-1].tag}"')
        return "".join(self.plain), self.entities

    def write(self, text: str) -> None:
        self.plain.append(text)
        self.offset += utf16_length(text)

    def reference(self) -> str | None:
        """The letter that a character reference stands for, or nothing if it is none."""
        found = _REFERENCE.match(self.source, self.at)
        if found is None:
            return None
        hexadecimal, decimal, name = found.groups()
        if name is not None:
            letter = _NAMED.get(name)
        else:
            digits, base = (hexadecimal, 16) if hexadecimal is not None else (decimal, 10)
            number = int(digits, base) if 0 < len(digits) < 9 else 0
            letter = chr(number) if 0 < number < 0x10FFFF else None
            if letter and 0xD800 <= number <= 0xDFFF:
                raise _fail(
                    "Text contains invalid Unicode characters after decoding HTML entities, "
                    "check for unmatched surrogate code units"
                )
        if letter:
            self.at = found.end()
        return letter

    def peek(self) -> int:
        """The byte here; 0 at the end of the text."""
        return self.source[self.at] if self.at < len(self.source) else 0

    def skip_spaces(self) -> None:
        while self.at < len(self.source) and self.source[self.at] in _SPACE:
            self.at += 1

    def until(self, stops: bytes) -> bytes:
        start = self.at
        while self.at < len(self.source) and self.source[self.at] not in stops:
            self.at += 1
        return self.source[start : self.at]

    def start_tag(self) -> None:
        begin = self.at
        self.at += 1
        tag = self.until(_SPACE + b">").decode().lower()
        if self.at >= len(self.source):
            raise _fail(f"Unclosed start tag at byte offset {begin}")
        if tag not in _TYPES:
            raise _fail(f'Unsupported start tag "{tag}" at byte offset {begin}')
        argument = ""
        while True:
            self.skip_spaces()
            if self.at >= len(self.source):
                raise _fail(f'Unclosed start tag "{tag}" at byte offset {begin}')
            if self.peek() == ord(">"):
                break
            name, value = self.attribute(tag, begin)
            argument = _argument(tag, name, value) or argument
        self.at += 1
        if tag == "span" and argument != "spoiler":
            raise _fail(f'Tag "span" must have class "tg-spoiler" at byte offset {begin}')
        self.open.append(_Open(tag, argument, self.offset, len(self.plain)))

    def attribute(self, tag: str, begin: int) -> tuple[str, str]:
        name = self.until(_SPACE + b"=>").decode()
        if not name:
            raise _fail(f'Empty attribute name in the tag "{tag}" at byte offset {begin}')
        self.skip_spaces()
        if self.peek() != ord("="):
            if tag == "blockquote" and name == "expandable":
                return name, name
            raise _fail(
                f'Expected equal sign in declaration of an attribute of the tag "{tag}" at byte offset {begin}'
            )
        self.at += 1
        self.skip_spaces()
        if self.at >= len(self.source):
            raise _fail(f'Unclosed start tag "{tag}" at byte offset {begin}')
        quote = self.peek()
        if quote not in b"'\"":
            start = self.at
            word = _WORD.match(self.source, self.at)
            self.at = word.end() if word else self.at
            if self.at < len(self.source) and self.peek() not in _SPACE + b">":
                raise _fail(f"Unexpected end of name token at byte offset {start}")
            return name, self.source[start : self.at].decode().lower()
        self.at += 1
        value: list[str] = []
        while self.at < len(self.source) and self.peek() != quote:
            if self.peek() == ord("&") and (letter := self.reference()):
                value.append(letter)
            else:
                start = self.at
                self.at += 1
                self.until(bytes([quote]) + b"&")
                value.append(self.source[start : self.at].decode())
        if self.at >= len(self.source):
            raise _fail(f"Unclosed start tag at byte offset {begin}")
        self.at += 1
        return name, "".join(value)

    def end_tag(self) -> None:
        begin = self.at
        if not self.open:
            raise _fail(f"Unexpected end tag at byte offset {begin}")
        self.at += 2
        tag = self.until(_SPACE + b">").decode().lower()
        self.skip_spaces()
        if self.peek() != ord(">"):
            raise _fail(f"Unclosed end tag at byte offset {begin}")
        self.at += 1
        opened = self.open.pop()
        if tag and tag != opened.tag:
            raise _fail(
                f'Unmatched end tag at byte offset {begin}, expected "</{opened.tag}>", found "</{tag}>"'
            )
        if self.offset > opened.offset:
            self.close(opened)

    def close(self, opened: _Open) -> None:
        entity: Json = {
            "type": _TYPES[opened.tag],
            "offset": opened.offset,
            "length": self.offset - opened.offset,
        }
        match opened.tag:
            case "a":
                link = opened.argument or "".join(self.plain[opened.plain_start :])
                if found := _USER_LINK.fullmatch(link):
                    entity |= {"type": "text_mention", "user": {"id": int(found[1])}}
                else:
                    try:
                        entity["url"] = checked_link(link)
                    except BadLink:
                        return  # Telegram keeps the text and drops the link
            case "tg-emoji":
                if not (opened.argument.isascii() and opened.argument.isdigit() and int(opened.argument)):
                    raise _fail("Invalid custom emoji identifier specified")
                entity["custom_emoji_id"] = opened.argument
            case "blockquote" if opened.argument:
                entity["type"] = "expandable_blockquote"
            case "code":
                entity["language"] = opened.argument
            case "pre":
                inner = self.entities[-1] if self.entities else {}
                if inner.get("type") == "code" and {**inner, "type": "pre"} == entity | {
                    "language": inner["language"]
                }:
                    self.entities.pop()
                    entity["language"] = inner["language"]
        self.entities.append(entity)


def _argument(tag: str, name: str, value: str) -> str:
    match tag, name:
        case ("a", "href") | ("tg-emoji", "emoji-id") | ("blockquote", "expandable"):
            return value
        case ("code", "class") if value.startswith("language-"):
            return value.removeprefix("language-")
        case ("span", "class") if value.startswith("tg-"):
            return value.removeprefix("tg-")
    return ""


def _fail(reason: str) -> ApiError:
    # Telegram lowers the first letter only of a whole description, and "can't parse entities: " comes before.
    return error("entities", reason=reason)


def parse_html(source: str) -> tuple[str, list[Json]]:
    """The plain text and the entities (offsets in UTF-16 code units) of an HTML text. Raises ApiError."""
    text, entities = _Parser(source.encode()).parse()
    for entity in entities:
        # A language belongs to <pre><code class="language-...">; alone on <code> or empty it is dropped.
        if "language" in entity and (entity["type"] == "code" or not entity["language"]):
            del entity["language"]
    return text, entities
