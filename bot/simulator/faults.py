"""Faults on demand: calls that fail, wait, or are carried out without the bot learning of it."""

from dataclasses import asdict, dataclass

from bot.simulator.errors import ApiError, SimError, too_many_requests
from bot.simulator.jsontypes import Json

_DESCRIPTIONS = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden: bot was blocked by the user",
    404: "Not Found",
    409: "Conflict",
    429: "Too Many Requests",
    500: "Internal Server Error",
    502: "Bad Gateway",
    503: "Service Unavailable",
    504: "Gateway Timeout",
}


@dataclass
class Fault:
    """What is to go wrong with the next `times` calls of `method` (`*`: of any method).

    `delay` is in seconds and comes first. `drop` closes the connection without an answer. `after` carries
    the call out before it fails: the bot cannot know what became of it.
    """

    method: str
    times: int = 1
    error_code: int | None = None
    description: str | None = None
    retry_after: int | None = None
    delay: float = 0.0
    drop: bool = False
    after: bool = False

    @property
    def fails(self) -> bool:
        """Whether the call fails, or is only delayed."""
        return self.drop or self.error_code is not None

    def error(self) -> ApiError:
        """How the call fails."""
        code = self.error_code or 500
        if self.retry_after is not None and self.description is None:
            found = too_many_requests(self.retry_after)
            return ApiError(code, found.description, found.parameters)
        parameters = None if self.retry_after is None else {"retry_after": self.retry_after}
        return ApiError(
            code, self.description or _DESCRIPTIONS.get(code, "Internal Server Error"), parameters
        )

    def as_json(self) -> Json:
        """The fault as `/sim/faults` shows it."""
        return {name: value for name, value in asdict(self).items() if value not in (None, False, 0.0)}


class Faults:
    """The faults still to come, in the order they were ordered."""

    def __init__(self) -> None:
        self.coming: list[Fault] = []

    def take(self, method: str) -> Fault | None:
        """The fault that befalls this call, if any."""
        for fault in self.coming:
            if fault.method == "*" or fault.method.lower() == method.lower():
                fault.times -= 1
                if fault.times <= 0:
                    self.coming.remove(fault)
                return fault
        return None


def read_fault(body: Json) -> Fault:
    """A fault from the body of `POST /sim/faults`. Raises SimError."""
    known = set(Fault.__dataclass_fields__)
    if unknown := sorted(set(body) - known):
        raise SimError(f"A fault has no field {unknown[0]!r}; its fields are {', '.join(sorted(known))}.")
    method = body.get("method", "*")
    if not isinstance(method, str) or not method:
        raise SimError("'method' must be the name of a method, or '*' for all.")
    times = _number(body, "times", 1, 1, 1_000_000)
    delay = _number(body, "delay", 0, 0, 600)
    code = _number(body, "error_code", None, 400, 599)
    retry_after = _number(body, "retry_after", None, 0, 100_000)
    description = body.get("description")
    if description is not None and not isinstance(description, str):
        raise SimError("'description' must be a text.")
    fault = Fault(
        method=method,
        times=int(times or 1),
        error_code=int(code) if code is not None else 429 if retry_after is not None else None,
        description=description,
        retry_after=None if retry_after is None else int(retry_after),
        delay=float(delay or 0),
        drop=body.get("drop") is True,
        after=body.get("after") is True,
    )
    if fault.after and not fault.fails:
        fault.error_code = 500
    if not fault.fails and not fault.delay:
        if description is None:
            raise SimError("A fault needs one of 'error_code', 'retry_after', 'drop' or 'delay'.")
        fault.error_code = 400
    return fault


def _number(body: Json, name: str, default: float | None, least: float, most: float) -> float | None:
    value = body.get(name, default)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
        raise SimError(f"{name!r} must be a number from {least} to {most}.")
    return value
