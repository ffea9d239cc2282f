"""Errors as the Bot API words them, from the one table `errors.yml`, and those of `/sim` in plain words."""

from pathlib import Path
from typing import Any

import yaml

_TABLE: dict[str, tuple[int, str]] = {
    name: (status, text)
    for name, (status, text) in yaml.safe_load(
        Path(__file__).with_name("errors.yml").read_text(encoding="utf-8")
    ).items()
}


class ApiError(Exception):
    """A refused call of the Bot API: its HTTP status, description and response parameters."""

    def __init__(self, status: int, description: str, parameters: dict[str, Any] | None = None) -> None:
        super().__init__(description)
        self.status = status
        self.description = description
        self.parameters = parameters

    def as_json(self) -> dict[str, Any]:
        """The body Telegram answers with."""
        body = {"ok": False, "error_code": self.status, "description": self.description}
        return body | ({"parameters": self.parameters} if self.parameters else {})


class SimError(Exception):
    """A refused request of `/sim`, in one sentence, with details for programmes."""

    def __init__(self, sentence: str, status: int = 400, **details: Any) -> None:
        super().__init__(sentence)
        self.status = status
        self.body: dict[str, Any] = {"error": sentence, **details}


def error(name: str, /, **values: object) -> ApiError:
    """The error of that name in `errors.yml`, its blanks filled with `values`."""
    status, text = _TABLE[name]
    return ApiError(status, text.format(**values))


def too_many_requests(seconds: int) -> ApiError:
    """Telegram's flood error: try again after `seconds`."""
    status, text = _TABLE["too_many_requests"]
    return ApiError(status, text.format(seconds=seconds), {"retry_after": seconds})
