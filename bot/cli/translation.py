"""`quartier translation`: the models that draft missing translations. They come only by these commands."""

import re
import tempfile
from collections.abc import Set
from pathlib import Path
from typing import Annotated, Final

import typer
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TransferSpeedColumn

from bot.cli.output import Json, show, show_json, stop
from bot.settings import load_settings
from bot.surveys.xlsform.languages import language_name
from bot.texts import LANGUAGES, STAFF_LANGUAGE
from bot.translation import Pair, TranslationProblem
from bot.translation.argos import (
    MODEL_KIND,
    Installed,
    Offer,
    download,
    fetch_index,
    install_file,
    installed,
    wanted,
)
from bot.translation.argos import remove as remove_model

app = typer.Typer(help="Models that draft missing translations of surveys.", no_args_is_help=True)
ALL: Final = "all"
_PAIR: Final = re.compile(r"([a-z]{2,3})[-_]([a-z]{2,3})")
_CODE: Final = re.compile(r"[a-z]{2,3}")


@app.command("list")
def list_(json: Json = False) -> None:
    """The models that are installed."""
    found = installed(load_settings().translation_models)
    rows = [
        {
            "model": str(each.pair),
            "from": language_name(each.pair.source),
            "to": language_name(each.pair.target),
            "version": each.metadata.version,
            "MB": each.size // 10**6,
        }
        for each in found
    ]
    show(
        [_as_data(each) for each in found],
        as_json=json,
        rows=rows,
        empty="No translation model is installed. `quartier translation install tr ar` fetches some.",
    )


@app.command()
def install(
    models: Annotated[
        list[str],
        typer.Argument(
            help=f"Files {MODEL_KIND}; languages to translate into, such as tr, or all; or pairs, such as de-en."
        ),
    ],
    source: Annotated[
        str, typer.Option("--from", help="The language to translate from, where only one is given.")
    ] = STAFF_LANGUAGE,
    json: Json = False,
) -> None:
    """Install models from files, or from the index of Argos Translate (about 100 MB each)."""
    settings = load_settings()
    place = settings.translation_models
    files = [Path(each) for each in models if each.casefold().endswith(MODEL_KIND)]
    pairs = [pair for each in models if Path(each) not in files for pair in _pairs(each, source.lower())]
    done = [install_file(file, place) for file in files]
    for offer in _offers(pairs, settings.translation_index, {each.pair for each in installed(place)}):
        done.append(_fetch(offer, place))
        if not json:
            print(f"{done[-1].pair} is installed.")
    if json:
        show_json([_as_data(each) for each in done])
        return
    for each in done[: len(files)]:
        print(f"{each.pair} is installed.")
    if not done:
        print("Everything that is needed is installed already.")


@app.command()
def remove(
    models: Annotated[list[str], typer.Argument(help="Pairs, such as de-en, as `list` shows them.")],
) -> None:
    """Remove models."""
    place = load_settings().translation_models
    for each in models:
        pair = _PAIR.fullmatch(each.lower())
        if not pair:
            stop(f"{each} is no model; write a pair such as de-en, as `quartier translation list` shows it.")
        remove_model(place, Pair(pair[1], pair[2]))
        print(f"{pair[1]}-{pair[2]} is removed.")


def _pairs(words: str, source: str) -> list[Pair]:
    """From which language into which models are asked for."""
    text = words.lower()
    if text == ALL:
        return [Pair(source, code) for code in LANGUAGES if code != source]
    if pair := _PAIR.fullmatch(text):
        return [Pair(pair[1], pair[2])]
    if not _CODE.fullmatch(text):
        stop(
            f"{words} is neither a file {MODEL_KIND} nor the code of a language, such as tr, nor a pair, such as de-en."
        )
    if text == source:
        stop(f"From {source} to {source} there is nothing to translate; say with --from from which language.")
    return [Pair(source, text)]


def _offers(pairs: list[Pair], index: str, there: Set[Pair]) -> list[Offer]:
    """What is to be fetched, each once. Nothing is asked of the index where everything is there."""
    if not pairs:
        return []
    offers = fetch_index(index)
    needed: dict[Pair, Offer] = {}
    for pair in pairs:
        needed |= {each.pair: each for each in wanted(offers, pair.source, pair.target, there)}
    return list(needed.values())


def _fetch(offer: Offer, place: Path) -> Installed:
    try:
        place.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise TranslationProblem(f"The folder {place} cannot be made: {error.strerror}.") from None
    with tempfile.TemporaryDirectory(prefix=".fetched-", dir=place) as folder, _bytes_bar() as bar:
        task = bar.add_task(str(offer.pair), total=None)
        file = Path(folder, f"{offer.pair}{MODEL_KIND}")
        download(offer, file, lambda done, total: bar.update(task, completed=done, total=total or None))
        bar.update(task, description=f"{offer.pair}: unpacking and trying")
        return install_file(file, place)


def _bytes_bar() -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn())
    return Progress(*columns, console=Console(stderr=True), transient=True)


def _as_data(model: Installed) -> dict[str, object]:
    return {
        "from": model.pair.source,
        "to": model.pair.target,
        "version": model.metadata.version,
        "bytes": model.size,
        "folder": str(model.folder),
    }
