"""One step of a conversation: who has the floor, what came in, what is said."""

from typing import Final

from bot.conversation import (
    emergency,
    language,
    media,
    menu,
    place,
    privacy,
    request,
    smalltalk,
    survey,
    welcome,
)
from bot.conversation.events import (
    ChoicePressed,
    CommandGiven,
    Event,
    LocationShared,
    TextSent,
    VoiceSent,
)
from bot.conversation.reading import Kind, read
from bot.conversation.session import Session
from bot.conversation.talk import LASTING, GoesOn, Press, Talk, read_press
from bot.conversation.topics import TOPICS
from bot.conversation.turn import Turn
from bot.conversation.world import World
from bot.wording import clean, only_pictures
from nlu.understanding import Understanding

BEFORE_CONSENT: Final = frozenset({"start", "language", "privacy", "mydata", "delete", "stop", "help"})
INVITATION: Final = "s_"  # before a survey's code in `https://t.me/<bot>?start=s_<code>`
WORDY: Final = 4  # this many words at a closed question are more than a mistyped answer
WHILE_STOPPED: Final = frozenset({"start", "privacy", "mydata", "delete", "stop", "help"})
WHILE_STOPPED_PRESSED: Final = frozenset({privacy.TOPIC, privacy.ERASE})
WITHOUT_CONSENT_PRESSED: Final = frozenset({welcome.TOPIC, language.TOPIC, privacy.TOPIC, privacy.ERASE})


def advance(session: Session, event: Event, world: World) -> Turn:
    """What the resident did, what the bot answers, what is now known. Pure, and never without an answer."""
    talk = Talk(session, event, world)
    if not isinstance(event, ChoicePressed):
        request.forget_alarm(talk)
    match event:
        case CommandGiven():
            _command(talk, event.name, event.argument)
        case ChoicePressed():
            _press(talk, event.data)
        case TextSent():
            _words(talk, event.text, event.understanding)
        case VoiceSent() if event.text and not _is_taken(talk, event):
            _words(talk, event.text, event.understanding)
        case LocationShared():
            _location(talk, event)
        case _ if not _is_taken(talk, event):
            media.answer(talk, event)
    if talk.goes_on is not GoesOn.NOT:
        _go_on(talk)
    return talk.turn()


def _is_taken(talk: Talk, event: Event) -> bool:
    """Whether the open question of a survey takes what was sent, such as a photo."""
    open_ = talk.session.consent == "given" and not talk.session.stopped and talk.floor == survey.TOPIC
    return talk.answered or (open_ and survey.took(talk, event))


def _go_on(talk: Talk) -> None:
    if talk.session.stopped:
        return
    topic = TOPICS.get(talk.floor)
    with_menu = talk.goes_on is GoesOn.WITH_MENU
    talk.goes_on = GoesOn.NOT
    if topic:
        topic.resume(talk)
        if talk.goes_on is not GoesOn.NOT:  # what waited is no longer there
            _go_on(talk)
    elif talk.session.consent != "given":
        if with_menu:
            welcome.show(talk, edits=True)
    elif talk.session.invited:
        _follow_invitation(talk)
        if talk.goes_on is not GoesOn.NOT:
            _go_on(talk)
    elif with_menu:
        menu.show(talk)


def _command(talk: Talk, name: str, argument: str) -> None:
    session = talk.session
    if name == "start":
        _start(talk, argument)
    elif session.stopped and name not in WHILE_STOPPED:
        privacy.remind_stopped(talk)
    elif session.consent != "given" and name not in BEFORE_CONSENT:
        welcome.show(talk)
    elif name in COMMANDS:
        COMMANDS[name](talk)
        if argument.strip() and name in WITH_WORDS:
            WITH_WORDS[name](talk, clean(argument))
    else:
        talk.say(talk.t("I do not know this command."))
        menu.help_(talk)
        talk.interrupt()


def _start(talk: Talk, argument: str) -> None:
    """Greets; `s_<code>` in the link that brought the resident here names a survey."""
    invited = argument.startswith(INVITATION)
    code = argument.strip().removeprefix(INVITATION)
    known = any(each.code == code for each in talk.world.surveys.newest())
    if invited and known:
        talk.session.invited = code
    if talk.session.consent != "given":
        if talk.session.stopped:
            privacy.take_up_again(talk)
            return
        welcome.show(talk)
    elif talk.session.stopped:
        privacy.take_up_again(talk)
    else:
        talk.say(talk.t("👋 Hello! Good to hear from you."))
        if invited and not known:
            survey.unknown(talk)
        talk.finish("")


def _follow_invitation(talk: Talk) -> None:
    """Begins the survey whose link brought the resident here, once nothing else is open."""
    code, talk.session.invited = talk.session.invited, ""
    survey.invited(talk, code)


def _cancel(talk: Talk) -> None:
    session = talk.session
    session.topics = [topic for topic in session.topics if topic == welcome.TOPIC]
    session.survey = ""
    session.draft = None
    talk.say(talk.t("All right."))
    talk.finish("")


def _about(talk: Talk) -> None:
    menu.about(talk)
    talk.interrupt()


def _help(talk: Talk) -> None:
    menu.help_(talk)
    talk.interrupt()


def _request_in_a_command(talk: Talk, words: str) -> None:
    request.said(talk, words, None)


def _place_in_a_command(talk: Talk, words: str) -> None:
    if not place.said(talk, words, None):
        place.not_found(talk)


def _language_in_a_command(talk: Talk, words: str) -> None:
    language.said(talk, words, None)


WITH_WORDS: Final = {
    "request": _request_in_a_command,
    "quartier": _place_in_a_command,
    "language": _language_in_a_command,
}
"""Commands after which words may follow: `/quartier Nordmarkt`."""

COMMANDS: Final = {
    "survey": survey.choose,
    "request": request.invite,
    "language": language.show,
    "quartier": place.show,
    "privacy": privacy.show,
    "mydata": privacy.my_data,
    "delete": privacy.ask_to_erase,
    "stop": privacy.stop,
    "help": _help,
    "cancel": _cancel,
    "settings": menu.settings,
    "about": _about,
    "menu": _cancel,
}


def _menu_pressed(talk: Talk, value: str) -> None:
    if value in COMMANDS:
        COMMANDS[value](talk)
    else:
        talk.toast(talk.t("This button is too old. Please use the newest message."))


def _press(talk: Talk, data: str) -> None:
    """A press counts where its question is still open; an older one does no harm."""
    t, session = talk.t, talk.session
    press = read_press(data)
    if press is None:
        talk.toast(t("This button is too old. Please use the newest message."))
    elif session.stopped and press.topic not in WHILE_STOPPED_PRESSED:
        privacy.remind_stopped(talk)
    elif session.consent != "given" and press.topic not in WITHOUT_CONSENT_PRESSED:
        welcome.show(talk)
    elif press.topic == menu.TOPIC:
        _menu_pressed(talk, press.value)
    elif press.topic in TOPICS and _is_open(talk, press):
        TOPICS[press.topic].pressed(talk, press.value)
    else:
        talk.toast(t("This button is too old. Please use the newest message."))


def _is_open(talk: Talk, press: Press) -> bool:
    if press.asked == LASTING:
        return press.topic in LASTING_TOPICS or survey.is_lasting(press)
    # Numbers begin anew after an erasure, so the topic has to be under way as well. A choice between
    # surveys is no topic yet.
    under_way = press.topic in talk.session.topics or press.topic == survey.TOPIC
    return press.asked == talk.session.asked and under_way


LASTING_TOPICS: Final = frozenset({welcome.TOPIC, language.TOPIC, privacy.TOPIC, request.TOPIC})


def _words(talk: Talk, raw: str, understanding: Understanding | None) -> None:
    """Words: help first, then the open question, then whatever they mean."""
    t, session = talk.t, talk.session
    text = clean(raw)
    reading = read(understanding)
    topic = TOPICS.get(talk.floor)
    asked_for_words = session.consent == "given" and not session.stopped and _asked_for_words(talk)
    short = len(text.split()) < WORDY
    answers = session.consent == "given" and not session.stopped and talk.floor == survey.TOPIC
    # Whoever writes what stands on a button is taken as if they had pressed it.
    if reading.kind is Kind.EMERGENCY and not (answers and short and survey.is_answer(talk, text)):
        keep = (
            session.consent == "given"
            and not session.stopped
            and session.draft is None
            and not asked_for_words
        )
        emergency.help_now(talk, text, reading.language, keep=keep)
        if asked_for_words and topic:
            topic.said(talk, text, understanding)
        elif not keep:
            talk.interrupt()
    elif session.stopped:
        privacy.remind_stopped(talk)
    elif not text:
        talk.say(t("I cannot read this message. Please write it in your own words."))
        talk.interrupt()
    elif session.consent != "given":
        _before_consent(talk, text, understanding)
    elif topic and topic.said(talk, text, understanding):
        if asked_for_words and reading.intent in ("talk_to_human", "delete_data"):
            smalltalk.answer(talk, reading.intent, text, reading.language)
    elif only_pictures(text):
        talk.say(t("🙂 I can only read words. What would you like to tell me?"))
        talk.interrupt()
    else:
        _meaning(talk, text, understanding)


def _asked_for_words(talk: Talk) -> bool:
    draft = talk.session.draft
    if talk.floor == survey.TOPIC:
        return survey.takes_any_words(talk)
    return bool(talk.floor == request.TOPIC and draft and (draft.adding or not draft.request))


def _before_consent(talk: Talk, text: str, understanding: Understanding | None) -> None:
    """Nothing said before the yes is kept."""
    reading = read(understanding)
    if talk.floor == language.TOPIC and language.said(talk, text, understanding):
        return
    if talk.floor == privacy.ERASE and privacy.erase_said(talk, text, understanding):
        return
    if talk.session.consent == "refused" or talk.floor == welcome.TOPIC:
        if welcome.said(talk, text, understanding) or language.said(talk, text, understanding):
            return
        if reading.intent in ("ask_bot", "talk_to_human", "delete_data"):
            smalltalk.answer(talk, reading.intent, text, reading.language)
        elif reading.intent == "change_language":
            language.show(talk)
        else:
            welcome.explain(talk)
    else:
        welcome.show(talk)


def _meaning(talk: Talk, text: str, understanding: Understanding | None) -> None:
    """Words that answer no open question: a need, a turn of the dialogue, or neither."""
    reading = read(understanding)
    floor = talk.floor
    wordy = len(text.split()) >= WORDY
    sure = reading.kind is Kind.SURE and (floor != survey.TOPIC or wordy)
    unsure = reading.kind is Kind.UNSURE and (floor in ("", request.TOPIC) or wordy)
    if choice := menu.typed(talk, text):
        _menu_pressed(talk, choice)
    elif sure or unsure:
        request.record(talk, text, understanding, reading)
    elif reading.kind is Kind.DIALOGUE and not (reading.intent in ("affirm", "deny", "greet") and floor):
        smalltalk.answer(talk, reading.intent, text, reading.language)
    elif floor == survey.TOPIC:
        survey.refuse(talk)
    elif floor == place.TOPIC:
        place.not_found(talk)
    else:
        smalltalk.answer(talk, "out_of_scope", text, reading.language)


def _location(talk: Talk, event: LocationShared) -> None:
    if talk.session.stopped:
        privacy.remind_stopped(talk)
    elif talk.session.consent != "given":
        welcome.explain(talk)
    else:
        if not _is_taken(talk, event):
            place.located(talk, event.latitude, event.longitude)
