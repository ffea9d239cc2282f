"""Random conversations: the engine never raises, always answers, its session always survives JSON."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.conversation import Need, needs
from bot.conversation.events import (
    ChoicePressed,
    CommandGiven,
    Event,
    LocationShared,
    MediaSent,
    TextEdited,
    TextSent,
    VoiceSent,
)
from bot.conversation.facts import (
    ConsentGiven,
    ConsentRefused,
    ErasureWanted,
    LanguageChosen,
    MessagesResumed,
    MessagesStopped,
)
from bot.conversation.replies import Message
from nlu.taxonomy import load_taxonomy
from nlu.understanding import AreaMention, Intent, Segment, Understanding
from tests.conversation.resident import Resident, areas, buttons_of, surveys

IDS = st.sampled_from(load_taxonomy().ids)
INTENT = st.builds(Intent, IDS, st.floats(0, 1))
LANGUAGE = st.sampled_from(["de", "tr", "ar", "fa", "uk", "other", ""])
AREA_IDS = [area.id for area in areas().children()]
UNDERSTANDING = st.none() | st.builds(
    lambda language, intents, area: Understanding(
        language,
        tuple(sorted(intents, key=lambda each: -each.confidence)),
        tuple(Segment("x", (each,)) for each in intents[:3]),
        (AreaMention("x", 0, 1, (area,)),) if area else (),
    ),
    LANGUAGE,
    st.lists(INTENT, max_size=5, unique_by=lambda each: each.id),
    st.sampled_from(["", *AREA_IDS, "nowhere"]),
)
WORDS = st.one_of(
    st.sampled_from(
        [
            "1",
            "2",
            "٣",
            "ja",
            "nein",
            "Nordmarkt",
            "44145",
            "Türkçe",
            "⬅️ Zurück",
            "Fertig",
            "1,2",
            "Überspringen",
        ]
    ),
    st.text(max_size=60),
    st.text(alphabet="\u200b\u200f\u202e😀\ud800ab {}%<>&", max_size=30),
)
CLIENT = st.sampled_from([None, "de", "ar", "fa-IR", "pt-br", "xx", ""])
COMMANDS = st.sampled_from(
    [
        "start",
        "survey",
        "request",
        "language",
        "quartier",
        "privacy",
        "mydata",
        "delete",
        "stop",
        "help",
        "cancel",
        "x",
    ]
)


@st.composite
def step(draw: st.DrawFn, resident: Resident) -> Event:
    client = draw(CLIENT)
    kind = draw(
        st.sampled_from(
            ["press", "press", "press", "old", "text", "text", "command", "location", "other", "crafted"]
        )
    )
    on_screen = [button.data for message in resident.screen[-4:] for button in buttons_of(message)]
    if kind == "press" and resident.screen:
        newest = [button.data for button in buttons_of(resident.screen[-1])] or on_screen
        if newest:
            return ChoicePressed(data=draw(st.sampled_from(newest)), client_language=client)
    if kind == "old" and on_screen:
        return ChoicePressed(data=draw(st.sampled_from(on_screen)), client_language=client)
    if kind == "command":
        return CommandGiven(name=draw(COMMANDS), argument=draw(st.just("") | WORDS), client_language=client)
    if kind == "location":
        degrees = st.floats(allow_nan=True, allow_infinity=True) | st.floats(51.4, 51.6)
        return LocationShared(
            latitude=draw(degrees), longitude=draw(degrees | st.floats(7.3, 7.6)), client_language=client
        )
    if kind == "crafted":
        topic = draw(
            st.sampled_from(
                ["survey", "place", "request", "consent", "erase", "menu", "language", "privacy", ""]
            )
        )
        asked = draw(st.sampled_from([0, resident.session.asked]))
        return ChoicePressed(data=f"{topic}.{asked}.{draw(st.text(max_size=20))}", client_language=client)
    if kind == "other":
        return draw(
            st.builds(MediaSent, kind=st.text(max_size=9), client_language=CLIENT)
            | st.builds(TextEdited, text=WORDS, client_language=CLIENT)
            | st.builds(
                VoiceSent, text=st.none() | WORDS, understanding=UNDERSTANDING, client_language=CLIENT
            )
        )
    return TextSent(text=draw(WORDS), understanding=draw(UNDERSTANDING), client_language=client)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_random_conversations(data: st.DataObject) -> None:
    resident = Resident()
    for _ in range(data.draw(st.integers(1, 60))):
        stopped, consent = resident.session.stopped, resident.session.consent
        event = data.draw(step(resident))
        known = len(resident.facts)
        resident.does(event)  # raises where the session does not survive JSON or nobody answers
        for fact in resident.facts[known:]:
            if consent != "given" and resident.session.consent != "given":
                assert isinstance(
                    fact,
                    LanguageChosen
                    | ConsentGiven
                    | ConsentRefused
                    | MessagesStopped
                    | MessagesResumed
                    | ErasureWanted,
                )
        if stopped and not resident.session.stopped:
            assert (isinstance(event, CommandGiven) and event.name == "start") or any(
                isinstance(fact, MessagesResumed | ErasureWanted) for fact in resident.facts[known:]
            )
        assert resident.turn
        for reply in resident.turn.replies:
            assert not isinstance(reply, Message) or (reply.text.strip() and len(buttons_of(reply)) <= 100)
        assert resident.session.topics == list(dict.fromkeys(resident.session.topics))
        for run in resident.session.runs.values():
            survey = surveys().get(run.survey, run.version)
            assert survey
            assert all(survey.question(name) for name in run.answers)


def test_data_is_fetched_when_it_is_shown() -> None:
    session = Resident().session
    assert Need.STORED in needs(session, CommandGiven(name="mydata"))
    assert Need.STORED in needs(session, ChoicePressed(data="erase.3.yes"))
    assert Need.UNDERSTANDING in needs(session, TextSent(text="x"))
    assert not needs(session, CommandGiven(name="help"))
