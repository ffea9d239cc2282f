"""The parameters of a Bot API call, whichever way they come: query, JSON, form or multipart."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from python_multipart.multipart import parse_options_header
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request

from bot.simulator.errors import ApiError, error
from bot.simulator.jsontypes import Json
from bot.simulator.limits import LIMITS

_KINDS: dict[str, str] = {
    name: kind
    for kind, names in yaml.safe_load(
        Path(__file__).with_name("parameters.yml").read_text(encoding="utf-8")
    ).items()
    for name in names
}


@dataclass(frozen=True)
class Upload:
    """A file that came with a request."""

    file_name: str
    mime_type: str
    data: bytes

    def described(self) -> Json:
        """What the log of calls keeps of it."""
        return {"file_name": self.file_name, "mime_type": self.mime_type, "file_size": len(self.data)}


@dataclass
class Parameters:
    """Decoded parameters of a call and the files sent with it."""

    values: Json = field(default_factory=dict)
    files: dict[str, Upload] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """The parameter as a text, empty where it is missing."""
        value = self.values.get(name)
        if isinstance(value, str):
            return value
        return "" if value is None else json.dumps(value, ensure_ascii=False)

    def integer(self, name: str, default: int = 0) -> int:
        """The parameter as a number; what is none counts as 0, as Telegram counts it."""
        value = self.values.get(name)
        if value is None or value == "":
            return default
        if isinstance(value, int):
            return int(value)
        if isinstance(value, float) and abs(value) < 1e15:
            return int(value)
        return 0

    def number(self, name: str) -> float:
        """The parameter as a finite number. Raises ApiError if it is missing or none."""
        value = self.values.get(name)
        if value is None or value == "":
            raise error("location_missing", name=name)
        if not isinstance(value, int | float) or not abs(value) < 1e15:
            raise error("location_wrong")
        return float(value)

    def flag(self, name: str, default: bool = False) -> bool:
        """The parameter as a truth value."""
        value = self.values.get(name)
        if value is None or value == "":
            return default
        return value is True or str(value).lower() in ("true", "yes", "1")


def decoded(values: Json) -> Json:
    """Parameters with their values decoded; a value that does not decode stays the text it was."""
    return {name: _decoded(name, value) for name, value in values.items()}


def _decoded(name: str, value: Any) -> Any:
    if name == "chat_id" and isinstance(value, str):
        return int(value) if value.removeprefix("-").isdecimal() and len(value) < 20 else value
    kind = _KINDS.get(name)
    if not isinstance(value, str) or kind is None or not value:
        return value
    match kind:
        case "boolean":
            lowered = value.lower()
            return (
                True
                if lowered in ("true", "yes", "1")
                else False
                if lowered in ("false", "no", "0")
                else value
            )
        case "json":
            try:
                return json.loads(value)
            except (ValueError, RecursionError):
                return value
    try:
        return int(value) if kind == "integer" and len(value) < 20 else float(value)
    except ValueError:
        return value


async def read_body(request: Request, longest: int) -> bytes:
    """The body of a request of at most `longest` bytes. Raises ApiError 413 for a longer one."""
    body = bytearray()
    length = 0
    async for chunk in request.stream():
        length += len(chunk)
        if length <= longest:
            body += chunk
        elif length > 2 * longest:
            break
    # What is a little too long is read to its end, or the sender would not hear the answer.
    if length > longest:
        raise error("too_large")
    return bytes(body)


async def read_parameters(request: Request) -> Parameters:
    """The parameters of a request: those of the query, overridden by those of the body. Raises ApiError."""
    parameters = Parameters()
    values: Json = dict(request.query_params)
    content_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if request.method == "POST":
        if content_type == "application/json":
            values |= _json_object(await read_body(request, LIMITS["json_body"]))
        elif content_type in ("multipart/form-data", "application/x-www-form-urlencoded"):
            values |= await _form(request, content_type, parameters.files)
        elif await read_body(request, LIMITS["json_body"]):
            raise error("unsupported_body")
    try:
        json.dumps(values, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise ApiError(400, "Bad Request: strings must be encoded in UTF-8") from None
    except RecursionError:
        raise error("bad_body") from None
    parameters.values = decoded(values)
    return parameters


def _json_object(body: bytes) -> Json:
    if not body.strip():
        return {}
    try:
        values = json.loads(body)
    except (ValueError, RecursionError):
        raise error("bad_body") from None
    if not isinstance(values, dict):
        raise error("bad_body")
    return values


async def _form(request: Request, content_type: str, files: dict[str, Upload]) -> Json:
    longest = LIMITS["json_body"] + (LIMITS["upload"] if content_type.startswith("multipart") else 0)
    body = await read_body(request, longest)
    if content_type.startswith("multipart") and not _is_whole(body, request.headers["content-type"]):
        raise ApiError(400, "Bad Request: can't parse the request body")
    values: Json = {}
    sent = False

    async def replay() -> dict[str, Any]:
        nonlocal sent
        if sent:
            return {"type": "http.disconnect"}
        sent = True
        return {"type": "http.request", "body": body, "more_body": False}

    try:
        # The body is read (and bounded) first; the parser then reads it from memory.
        async with Request(request.scope, replay).form(
            max_files=LIMITS["form_fields"],
            max_fields=LIMITS["form_fields"],
            max_part_size=LIMITS["json_body"],
        ) as form:
            for name, value in form.multi_items():
                if isinstance(value, UploadFile):
                    kind = value.content_type or "application/octet-stream"
                    files[name] = Upload((value.filename or name)[-255:], kind, await value.read())
                else:
                    values[name] = value
    except (HTTPException, ValueError, KeyError):
        raise ApiError(400, "Bad Request: can't parse the request body") from None
    return values


def _is_whole(body: bytes, content_type: str) -> bool:
    """Whether a multipart body has its end: the parser would take half a body for a whole one."""
    boundary = parse_options_header(content_type)[1].get(b"boundary", b"")
    return bool(boundary) and body.rstrip(b"\r\n").endswith(b"--" + boundary + b"--")
