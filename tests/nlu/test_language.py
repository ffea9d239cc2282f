"""Which language a text is in, with and without the resident's own choice."""

import pytest

from nlu import EmbeddedInterpreter


@pytest.mark.parametrize(
    ("text", "hint", "language"),
    [
        # Clear evidence goes before the hint.
        ("merhaba, kreş arıyorum", "de", "tr"),
        ("I need a flat for my family", "tr", "en"),
        ("خانه پیدا نمی‌کنم", "ar", "fa"),
        ("أبحث عن بيت", "fa", "ar"),
        ("шукаю квартиру для сім'ї", "ru", "uk"),
        # In Latin letters, too.
        ("mne nuzhna rabota pomogite", "de", "ru"),
        ("ana bdawar 3la bet la 3elte", "de", "ar"),
        # What several languages share is settled by the hint.
        ("да", "ru", "ru"),
        ("да", "bg", "bg"),
        ("ok", "pl", "pl"),
        ("no", "es", "es"),
        ("👍", "ro", "ro"),
        ("12345", "uk", "uk"),
        # Languages that the bot does not speak.
        ("sto cercando una casa per la mia famiglia", "de", "other"),
        ("γειά σας", "de", "other"),
        ("你好", None, "other"),
        ("👍", None, "other"),
        ("", None, "other"),
        ("hallo, wie geht es", "xx", "de"),
    ],
)
def test_language(interpreter: EmbeddedInterpreter, text: str, hint: str | None, language: str) -> None:
    assert interpreter.parse(text, hint).language == language
