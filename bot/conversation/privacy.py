"""What is stored, seeing it, erasing it, and stopping all messages."""

import json
from typing import Final

from bot.conversation.facts import ErasureWanted, MessagesResumed, MessagesStopped
from bot.conversation.replies import Document
from bot.conversation.talk import Row, Talk
from bot.conversation.world import StoredData
from bot.texts import LANGUAGES, isolate
from bot.wording import same
from nlu.understanding import Understanding

TOPIC: Final = "privacy"
ERASE: Final = "erase"


def show(talk: Talk) -> None:
    """What is kept, why, how long; with the ways to see, erase and stop."""
    t, host = talk.t, talk.world.host
    parts = [
        t("🔒 What happens with your data"),
        t(
            "I keep: your language, your neighbourhood, your answers and requests. No name, no phone number, no exact location."
        ),
        t(
            "Your Telegram ID is kept apart and encrypted. I need it to reply to you. If you stop in the middle of a survey, I remind you once."
        ),
        t(
            "Staff see figures for each neighbourhood. Small figures are hidden, so that nobody can be recognised. Staff read texts without knowing who wrote them."
        ),
        t("Texts are deleted after two years at the latest."),
        t(
            "Telegram is a company outside the city. What we write passes through it. Please do not write names, addresses or secrets."
        ),
        t(
            "Responsible: {organisation}. You can reach a person here: {contact}",
            organisation=host.organisation,
            contact=host.contact,
        ),
    ]
    talk.say(
        "\n\n".join(parts),
        (talk.button(t("📄 See my data"), TOPIC, "mydata", lasting=True),),
        (talk.button(t("🗑 Delete everything"), TOPIC, "delete", lasting=True),),
        (talk.button(t("🔕 Stop messages"), TOPIC, "stop", lasting=True),),
    )


def pressed(talk: Talk, value: str) -> None:
    match value:
        case "mydata":
            my_data(talk)
        case "delete":
            ask_to_erase(talk)
        case "stop":
            stop(talk)
        case "resume":
            take_up_again(talk)


def my_data(talk: Talk) -> None:
    """All that is stored, in words and as a file."""
    t, session = talk.t, talk.session
    stored = talk.world.stored or StoredData()
    area = talk.world.areas.get(stored.area or "")
    language = LANGUAGES.get(stored.language)
    lines = [
        t("📄 This is what is stored about you:"),
        t("Language: {language}", language=language.name if language else t("not known")),
        t("Neighbourhood: {area}", area=area.name if area else t("not known")),
        t.plural("{n} survey begun or answered", "{n} surveys begun or answered", len(stored.responses)),
        t.plural("{n} request in your own words", "{n} requests in your own words", len(stored.requests)),
    ]
    lines += [f"• {isolate(request.text)}" for request in stored.requests]
    talk.say("\n".join(lines)[:4000])
    talk.hand_over(t("Here is everything, as a file."), Document("my-data.json", _as_json(stored)))
    if session.consent == "given":
        talk.interrupt()


def _as_json(stored: StoredData) -> str:
    data = {
        "since": stored.since,
        "language": stored.language,
        "area": stored.area,
        "consents": [
            {"decision": what, "version": version, "at": at} for what, version, at in stored.consents
        ],
        "responses": [vars(response) for response in stored.responses],
        "requests": [vars(request) for request in stored.requests],
        "messages_waiting": stored.messages_waiting,
        **stored.other,
    }
    return json.dumps(data, ensure_ascii=False, indent=2, default=str)


def ask_to_erase(talk: Talk) -> None:
    """One confirmation: what is erased cannot come back."""
    t = talk.t
    talk.enter(ERASE)
    talk.new_question()
    talk.say(
        t(
            "🗑 Shall I delete everything about you? Your answers then only remain in the figures, without you. This cannot be undone."
        ),
        (talk.button(t("Yes, delete everything"), ERASE, "yes"),),
        (talk.button(t("No, keep it"), ERASE, "no"),),
    )


def erase_pressed(talk: Talk, value: str) -> None:
    if value == "yes":
        erase(talk)
    else:
        talk.say(talk.t("All right, nothing was deleted."), edits=True)
        talk.finish(ERASE)


def erase_said(talk: Talk, text: str, understanding: Understanding | None) -> bool:
    """Only the button's own words erase; a plain yes or no is answered with the question."""
    every = talk.world.catalogues.every
    if any(same(text, label) for label in every("Yes, delete everything")):
        erase(talk)
        return True
    top = understanding.top.id if understanding and understanding.top else ""
    if top == "deny" or any(same(text, label) for label in every("No, keep it")):
        erase_pressed(talk, "no")
        return True
    if top == "affirm":
        ask_to_erase(talk)
        return True
    talk.leave(ERASE)
    return False


def erase(talk: Talk) -> None:
    """Everything goes; the goodbye says what it was."""
    t = talk.t
    stored = talk.world.stored or StoredData()
    talk.start_over()
    talk.note(ErasureWanted())
    gone = [t("your Telegram ID, language and neighbourhood")]
    if surveys := len(stored.responses):
        gone.append(
            t.plural(
                "{n} survey: your open answers, and the link to you",
                "{n} surveys: your open answers, and the link to you",
                surveys,
            )
        )
    if requests := len(stored.requests):
        gone.append(t.plural("{n} request", "{n} requests", requests))
    goodbye = t("Thank you for taking part. If you ever want to come back, write /start.")
    talk.say("\n".join([t("✅ Deleted:"), *(f"• {each}" for each in gone), "", goodbye]), edits=True)


def stop(talk: Talk) -> None:
    t, session = talk.t, talk.session
    if not session.stopped:
        session.stopped = True
        talk.note(MessagesStopped())
    talk.say(
        t("🔕 I am silent now. You get no more messages from me. What you said is kept; /delete erases it."),
        _resume_row(talk),
        edits=True,
    )


def remind_stopped(talk: Talk) -> None:
    """The one answer that somebody gets who stopped all messages and writes all the same."""
    talk.say(
        talk.t("🔕 You have stopped all messages, so I have not kept this. Would you like to go on?"),
        _resume_row(talk),
    )


def _resume_row(talk: Talk) -> Row:
    return (talk.button(talk.t("▶️ Start again"), TOPIC, "resume", lasting=True),)


def take_up_again(talk: Talk) -> None:
    """Ends the silence; only /start and the button do."""
    t, session = talk.t, talk.session
    if not session.stopped:
        talk.toast(t("I am already here for you."))
        return
    session.stopped = False
    talk.note(MessagesResumed())
    talk.say(t("▶️ Welcome back!"), edits=True)
    talk.finish(TOPIC)


def erase_resume(talk: Talk) -> None:
    ask_to_erase(talk)
