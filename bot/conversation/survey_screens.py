"""How questions and the summary of a survey look in a chat."""

from collections.abc import Sequence
from typing import Final

from bot.conversation.asked import SOMETHING_ELSE, TOPIC, Asked
from bot.conversation.replies import Button, Media
from bot.conversation.session import SurveyRun
from bot.conversation.talk import Row, Talk, side_by_side
from bot.conversation.widgets import widget_of
from bot.surveys import Answer, Filling, Kind, Question, QuestionType, Refused, Step, Survey
from bot.surveys.model import CHOSEN, OTHER
from bot.texts import N_, isolate
from bot.wording import shorter

SHOWN: Final = 200  # characters of an open answer in the summary
LONGEST: Final = 60  # characters of a question on a button
PAGE: Final = 10  # answers on a page of the summary, and of the list of answers to change
TYPED_BUTTONS: Final = (
    (N_("⬅️ Back"), "back"),
    (N_("Skip ➡️"), "skip"),
    (N_("⏸ Pause"), "pause"),
    (N_("✅ Done"), "done"),
    (N_("✅ Send"), "send"),
    (N_("✏️ Change an answer"), "change"),
    (N_("💡 Help with this question"), "hint"),
)
"""Buttons that may also be typed, with the value each stands for."""


def notes(talk: Talk, survey: Survey, run: SurveyRun, filling: Filling, steps: Sequence[Step]) -> None:
    """Words of the form that wait for no answer, each as a message of its own."""
    for step in steps:
        shown = Asked(talk, survey, run, filling, step)
        words = [
            *_begins(shown),
            *(shown.say(text) for text in (step.question.label, step.question.hint) if text),
        ]
        if step.question.read_only and (value := filling.shown(step, talk.session.language)):
            words.append(shown.spoken(step.question, value))
        talk.say("\n\n".join(words or ["…"]), edits=True, media=shown.media())


def question(asked: Asked, *, media: tuple[Media, ...] = ()) -> None:
    """One question with its buttons and the ways on, below its `media`."""
    t, step, widget = asked.t, asked.step, widget_of(asked.step)
    paths = [each.path for each in asked.filling.asked]
    place = paths.index(step.path) + 1
    heading = t("Question {place} of {total}", place=t.number(place), total=t.number(len(paths)))
    parts = ["\n".join([heading, *_begins(asked)])]
    parts.append(_words(asked))
    if _is_hinted(asked):
        parts += [f"💡 {asked.say(text)}" for text in _hints(asked)]
    parts.append(widget.how(asked))
    if asked.answer is not None and not asked.run.ticks:
        parts.append(t("Your answer so far: {answer}", answer=shown(asked)))
    talk_rows = (*widget.rows(asked), *_ways_on(asked))
    asked.talk.say("\n\n".join(filter(None, parts)), *talk_rows, edits=True, media=media)


def _begins(asked: Asked) -> list[str]:
    """The headings that begin with this step; all of them where an answer is changed, out of its order."""
    steps = asked.filling.steps
    place = next((place for place, step in enumerate(steps) if step.path == asked.step.path), 0)
    return _headings(asked, None if asked.run.from_summary or place == 0 else steps[place - 1])


def _headings(asked: Asked, before: Step | None) -> list[str]:
    """The groups and rounds of repeats around the step, without those that are around the one `before` it too."""
    known = {(group.name, _rounds_of(asked, before, group)) for group in before.headings} if before else set()
    lines = []
    for group in asked.step.headings:
        rounds = _rounds_of(asked, asked.step, group)
        if (group.name, rounds) not in known:
            number = f" {asked.t.number(rounds[-1])}" if group.type is QuestionType.REPEAT else ""
            lines.append(f"📂 {asked.say(group.label)}{number}")
    return lines


def _rounds_of(asked: Asked, step: Step, group: Question) -> tuple[int, ...]:
    """The rounds of the repeats in which a group around the step stands there, its own too."""
    depth = len(asked.survey.places[group.name].repeats) + (group.type is QuestionType.REPEAT)
    return step.rounds[:depth]


def _words(asked: Asked) -> str:
    label = asked.question.label
    if asked.step.kind is Kind.ANOTHER:
        name = asked.say(label) if label else ""
        number = asked.step.path.rpartition("[")[2].rstrip("]")
        if number == "1":
            return asked.t("Would you like to add something here? {name}", name=name)
        return asked.t("Is there another one to add? {name}", name=name)
    if label:
        return asked.say(label)
    words = asked.t("✏️ What exactly? Please write it in your own words.")
    return "\n\n".join(filter(None, [_asked_before(asked), words]))


def _asked_before(asked: Asked) -> str:
    """The question to which this one adds own words (`or_other`)."""
    before = asked.survey.question(asked.question.name.removesuffix(f"_{OTHER}"))
    return asked.say(before.label) if before and before.other else ""


def _title(asked: Asked) -> str:
    """The question in a list: its first line, and that it is about something else where it adds to another."""
    words = _words(asked).strip().partition("\n")[0]
    adds = asked.step.kind is Kind.ASK and not asked.question.label and _asked_before(asked)
    return f"{words} {asked.t(SOMETHING_ELSE)}" if adds else words


def _hints(asked: Asked) -> list[dict[str, str]]:
    return [dict(text) for text in (asked.question.hint, asked.question.guidance_hint) if text]


def _is_hinted(asked: Asked) -> bool:
    return asked.run.hinted == asked.step.path


def at_hand(asked: Asked) -> Answer:
    """The answer that one press takes: the one that the form proposes, or the one that is there already, for whoever
    came back and goes on; of choices it has a button anyway. None where there is none."""
    if asked.step.kind is not Kind.ASK:
        return None
    if asked.answer is not None:
        return None if asked.run.from_summary or asked.question.type in CHOSEN else asked.answer
    suggested = asked.filling.suggestion(asked.step)
    return widget_of(asked.step).kept(asked, suggested) if suggested else None


def _ways_on(asked: Asked) -> tuple[Row, ...]:
    t, talk = asked.t, asked.talk
    rows: list[Row] = []
    ready = at_hand(asked)
    if ready is not None:
        words = widget_of(asked.step).shown(asked, ready)
        rows.append((talk.button(shorter(t("✔️ Take {answer}", answer=words), LONGEST), TOPIC, "keep"),))
    if _hints(asked) and not _is_hinted(asked):
        rows.append((talk.button(t("💡 Help with this question"), TOPIC, "hint"),))
    row: list[Button] = []
    if asked.run.from_summary:
        row.append(talk.button(t("⬅️ To the summary"), TOPIC, "summary"))
    elif asked.filling.before(asked.step.path):
        row.append(talk.button(t("⬅️ Back"), TOPIC, "back"))
    if asked.step.kind is Kind.ASK and not asked.filling.required(asked.step):
        row.append(talk.button(t("Skip ➡️"), TOPIC, "skip"))
    row.append(talk.button(t("⏸ Pause"), TOPIC, "pause"))
    return (*rows, *side_by_side(row))


def refused(asked: Asked, why: Refused) -> None:
    """Why an answer cannot be taken: in the form's words, else in ours."""
    question_ = asked.question
    own = question_.required_message if why is Refused.REQUIRED else question_.constraint_message
    if own:
        asked.talk.say(asked.say(own))
    elif why is Refused.REQUIRED:
        asked.talk.say(asked.t("This question needs an answer."))
    else:
        asked.talk.say(_plain_refusal(asked))


def _plain_refusal(asked: Asked) -> str:
    from bot.conversation.widgets.simple import NUMBER, SCALE, number_wanted

    if widget_of(asked.step) in (NUMBER, SCALE):
        return number_wanted(asked)
    return asked.t("This answer does not fit here. Please look at the question again.")


def summary(talk: Talk, survey: Survey, run: SurveyRun, filling: Filling, page: int = 0) -> None:
    """All answers, to be sent or changed; in pages where there are many."""
    t = talk.t
    steps, page, pages = _page(filling.asked, page)
    lines: list[str] = []
    before = None
    for step in steps:
        asked = Asked(talk, survey, run, filling, step)
        lines += _headings(asked, before)
        lines.append(f"{_short(_title(asked))}\n{t.line(f'💬 {isolate(_short(shown(asked)))}')}")
        before = step
    talk.say(
        "\n\n".join([t("These are your answers. Is everything right?"), *lines]),
        *_turning(talk, "page", page, pages),
        (talk.button(t("✅ Send"), TOPIC, "send"),),
        (talk.button(t("✏️ Change an answer"), TOPIC, "change"),),
        (talk.button(t("⏸ Pause"), TOPIC, "pause"),),
        edits=True,
    )


def answers_to_change(talk: Talk, survey: Survey, run: SurveyRun, filling: Filling, page: int = 0) -> None:
    """The questions that were answered, to choose one of them."""
    t = talk.t
    steps, page, pages = _page(filling.asked, page)
    rows = []
    for place, step in enumerate(steps, start=page * PAGE):
        words = _title(Asked(talk, survey, run, filling, step))
        label = shorter(f"{t.number(place + 1)}. {words}", LONGEST)
        rows.append((talk.button(label, TOPIC, f"edit-{place}"),))
    talk.say(
        t("Which answer would you like to change?"),
        *rows,
        *_turning(talk, "change", page, pages),
        (talk.button(t("⬅️ To the summary"), TOPIC, "summary"),),
        edits=True,
    )


def _page(steps: Sequence[Step], page: int) -> tuple[Sequence[Step], int, int]:
    pages = max(-(-len(steps) // PAGE), 1)
    page = min(max(page, 0), pages - 1)
    return steps[page * PAGE : (page + 1) * PAGE], page, pages


def _turning(talk: Talk, kind: str, page: int, pages: int) -> tuple[Row, ...]:
    if pages == 1:
        return ()
    t = talk.t
    place = f"{t.number(page + 1)} / {t.number(pages)}"
    row = [talk.button(place, TOPIC, f"{kind}-{(page + 1) % pages}")]
    if page > 0:
        row.insert(0, talk.button("➡️" if t.rtl else "⬅️", TOPIC, f"{kind}-{page - 1}"))
    if page < pages - 1:
        row.append(talk.button("⬅️" if t.rtl else "➡️", TOPIC, f"{kind}-{page + 1}"))
    return (tuple(row),)


def _short(answer: str) -> str:
    return shorter(answer, SHOWN)


def shown(asked: Asked) -> str:
    """An answer in the resident's language."""
    if asked.answer is None or asked.answer == []:
        return asked.t("no answer")
    return widget_of(asked.step).shown(asked, asked.answer)
