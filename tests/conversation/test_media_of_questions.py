"""Pictures and sounds that a form shows with its questions, notes and choices."""

from dataclasses import replace

from bot.conversation.replies import Media, Message
from bot.surveys import Choice, Question, QuestionType, Survey, Surveys
from tests.conversation.resident import Resident, joined, the_world

PLACE = Question(
    "place",
    QuestionType.SELECT_ONE,
    {"de": "Wo?", "ar": "أين؟"},
    media={"audio": {"de": "wo-de.ogg", "ar": "wo-ar.ogg"}, "image": {"de": "karte.png"}},
    choices=(
        Choice("park", {"de": "Park"}, media={"image": {"de": "park.png"}}),
        Choice("street", {"de": "Straße"}),
    ),
)
WORDS = Question("words", QuestionType.INTEGER, {"de": "Wie oft?"}, hint={"de": "Im Jahr"})
NOTE = Question("thanks", QuestionType.NOTE, {"de": "Gleich fertig."}, media={"video": {"de": "film.mp4"}})
LAST = Question("last", QuestionType.TEXT, {"de": "Noch etwas?"})


def answering(*questions: Question, language: str = "de") -> Resident:
    survey = Survey("heat", 1, {"de": "Hitze"}, "de", questions)
    return joined(language, world=replace(the_world(), surveys=Surveys([survey]))).commands("/survey")


def media(resident: Resident) -> list[tuple[str, str, str]]:
    """Kind, name and caption of all that the last turn sent."""
    assert resident.turn
    messages = [reply for reply in resident.turn.replies if isinstance(reply, Message)]
    return [(each.kind, each.name, each.caption) for message in messages for each in message.media]


def test_a_question_brings_its_media_and_those_of_its_choices_in_the_residents_language() -> None:
    assert media(answering(PLACE)) == [
        ("image", "karte.png", ""),
        ("audio", "wo-de.ogg", ""),
        ("image", "park.png", "Park"),
    ]
    arabic = answering(PLACE, language="ar")
    assert ("audio", "wo-ar.ogg", "") in media(arabic)
    assert ("image", "karte.png", "") in media(arabic), "falls back as texts do"


def test_nobody_hears_a_language_that_is_neither_theirs_nor_the_forms() -> None:
    strange = replace(PLACE, media={"audio": {"ar": "wo-ar.ogg"}, "image": {"ar": "karte-ar.png"}})
    assert [name for _, name, _ in media(answering(strange, language="tr"))] == ["karte-ar.png", "park.png"]
    assert ("audio", "wo-ar.ogg", "") in media(answering(strange, language="ar"))


def test_the_file_is_named_by_survey_and_version() -> None:
    resident = answering(WORDS, replace(LAST, media={"image": {"de": "a.png"}})).says("3")
    assert resident.screen[-1].media == (Media("image", "heat", 1, "a.png"),)


def test_what_has_media_stands_below_them_and_never_in_an_earlier_place() -> None:
    resident = answering(replace(PLACE, media={}, choices=PLACE.choices[1:]), NOTE, LAST)
    resident.presses("Straße")
    assert resident.turn
    note, question = (reply for reply in resident.turn.replies if isinstance(reply, Message))
    assert (note.edits, question.edits) == (False, False)
    assert [each.name for each in note.media] == ["film.mp4"]


def test_media_come_once_and_again_only_to_who_comes_back() -> None:
    pictured = replace(WORDS, media={"image": {"de": "kalender.png"}})
    resident = answering(pictured, LAST)
    assert media(resident) == [("image", "kalender.png", "")]
    assert media(resident.says("weiß nicht")) == [], "a refused answer repeats the question alone"
    assert media(resident.presses("💡")) == []
    assert resident.turn
    assert [reply.edits for reply in resident.turn.replies if isinstance(reply, Message)] == [True]
    assert media(resident.says("7")) == []
    assert media(resident.presses("Zurück")) == [("image", "kalender.png", "")]
    resident.presses("Pause").commands("/survey")
    assert media(resident.presses("Weiter")) == [("image", "kalender.png", "")]


def test_many_choices_show_no_pictures_of_their_own() -> None:
    many = tuple(
        Choice(f"c{number}", {"de": f"Ort {number}"}, media={"image": {"de": f"{number}.png"}})
        for number in range(11)
    )
    assert media(answering(replace(PLACE, media={}, choices=many))) == []
    assert len(media(answering(replace(PLACE, media={}, choices=many[:10])))) == 10


def test_blank_names_and_unknown_kinds_send_nothing() -> None:
    odd = replace(LAST, media={"image": {"de": " ", "ar": ""}, "smell": {"de": "rose.bin"}})
    assert media(answering(odd)) == []
