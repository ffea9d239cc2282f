"""In which Quartier a resident lives: by button, by name or postcode, by location."""

from math import isfinite
from typing import Final

from bot.areas import Area
from bot.conversation.facts import AreaChosen
from bot.conversation.talk import Row, Talk, grid
from bot.wording import same
from nlu.understanding import Understanding

TOPIC: Final = "place"
UNKNOWN: Final = "-"  # the session's area of somebody who would rather not say


def show(talk: Talk, thanks: str = "") -> None:
    """Asks for the Quartier, beginning with the districts; `thanks` comes first."""
    t = talk.t
    talk.enter(TOPIC)
    talk.new_question()
    city = talk.world.areas.root
    question = t(
        "📍 Where in {city} do you live? Press a button, or write the name or the postcode.", city=city.name
    )
    talk.say(
        f"{thanks}\n\n{question}" if thanks else question,
        *_choices(talk, talk.world.areas.children()),
        *_other_ways(talk),
    )


def _choices(talk: Talk, areas: tuple[Area, ...]) -> tuple[Row, ...]:
    return grid([talk.button(area.name, TOPIC, area.id) for area in areas], 2)


def _other_ways(talk: Talk) -> tuple[Row, ...]:
    t = talk.t
    return (
        (talk.button(t("📍 Send my location"), TOPIC, "_here"),),
        (talk.button(t("I would rather not say"), TOPIC, "_none"),),
    )


def pressed(talk: Talk, value: str) -> None:
    """A district opens, a quarter is chosen."""
    t, areas = talk.t, talk.world.areas
    if value == "_here":
        talk.ask_location(
            t("Press the button below to send your location. I keep only the neighbourhood, not the point."),
            t("📍 Send my location"),
        )
    elif value == "_none":
        _choose_none(talk)
    elif value == "_keep":
        talk.finish(TOPIC)
    elif value == "_top":
        _list(talk, t("Which part of {city}?", city=areas.root.name), areas.children(), top=False)
    elif value.startswith("=") and (area := areas.get(value[1:])):
        _choose(talk, area, "button")
    elif area := areas.get(value):
        _open(talk, area, "button")


def _open(talk: Talk, area: Area, how: str) -> None:
    inner = talk.world.areas.children(area.id)
    if not inner:
        _choose(talk, area, how)
        return
    t = talk.t
    whole = (talk.button(t("Somewhere in {area}", area=area.name), TOPIC, f"={area.id}"),)
    _list(talk, t("Where in {area}?", area=area.name), inner, whole)


def _list(talk: Talk, text: str, areas: tuple[Area, ...], *rows: Row, top: bool = True) -> None:
    back = ((talk.button(talk.t("⬅️ Back"), TOPIC, "_top"),),) if top else _other_ways(talk)
    talk.say(text, *_choices(talk, areas), *rows, *back, edits=True)


def said(talk: Talk, text: str, understanding: Understanding | None) -> bool:
    """A typed place. Takes only what names one; the rest may be something else than a place."""
    t, areas = talk.t, talk.world.areas
    if any(same(text, label) for label in talk.world.catalogues.every("I would rather not say")):
        _choose_none(talk)
        return True
    found = areas.find(text)
    if not found and understanding:
        named = {area_id for mention in understanding.areas for area_id in mention.areas}
        found = tuple(area for area in map(areas.get, sorted(named)) if area)
    if not found:
        return False
    if len(found) == 1:
        _open(talk, found[0], "name")
    else:
        talk.new_question()
        _list(talk, t("There is more than one. Which do you mean?"), found)
    return True


def not_found(talk: Talk) -> None:
    """Nothing by that name."""
    t = talk.t
    talk.new_question()
    talk.say(
        t(
            "I do not know this place in {city}. Please try the postcode, or press a button.",
            city=talk.world.areas.root.name,
        ),
        *_choices(talk, talk.world.areas.children()),
        *_other_ways(talk),
    )


def located(talk: Talk, latitude: float, longitude: float) -> None:
    """A shared point. Asked for, it answers; out of the blue, it is asked whether it is home."""
    t = talk.t
    here = talk.world.areas.locate(latitude, longitude) if isfinite(latitude + longitude) else None
    asked = talk.floor == TOPIC
    if here is None or here.area is None:
        talk.put_away_keyboard(
            t(
                "This place is outside {city}. I only know neighbourhoods in {city}.",
                city=talk.world.areas.root.name,
            )
        )
        if asked:
            show(talk)
        else:
            talk.interrupt()
    elif asked:
        talk.put_away_keyboard(t("Thank you, I have found it."))
        _choose(talk, here.area, "location")
    else:
        talk.enter(TOPIC)
        talk.new_question()
        talk.say(
            t("This is in {area}. Do you live there?", area=here.area.name),
            (talk.button(t("Yes"), TOPIC, f"={here.area.id}"), talk.button(t("No"), TOPIC, "_keep")),
        )


def _choose(talk: Talk, area: Area, how: str) -> None:
    talk.session.area = area.id
    talk.note(AreaChosen(area.id, how))
    talk.close(talk.t("👍 {area}, I have noted it.", area=area.name))
    talk.finish(TOPIC)


def _choose_none(talk: Talk) -> None:
    talk.session.area = UNKNOWN
    talk.note(AreaChosen(None, "none"))
    talk.close(talk.t("That is fine. You can tell me later with /quartier."))
    talk.finish(TOPIC)


def resume(talk: Talk) -> None:
    show(talk)
