"""A need in a resident's own words: recorded at once, then talked over until its categories are right."""

from typing import Final

from bot.conversation.facts import (
    CategoryGuess,
    RequestClassified,
    RequestExtended,
    RequestMade,
    RequestWithdrawn,
)
from bot.conversation.reading import Kind, Reading, needs_in, read
from bot.conversation.session import RequestDraft
from bot.conversation.talk import Row, Talk, grid
from bot.texts import LANGUAGES, N_
from bot.wording import same
from nlu.understanding import Understanding

TOPIC: Final = "request"
LIKELIEST: Final = 4
WORDY: Final = 6  # this many words, asked for a need, are one even where they sound like small talk
TEXT_LIMIT: Final = 8000  # of a request with everything that was added to it

YES: Final = N_("✅ Yes, that is right")
CHANGE: Final = N_("✏️ Change")
ADD: Final = N_("➕ Add something")


def invite(talk: Talk) -> None:
    """Asks for a need in the resident's own words."""
    t = talk.t
    talk.enter(TOPIC)
    talk.new_question()
    talk.session.draft = RequestDraft()
    talk.say(
        t(
            "💬 What is missing where you live? Write it in your own words, in any language.\n\nPlease do not write names or addresses."
        ),
        (talk.button(t("⬅️ To the menu"), TOPIC, "leave"),),
    )


def forget_alarm(talk: Talk) -> None:
    """Words that sounded like an emergency are kept only until the resident's next step."""
    draft = talk.session.draft
    if draft and draft.text and not draft.request:
        talk.session.draft = None


def record(talk: Talk, text: str, understanding: Understanding | None, reading: Reading) -> None:
    """Keeps the request before anything else is said, then asks whether it was understood."""
    guesses = _guesses(talk, understanding)
    language = understanding.language if understanding else talk.session.language
    request = talk.world.new_id()
    talk.note(RequestMade(request, text, language, guesses, by_voice=talk.by_voice))
    talk.session.draft = RequestDraft(request, text, language)
    talk.enter(TOPIC)
    _ask(talk, reading)


def record_from_survey(talk: Talk, text: str, understanding: Understanding | None, survey: str) -> None:
    """An open answer that is a request too: kept as the model reads it, without asking back."""
    if understanding is None or not needs_in(talk, understanding):
        return
    talk.note(
        RequestMade(
            talk.world.new_id(),
            text,
            understanding.language,
            _guesses(talk, understanding),
            survey,
            talk.by_voice,
        )
    )


def _guesses(talk: Talk, understanding: Understanding | None) -> tuple[CategoryGuess, ...]:
    """Those categories that the words voice; where the model is unsure, none: only its likeliest are offered."""
    found = needs_in(talk, understanding) if understanding else ()
    return tuple(CategoryGuess(need.id, need.confidence) for need in found)


def _ask(talk: Talk, reading: Reading) -> None:
    talk.new_question()
    draft = talk.session.draft
    if draft is None:
        return
    if reading.kind is Kind.SURE:
        draft.categories = list(reading.categories)
        confirm(talk)
    else:
        draft.categories = []
        draft.offered = list(reading.candidates)[:LIKELIEST]
        offer(talk)


def confirm(talk: Talk) -> None:
    """ "I understood: childcare, German course. Is that right?" """
    t, draft = talk.t, talk.session.draft
    if draft is None:
        return
    names = t.list([talk.category(each) for each in draft.categories])
    talk.say(
        t("I understood: {needs}\n\nIs that right?", needs=names),
        (talk.button(t(YES), TOPIC, "yes"),),
        (talk.button(t(CHANGE), TOPIC, "change"), talk.button(t(ADD), TOPIC, "add")),
        *_own_language(talk, draft),
        edits=True,
    )


def offer(talk: Talk) -> None:
    """The likeliest few, where the words did not say it clearly."""
    t, draft = talk.t, talk.session.draft
    if draft is None:
        return
    if not draft.offered:
        choose(
            talk,
            t(
                "Thank you, I have noted your words. What are they about? Press all that fit, then press Done."
            ),
        )
        return
    rows: list[Row] = [(talk.button(talk.category(each), TOPIC, f"is-{each}"),) for each in draft.offered]
    rows.append((talk.button(t("Something else"), TOPIC, "change"),))
    rows.append((talk.button(t("This is not a request"), TOPIC, "withdraw"),))
    rows.extend(_own_language(talk, draft))
    talk.say(t("Thank you, I have noted your words. What are they about?"), *rows, edits=True)


def _own_language(talk: Talk, draft: RequestDraft) -> tuple[Row, ...]:
    """A way into the language of the words, where it is not the one that the bot uses."""
    other = LANGUAGES.get(draft.language)
    if other is None or other.code == talk.session.language:
        return ()
    return ((talk.button(f"🌐 {other.name}", "language", other.code, lasting=True),),)


def choose(talk: Talk, text: str = "") -> None:
    """All categories, to be ticked."""
    t, draft = talk.t, talk.session.draft
    if draft is None:
        return
    buttons = [
        talk.button(
            f"{'✅ ' if each.id in draft.categories else ''}{talk.category(each.id)}",
            TOPIC,
            f"tick-{each.id}",
        )
        for each in talk.world.taxonomy.categories
    ]
    talk.say(
        text or t("Press all that fit, then press Done."),
        *grid(buttons, 2),
        (talk.button(t("✅ Done"), TOPIC, "done"),),
        (talk.button(t("None of these"), TOPIC, "none"),),
        (talk.button(t("This is not a request"), TOPIC, "withdraw"),),
        edits=True,
    )


def pressed(talk: Talk, value: str) -> None:
    """A button under one of the messages above."""
    t, draft = talk.t, talk.session.draft
    kind, _, category = value.partition("-")
    known = category in talk.world.taxonomy.category_ids
    if kind == "leave":
        talk.session.draft = None
        talk.finish(TOPIC)
    elif kind == "keep" and draft and draft.text and not draft.request:
        _keep(talk, draft)
    elif draft is None or not draft.request:
        talk.interrupt()
    elif kind == "yes" or (kind == "done" and draft.categories):
        _settle(talk, draft, draft.categories)
    elif kind == "done":
        talk.toast(t("Please choose at least one."))
    elif kind == "none":
        _settle(talk, draft, [])
    elif kind == "is" and known:
        _settle(talk, draft, [category])
    elif kind == "change":
        choose(talk)
    elif kind == "tick" and known:
        ordered = (each.id for each in talk.world.taxonomy.categories)
        draft.categories = [each for each in ordered if (each in draft.categories) != (each == category)]
        choose(talk)
    elif kind == "add":
        draft.adding = True
        talk.new_question()
        talk.say(t("Please write what you would like to add."), edits=True)
    elif kind == "withdraw":
        talk.note(RequestWithdrawn(draft.request))
        talk.session.draft = None
        talk.say(t("All right, I have deleted it."), edits=True)
        talk.finish(TOPIC)


def _keep(talk: Talk, draft: RequestDraft) -> None:
    """What sounded like an emergency was meant as a request."""
    draft.request = talk.world.new_id()
    talk.note(RequestMade(draft.request, draft.text, draft.language, ()))
    talk.enter(TOPIC)
    talk.new_question()
    offer(talk)


def _settle(talk: Talk, draft: RequestDraft, categories: list[str]) -> None:
    t = talk.t
    talk.note(RequestClassified(draft.request, tuple(categories)))
    talk.session.draft = None
    host = talk.world.host
    talk.say(
        t(
            "🙏 Thank you! I pass this on to {organisation}, without your name.",
            organisation=host.organisation,
        ),
        edits=True,
    )
    talk.finish(TOPIC)


def said(talk: Talk, text: str, understanding: Understanding | None) -> bool:
    """Words while a request is talked about: the request itself, a yes or no, an addition."""
    draft = talk.session.draft
    if draft is None:
        return False
    reading = read(understanding)
    if not draft.request:
        if reading.kind is Kind.DIALOGUE and len(text.split()) < WORDY:
            return False
        record(talk, text, understanding, reading)
    elif draft.adding:
        _extend(talk, draft, text, understanding)
    elif _typed(talk, text, YES) or reading.intent == "affirm":
        if not draft.categories:
            return False
        _settle(talk, draft, draft.categories)
    elif _typed(talk, text, CHANGE) or reading.intent == "deny":
        choose(talk)
    elif _typed(talk, text, ADD):
        pressed(talk, "add")
    else:
        return False
    return True


def _typed(talk: Talk, text: str, msgid: str) -> bool:
    return any(same(text, label) for label in talk.world.catalogues.every(msgid))


def _extend(talk: Talk, draft: RequestDraft, text: str, understanding: Understanding | None) -> None:
    draft.adding = False
    draft.text = f"{draft.text}\n{text}"[:TEXT_LIMIT]
    found = [need.id for need in (needs_in(talk, understanding) if understanding else ())]
    categories = [*draft.categories, *(each for each in found if each not in draft.categories)]
    draft.categories = categories
    guesses = tuple(
        CategoryGuess(each, understanding.confidence(each) if understanding else 0.0) for each in categories
    )
    talk.note(RequestExtended(draft.request, draft.text, guesses))
    talk.new_question()
    if categories:
        confirm(talk)
    else:
        offer(talk)


def resume(talk: Talk) -> None:
    """Puts the question about the request again."""
    draft = talk.session.draft
    talk.new_question()
    if draft is None:
        talk.finish(TOPIC)
    elif not draft.request:
        invite(talk)
    elif draft.categories:
        confirm(talk)
    else:
        offer(talk)
