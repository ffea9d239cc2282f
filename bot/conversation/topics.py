"""The topics a conversation can be in; each answers presses and words and can put its question again."""

from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

from bot.conversation import language, place, privacy, request, survey, welcome
from bot.conversation.talk import Talk
from nlu.understanding import Understanding


def _no_words(talk: Talk, text: str, understanding: Understanding | None) -> bool:
    return False


class Topic(NamedTuple):
    """What a topic does with a press, with words (False: not mine), and to put its open question again."""

    pressed: Callable[[Talk, str], None]
    resume: Callable[[Talk], None]
    said: Callable[[Talk, str, Understanding | None], bool] = _no_words


TOPICS: Final[Mapping[str, Topic]] = {
    welcome.TOPIC: Topic(welcome.pressed, welcome.resume, welcome.said),
    language.TOPIC: Topic(language.pressed, language.resume, language.said),
    place.TOPIC: Topic(place.pressed, place.resume, place.said),
    survey.TOPIC: Topic(survey.pressed, survey.resume, survey.said),
    request.TOPIC: Topic(request.pressed, request.resume, request.said),
    privacy.TOPIC: Topic(privacy.pressed, privacy.show),
    privacy.ERASE: Topic(privacy.erase_pressed, privacy.ask_to_erase, privacy.erase_said),
}
