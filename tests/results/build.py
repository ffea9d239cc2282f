"""A survey with every kind of answer, and residents who give some of them."""

from bot.conversation import facts as f
from bot.store import Store
from bot.surveys import Answer, Choice, Question, QuestionType, Survey
from tests.store.build import agrees

LIKES = (
    Choice("park", {"de": "Park", "ar": "حديقة"}),
    Choice("street", {"de": "Straße", "ar": "شارع"}),
)
HOME = Survey(
    code="home",
    version=1,
    title={"de": "Zuhause"},
    default_language="de",
    questions=(
        Question(
            "topic",
            QuestionType.SELECT_ONE,
            {"de": "Was fehlt?", "ar": "ما الذي ينقص؟"},
            choices=(
                Choice("kita", {"de": "**Kita**", "ar": "روضة"}),
                Choice("doctor", {"de": "Arzt"}),
                Choice("other", {}),
            ),
            other=True,
        ),
        Question("topic_other", QuestionType.TEXT, relevant="selected(${topic}, 'other')"),
        Question("places", QuestionType.SELECT_MULTIPLE, {"de": "Wo?"}, choices=LIKES),
        Question("order", QuestionType.RANK, {"de": "Was zuerst?"}, choices=LIKES),
        Question(
            "mood", QuestionType.RANGE, {"de": "Wie gut?"}, parameters={"start": "1", "end": "5", "step": "1"}
        ),
        Question(
            "child",
            QuestionType.REPEAT,
            {"de": "Kind"},
            questions=(
                Question("age", QuestionType.INTEGER, {"de": "Wie alt?"}),
                Question("likes", QuestionType.SELECT_MULTIPLE, {"de": "Wo gern?"}, choices=LIKES),
            ),
        ),
        Question("born", QuestionType.DATE, {"de": "Geboren?"}),
        Question("words", QuestionType.TEXT, {"de": "Was noch?"}),
        Question("spot", QuestionType.GEOPOINT, {"de": "Wo genau?"}),
        Question("photo", QuestionType.IMAGE, {"de": "Ein Foto?"}),
        Question("twice", QuestionType.CALCULATE, calculation="${mood} * 2"),
        Question("echo", QuestionType.CALCULATE, calculation="concat('said: ', ${words})"),
        Question("begun_at", QuestionType.START),
    ),
)


async def answered(
    store: Store,
    chat: str,
    *more: f.Fact,
    area: str | None = "hafen",
    language: str = "de",
    voice: bool = False,
    done: bool = True,
    survey: Survey = HOME,
    **answers: Answer,
) -> None:
    """Somebody answers `survey` as `r{chat}`; `child__1` is the path `child[1]`."""
    response = f"r{chat}"
    await agrees(
        store,
        f.AreaChosen(area, "name"),
        f.ResponseStarted(response, survey.code, survey.version, language),
        *(
            f.AnswerGiven(response, _path(name), value, language, voice and isinstance(value, str))
            for name, value in answers.items()
        ),
        *more,
        *([f.ResponseCompleted(response)] if done else []),
        chat=chat,
    )


def _path(name: str) -> str:
    name, parted, number = name.partition("__")
    return f"{name}[{number}]" if parted else name
