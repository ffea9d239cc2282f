"""`quartier nlu`: training, trying and measuring the understanding of texts."""

import asyncio
import json as json_module
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Final

import typer
from rich.console import Console

from bot.app import build_encoder, build_house, build_interpreter, opened_store
from bot.cli.lines import bundles
from bot.cli.output import Json, progress_bar, show_json, stop
from bot.privacy.redaction import redact
from bot.settings import EMBEDDED, Settings, is_rasa_address, load_settings
from bot.store import Operator
from bot.texts import STAFF_LANGUAGE
from nlu.corpus import Example
from nlu.decision import Emergency, decide, needs_voiced
from nlu.model import MODEL_DIR
from nlu.rasa_server import RasaProblem, RasaServer
from nlu.taxonomy import EMERGENCY, OUT_OF_SCOPE, load_taxonomy
from nlu.understanding import Understanding

app = typer.Typer(help="Understanding what residents write.", no_args_is_help=True)


class Backend(StrEnum):
    EMBEDDED = "embedded"
    RASA = "rasa"


RASA_SECONDS: Final = 5.0
AT_ONCE: Final = 1024
LONGEST: Final = 20_000  # characters; a longer text is answered with an error
LONGEST_LINE: Final = 12 * LONGEST  # bytes: JSON may write a character as two of its escapes


@app.command()
def train(
    corrections: Annotated[
        bool,
        typer.Option(
            "--corrections",
            help="Learn from requests that staff corrected, too; the model stays in DATA_DIR.",
        ),
    ] = False,
    json: Json = False,
) -> None:
    """Train the model on nlu/data; the bot uses it from its next start."""
    try:
        from nlu.training import train as train_model
    except ModuleNotFoundError:
        stop("Training needs scikit-learn: install the extra 'train' (make setup does).")
    settings = load_settings()
    encoder = build_encoder(settings)
    more = asyncio.run(_corrections(settings)) if corrections else []
    # What residents wrote, or an encoder of the city's own, does not belong into the program's folder.
    out_dir = settings.own_model if corrections or encoder else MODEL_DIR
    with progress_bar() as bar:
        tasks: dict[str, Any] = {}

        def progress(step: str, done: int, total: int) -> None:
            if step not in tasks:
                tasks[step] = bar.add_task(step, total=total)
            bar.update(tasks[step], completed=done, total=total)

        report = train_model(progress, out_dir, encoder=encoder, more=more)
    if json:
        show_json({**vars(report), "path": str(report.path), "corrections": len(more)})
    else:
        print(
            f"Trained on {report.messages} messages in {len(report.languages)} languages: "
            f"{report.path}, {report.size // 1024} KiB."
            + (f" {len(more)} of the messages are corrections by staff." if corrections else "")
        )


async def _corrections(settings: Settings) -> list[Example]:
    async with opened_store(settings) as store:
        found = await store.requests.corrections(Operator())
    return [Example(redact(each.text), each.categories or (OUT_OF_SCOPE,), each.language) for each in found]


@app.command()
def parse(
    backend: Annotated[Backend, typer.Option(help="What understands the texts.")] = Backend.EMBEDDED,
    url: Annotated[
        str, typer.Option(help="The Rasa server's address; without it, that of QUARTIER_NLU.")
    ] = "",
) -> None:
    """Read JSON lines {"text": …, "language": optional} from stdin; write one JSON line for each."""
    if backend is Backend.EMBEDDED and url:
        stop("--url belongs to --backend rasa.")
    address = _rasa_that_answers(url) if backend is Backend.RASA else EMBEDDED
    interpreter = build_interpreter(build_house(load_settings(nlu=address)))
    lines = open(sys.stdin.fileno(), "rb", closefd=False)  # noqa: SIM115 - it is not ours to close
    for batch in bundles(lines, AT_ONCE, LONGEST_LINE):
        read = [_read(line) for line in batch]
        good = [each for each in read if "error" not in each]
        found = iter(
            interpreter.parse_many([each["text"] for each in good], [each.get("language") for each in good])
        )
        for each in read:
            answer = each if "error" in each else _answer(each["text"], next(found))
            print(json_module.dumps(answer, ensure_ascii=False), flush=False)
        sys.stdout.flush()


def _rasa_that_answers(url: str) -> str:
    """The address of the server that was asked for; the command ends where there is none."""
    address = url or load_settings().rasa_url or ""
    if not is_rasa_address(address):
        stop(
            "--backend rasa needs the address of a Rasa server, such as --url http://127.0.0.1:5005, or QUARTIER_NLU."
        )
    server = RasaServer(address, RASA_SECONDS)
    try:
        server.status()
    except RasaProblem as problem:
        stop(f"The Rasa server at {server.address} cannot be used: {problem}.")
    return address


def _read(line: bytes) -> dict[str, Any]:
    if len(line) > LONGEST_LINE:
        return {"error": f"longer than {LONGEST} characters"}
    try:
        value = json_module.loads(line)
    except (ValueError, RecursionError):
        return {"error": "not JSON"}
    if not isinstance(value, dict) or not isinstance(value.get("text"), str):
        return {"error": "no text"}
    text, language = value["text"], value.get("language")
    if len(text) > LONGEST:
        return {"error": f"longer than {LONGEST} characters"}
    if not text.strip():
        return {"error": "empty"}
    if any("\ud800" <= char <= "\udfff" for char in text):
        return {"error": "half a character (a lone surrogate)"}
    return {"text": text, "language": language if isinstance(language, str) else None}


def _answer(text: str, understanding: Understanding) -> dict[str, Any]:
    """Rasa's answer format (https://rasa.com/docs/rasa/pages/http-api), with languages, needs and places.

    The intent is the likeliest, but an emergency wherever the bot would take the text for one: that goes before
    everything, long before it is the likeliest reading. It then stands first, with the confidence that it has.
    """
    ranking = [{"name": each.id, "confidence": each.confidence} for each in understanding.intents]
    if isinstance(decide(understanding), Emergency):
        ranking.sort(key=lambda each: each["name"] != EMERGENCY)
    return {
        "text": text,
        "intent": ranking[0] if ranking else {"name": None, "confidence": 0.0},
        "intent_ranking": ranking,
        "entities": [
            {"entity": "area", "start": each.start, "end": each.end, "value": area}
            for each in understanding.areas
            for area in each.areas
        ],
        "language": understanding.language,
        "needs": [
            {"id": need.id, "confidence": need.confidence, "text": text}
            for need, text in needs_voiced(understanding)
        ],
        "areas": [
            {"text": each.text, "start": each.start, "end": each.end, "areas": list(each.areas)}
            for each in understanding.areas
        ],
    }


@app.command()
def evaluate(
    file: Annotated[
        Path | None, typer.Argument(help="TSV with text, labels joined by |, optional language.")
    ] = None,
    picture: Annotated[Path, typer.Option(help="Where the confusion matrix is drawn (.png or .svg).")] = Path(
        "confusion.png"
    ),
    json: Json = False,
) -> None:
    """Measure the model on labelled texts; without a file, on nlu/dev."""
    from nlu.confusion import draw
    from nlu.corpus import CorpusError, load_dev, read_tsv
    from nlu.evaluate import as_table
    from nlu.evaluation import evaluate as measure

    house = build_house(load_settings())
    try:
        examples = read_tsv(file, STAFF_LANGUAGE) if file else load_dev()
    except (CorpusError, OSError) as error:
        stop(f"{file} cannot be used: {error}.")
    if not examples:
        stop(f"There are no messages in {file}.")
    interpreter = build_interpreter(house)
    with progress_bar() as bar:
        task = bar.add_task("messages", total=len(examples))
        found = measure(
            interpreter, examples, load_taxonomy(), lambda _, done, total: bar.update(task, completed=done)
        )
    try:
        draw(found.confusion, load_taxonomy().ids, picture)
    except (OSError, ValueError) as error:
        stop(f"The picture of the confusion cannot be written: {error}.")
    if json:
        show_json({**found.as_dict(), "picture": str(picture)})
    else:
        Console(width=110).print(as_table(found))
        print(f"median of one message: {found.latency_ms} ms; confusion: {picture}")
