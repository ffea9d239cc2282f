"""The shape of JSON objects, as mypy sees them."""

from typing import Any

Json = dict[str, Any]
