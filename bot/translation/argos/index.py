"""The index of packages that Argos offers, and fetching them. Nothing is fetched without being asked for.

Format: https://github.com/argosopentech/argospm-index/blob/main/index.json
"""

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator, Set
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import httpx

from bot.translation.argos.limits import limits
from bot.translation.argos.package import metadata_from
from bot.translation.translator import Pair, TranslationProblem, route

Progress = Callable[[int, int], None]
"""Is told the bytes so far and of all; all is 0 where nobody knows."""
LOOPBACK: Final = frozenset({"127.0.0.1", "::1", "localhost"})


@dataclass(frozen=True)
class Offer:
    """A package that can be fetched: from any of `links`. `sha256` is "" where the index gives none."""

    pair: Pair
    version: str
    links: tuple[str, ...]
    sha256: str = ""


def is_safe(url: str, asked_by: str = "") -> bool:
    """Whether packages may come from this address: by https, or from this very machine where its operator says so
    and not somebody else's index or server, `asked_by`."""
    try:
        parsed = httpx.URL(url)
    except httpx.InvalidURL:
        return False
    here = parsed.scheme == "http" and parsed.host in LOOPBACK and (not asked_by or _is_here(asked_by))
    return bool(parsed.host) and (parsed.scheme == "https" or here)


def _is_here(url: str) -> bool:
    return httpx.URL(url).host in LOOPBACK


def fetch_index(url: str) -> list[Offer]:
    """The newest package for each pair. Raises TranslationProblem."""
    most = limits()["index_bytes"]
    content = b""
    with _fetching(url, "The index of translation models") as response:
        for chunk in response.iter_bytes():
            content += chunk
            if len(content) > most:
                raise TranslationProblem(
                    f"The index of translation models at {url} has more than {most} bytes."
                )
    try:
        entries = json.loads(content)
    except (ValueError, RecursionError):
        entries = None
    if not isinstance(entries, list) or len(entries) > limits()["offers"]:
        raise TranslationProblem(f"What is at {url} is no index of translation models.")
    newest: dict[Pair, Offer] = {}
    for offer in _offers(entries, url):
        known = newest.get(offer.pair)
        if known is None or _number(offer.version) > _number(known.version):
            newest[offer.pair] = offer
    return list(newest.values())


def wanted(offers: Iterable[Offer], source: str, target: str, there: Set[Pair]) -> list[Offer]:
    """The packages that are still to be fetched to translate from `source` to `target`. Raises TranslationProblem
    where the index does not have them."""
    by_pair = {each.pair: each for each in offers}
    way = route(there | by_pair.keys(), source, target)
    if not way:
        raise TranslationProblem(f"The index has no models that lead from {source} to {target}.")
    return [by_pair[pair] for pair in way if pair not in there]


def download(offer: Offer, to: Path, progress: Progress) -> None:
    """Writes a package to the file `to`, from the first of its links that works. Raises TranslationProblem."""
    problem = TranslationProblem(f"The index gives no address for the model {offer.pair} that can be used.")
    for link in offer.links:
        try:
            _download(offer, link, to, progress)
        except TranslationProblem as error:
            problem = error
        else:
            return
    raise problem


def _download(offer: Offer, link: str, to: Path, progress: Progress) -> None:
    most = limits()["package_bytes"]
    digest, done = hashlib.sha256(), 0
    name = f"The model {offer.pair}"
    with _fetching(link, name) as response:
        length = response.headers.get("content-length", "")
        size = int(length) if re.fullmatch(r"\d{1,15}", length) else 0
        try:
            with to.open("wb") as file:
                for chunk in response.iter_bytes():
                    done += len(chunk)
                    if max(done, size) > most:
                        raise TranslationProblem(f"{name} is refused: it has more than {most // 10**6} MB.")
                    digest.update(chunk)
                    file.write(chunk)
                    progress(done, size)
        except OSError as error:
            raise TranslationProblem(f"{name} cannot be written to {to.parent}: {error.strerror}.") from None
    if offer.sha256 and digest.hexdigest() != offer.sha256:
        raise TranslationProblem(f"{name} is refused: what came from {link} is not what the index promises.")


@contextmanager
def _fetching(url: str, name: str) -> Iterator[httpx.Response]:
    """The answer to a request. Every step of a redirection must be safe too."""

    def check(request: httpx.Request) -> None:
        if not is_safe(str(request.url), url):
            raise TranslationProblem(f"{name} is refused: {request.url} does not begin with https://.")

    if not is_safe(url):
        raise TranslationProblem(f"{name} is refused: {url} does not begin with https://.")
    try:
        with (
            httpx.Client(
                follow_redirects=True,
                max_redirects=limits()["redirects"],
                timeout=limits()["seconds"],
                headers={"Accept-Encoding": "identity"},
                event_hooks={"request": [check]},
            ) as client,
            client.stream("GET", url) as response,
        ):
            if response.status_code != httpx.codes.OK:
                raise TranslationProblem(
                    f"{name} cannot be fetched: {url} answers with status {response.status_code}."
                )
            yield response
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        cause = str(error).rstrip(".") or type(error).__name__
        raise TranslationProblem(f"{name} cannot be fetched from {url}: {cause}.") from None


def _offers(entries: Iterable[Any], index: str) -> Iterator[Offer]:
    """The offers that can be used; others, such as those for languages without codes, are passed over."""
    for entry in entries:
        try:
            metadata = metadata_from(entry, "")
        except TranslationProblem:
            continue
        links = entry.get("links")
        texts = [each for each in links if isinstance(each, str)] if isinstance(links, list) else []
        safe = tuple(each for each in texts if is_safe(each, index))
        yield Offer(metadata.pair, metadata.version, safe, str(entry.get("sha256") or "").lower())


def _number(version: str) -> list[int]:
    return [int(each) for each in re.findall(r"\d{1,9}", version)]
