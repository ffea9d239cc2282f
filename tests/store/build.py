"""Ready-made turns and residents, so that a story names only what matters."""

from collections.abc import Sequence
from itertools import count

from bot.conversation import facts as f
from bot.conversation.session import Session
from bot.conversation.turn import Turn
from bot.store import NewDelivery, Store
from bot.surveys import Choice, Question, QuestionType, Survey

AGREED = Session(language="de", consent="given")
AGREES = (f.ConsentGiven("2026-11", "de"), f.LanguageChosen("de"))
CHAT = "4711"
_update_ids = count(1)


def next_update_id() -> int:
    return next(_update_ids)


def turn(*facts: f.Fact, session: Session = AGREED) -> Turn:
    return Turn(session, (), facts)


def reply(text: str, lane: str = "reply") -> NewDelivery:
    return NewDelivery("text", {"text": text}, lane)


def request(id: str, text: str = "Hier fehlt ein Spielplatz", *categories: str) -> f.RequestMade:
    return f.RequestMade(id, text, "de", tuple(f.CategoryGuess(each, 0.9) for each in categories))


async def write(store: Store, chat: str = CHAT) -> int:
    """A message comes in."""
    update_id = next_update_id()
    await store.inbox.accept([(update_id, chat, {"text": "hallo"})])
    return update_id


async def happens(
    store: Store,
    *facts: f.Fact,
    chat: str = CHAT,
    replies: Sequence[NewDelivery] = (),
    session: Session = AGREED,
) -> None:
    """A message comes in and is answered with a turn of these facts."""
    await write(store, chat)
    async with store.inbox.claim() as work:
        assert work
        assert work.chat == chat
        await (await work.conversation()).apply(turn(*facts, session=session), replies)


async def agrees(store: Store, *facts: f.Fact, chat: str = CHAT) -> None:
    """Somebody takes part, and says `facts`."""
    await happens(store, *AGREES, *facts, chat=chat)


SURVEY = Survey(
    code="lack",
    version=1,
    title={"de": "Bedarf"},
    default_language="de",
    questions=(
        Question(
            "topic",
            QuestionType.SELECT_ONE,
            {"de": "Was fehlt?"},
            choices=(Choice("kita", {"de": "Kita"}), Choice("doctor", {"de": "Arzt"})),
        ),
        Question(
            "places",
            QuestionType.SELECT_MULTIPLE,
            {"de": "Wo?"},
            choices=(Choice("park", {"de": "Park"}), Choice("street", {"de": "Straße"})),
        ),
        Question("age", QuestionType.INTEGER, {"de": "Alter?"}, constraint=". >= 0 and . <= 120"),
        Question("words", QuestionType.TEXT, {"de": "Was noch?"}),
    ),
)
