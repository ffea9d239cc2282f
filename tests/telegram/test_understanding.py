"""Words understood beside the event loop."""

from threading import Event

from bot.telegram.understanding import Understander
from nlu.understanding import Understanding


class Interpreter:
    """Answers once it is let; the word "kaputt" breaks it."""

    def __init__(self) -> None:
        self.let = Event()

    def parse(self, text: str, language_hint: str | None = None) -> Understanding:
        if text == "kaputt":
            raise ValueError(text)
        self.let.wait(10)
        return Understanding(language_hint or "de")


async def test_what_is_understood_in_time() -> None:
    interpreter = Interpreter()
    interpreter.let.set()
    understander = Understander(interpreter)
    assert await understander("Es fehlt ein Arzt", "tr") == Understanding("tr")
    understander.close()


async def test_a_turn_goes_on_without_what_comes_too_late_or_breaks() -> None:
    interpreter = Interpreter()
    understander = Understander(interpreter, seconds=0.05)
    assert await understander("Es fehlt ein Arzt", None) is None
    assert await understander("kaputt", None) is None
    interpreter.let.set()
    understander.close()
