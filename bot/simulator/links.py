"""Which links Telegram accepts in texts and on buttons."""

import re

_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*)://", re.IGNORECASE)
_HOST = re.compile(
    r"(?:[^/?#@]*@)?(\[[0-9a-f:.]+\]|[^/?#:@\s]*)(?::(\d*))?([/?#].*)?", re.IGNORECASE | re.DOTALL
)


class BadLink(ValueError):
    """Why a link is refused, in Telegram's words."""


def checked_link(link: str) -> str:
    """The link as Telegram keeps it: with a scheme and a path. Raises BadLink."""
    link = link.strip()
    scheme = "http"
    if found := _SCHEME.match(link):
        scheme, link = found[1].lower(), link[found.end() :]
    if scheme in ("tg", "ton"):
        return f"{scheme}://{link}"
    if scheme not in ("http", "https"):
        raise BadLink("Unsupported URL protocol")
    parts = _HOST.fullmatch(link)
    if parts is None or any(letter.isspace() for letter in link):
        raise BadLink("Wrong HTTP URL")
    host, port, rest = parts[1], parts[2], parts[3] or "/"
    if not host:
        raise BadLink("URL host is empty")
    if port is not None and not (port.isdigit() and 0 < int(port[:6]) < 65536):
        raise BadLink("Wrong port number specified in the URL")
    if "." not in host.strip(".") and not host.startswith("["):
        raise BadLink("Wrong HTTP URL")
    return (
        f"{scheme}://{host.lower()}{f':{port}' if port else ''}{rest if rest.startswith('/') else '/' + rest}"
    )
