"""What follows from an understanding."""

from pathlib import Path

import pytest

from nlu.decision import (
    Dialogue,
    Emergency,
    OutOfScope,
    Sure,
    Thresholds,
    Unsure,
    decide,
    load_thresholds,
)
from nlu.understanding import AreaMention, Intent, Segment, Understanding

LIMITS = Thresholds(
    emergency=0.2,
    emergency_in_a_word=0.4,
    dialogue=0.5,
    out_of_scope=0.5,
    sure=0.6,
    also=0.3,
    candidate=0.05,
)


def read(**confidences: float) -> tuple[Intent, ...]:
    return tuple(Intent(label, c) for label, c in sorted(confidences.items(), key=lambda item: -item[1]))


def understood(*segments: tuple[Intent, ...], whole: tuple[Intent, ...] | None = None) -> Understanding:
    intents = segments[0] if whole is None else whole
    return Understanding("de", intents, tuple(Segment("…", own) for own in segments))


def test_one_clear_need() -> None:
    assert decide(understood(read(housing=0.8, money=0.1)), LIMITS) == Sure(("housing",))


def test_several_needs_come_in_order_of_mention() -> None:
    first, second = read(mobility=0.7), read(childcare=0.9)
    whole = read(childcare=0.9, mobility=0.7)
    assert decide(understood(first, second, first, whole=whole), LIMITS) == Sure(("mobility", "childcare"))


def test_beside_a_sure_need_another_one_may_be_less_sure() -> None:
    sure, likely, doubtful = read(mobility=0.7), read(childcare=0.4), read(money=0.2)
    assert decide(understood(likely, sure, doubtful), LIMITS) == Sure(("childcare", "mobility"))
    assert decide(understood(likely, doubtful), LIMITS) == Unsure(("childcare",))


def test_an_unclear_need_is_asked_back_with_at_most_four_candidates() -> None:
    reading = read(housing=0.4, money=0.3, advice=0.2, work=0.1, care=0.06, health=0.01)
    assert decide(understood(reading), LIMITS) == Unsure(("housing", "money", "advice", "work"))


def test_dialogue_needs_confidence() -> None:
    assert decide(understood(read(greet=0.9)), LIMITS) == Dialogue("greet")
    assert decide(understood(read(greet=0.4, community=0.3)), LIMITS) == Unsure(("community",))


def test_an_emergency_goes_before_everything_else() -> None:
    assert decide(understood(read(housing=0.9, emergency=0.25)), LIMITS) == Emergency()


def test_a_word_alone_is_an_emergency_only_where_it_is_likelier_one() -> None:
    def said(text: str, **confidences: float) -> Understanding:
        return Understanding("de", read(**confidences), (Segment(text, read(**confidences)),))

    assert decide(said("Emma", out_of_scope=0.6, emergency=0.3), LIMITS) == OutOfScope()
    assert decide(said("Emma atmet", out_of_scope=0.6, emergency=0.3), LIMITS) == Emergency()
    assert decide(said("Hilfe!", out_of_scope=0.1, emergency=0.4), LIMITS) == Emergency()


def test_the_name_of_a_place_is_no_emergency() -> None:
    def said(text: str, *places: str) -> Understanding:
        reading = read(emergency=0.5)
        found = tuple(AreaMention(place, 0, len(place), ("050",)) for place in places)
        return Understanding("de", reading, (Segment(text, reading),), found)

    assert decide(said("Alt-Scharnhorst", "Alt-Scharnhorst"), LIMITS) == OutOfScope()
    assert decide(said("Feuer in Alt-Scharnhorst", "Alt-Scharnhorst"), LIMITS) == Emergency()


def test_what_is_nothing_of_ours_or_was_not_understood_is_out_of_scope() -> None:
    assert decide(understood(read(out_of_scope=0.8, housing=0.1)), LIMITS) == OutOfScope()
    assert decide(understood(read(out_of_scope=0.3, housing=0.01)), LIMITS) == OutOfScope()
    assert decide(Understanding("other"), LIMITS) == OutOfScope()


def test_the_shipped_thresholds_can_be_read() -> None:
    assert load_thresholds().emergency < load_thresholds().sure


def test_a_threshold_that_is_no_confidence_is_named(tmp_path: Path) -> None:
    path = tmp_path / "thresholds.yml"
    path.write_text("emergency: 3\n", encoding="utf-8")
    with pytest.raises(
        ValueError, match=r"^thresholds\.yml: emergency must be a number from 0 to 1, not 3\.$"
    ):
        load_thresholds(path)
