"""Where a resident stands in the conversation: plain data that survives JSON."""

from dataclasses import asdict, dataclass, field, fields, is_dataclass, replace
from typing import Any, Final

from bot.conversation.facts import AnswerValue


@dataclass
class SurveyRun:
    """A resident's way through one version of a survey.

    `at` is the path of the question being asked, or "" at the summary. `answers` are by path, those too whose
    question is not relevant for the moment: their paths are in `aside`. `ticks` are the choices made so far in
    a multiple choice or a ranking, `page` is where a long list, a calendar or a clock stands, `search` the words
    that a long list is searched for. `from_summary` says that an answer is being changed and the summary comes
    next. `started` is when the response began (ISO, UTC). `pictured` is the path of the question whose pictures and
    sounds were sent last: they are not sent again while the resident stays there. `hinted` is the path of the
    question whose hint was asked for: it stays open while the resident stays there.
    """

    response: str
    survey: str
    version: int
    at: str = ""
    answers: dict[str, AnswerValue] = field(default_factory=dict)
    shown: list[str] = field(default_factory=list)
    ticks: list[str] = field(default_factory=list)
    aside: list[str] = field(default_factory=list)
    page: str = ""
    search: str = ""
    started: str = ""
    pictured: str = ""
    hinted: str = ""
    from_summary: bool = False


@dataclass
class RequestDraft:
    """A request that is being talked about. `request` is its id once it is stored, else ""."""

    request: str = ""
    text: str = ""
    language: str = ""
    categories: list[str] = field(default_factory=list)
    offered: list[str] = field(default_factory=list)
    adding: bool = False


@dataclass
class Session:
    """Everything the engine remembers of a resident between two turns.

    `language` is "" until one is chosen or known. `topics` is a stack: the last one has the floor.
    `asked` counts the questions put so far; buttons carry the number, so that an old one is known as old.
    `area` is an area's id, "" where not asked yet, "-" where the resident would rather not say.
    `runs` are unfinished responses by survey code, `finished` the versions sent, by survey code. `invited` is the
    code of a survey whose link brought the resident here, until it is begun. `asks_location` says that the button that
    shares the location stands in place of the typing keyboard.
    """

    language: str = ""
    language_chosen: bool = False
    consent: str = "open"  # open, given, refused
    stopped: bool = False
    area: str = ""
    asked: int = 0
    topics: list[str] = field(default_factory=list)
    survey: str = ""
    runs: dict[str, SurveyRun] = field(default_factory=dict)
    finished: dict[str, int] = field(default_factory=dict)
    invited: str = ""
    asks_location: bool = False
    draft: RequestDraft | None = None

    def copy(self) -> "Session":
        """One of its own, down to the last list. Quicker than deepcopy, which takes milliseconds for a long survey."""
        copied: Session = _copied(self)
        return copied

    def to_json(self) -> dict[str, Any]:
        """The session as JSON values."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Session":
        """The session that `to_json` wrote, also by an earlier program: unknown keys are left out."""
        known = {key: value for key, value in data.items() if key in cls.__dataclass_fields__}
        known["runs"] = {code: SurveyRun(**run) for code, run in known.get("runs", {}).items()}
        draft = known.get("draft")
        known["draft"] = RequestDraft(**draft) if draft else None
        return cls(**known)


def _copied(value: Any) -> Any:
    if isinstance(value, list):
        return [_copied(each) if isinstance(each, _NESTING) else each for each in value]
    if isinstance(value, dict):
        return {key: _copied(each) if isinstance(each, _NESTING) else each for key, each in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{each.name: _copied(getattr(value, each.name)) for each in fields(value)})
    return value


_NESTING: Final = (list, dict, SurveyRun, RequestDraft)
"""What can be changed after it was made."""
