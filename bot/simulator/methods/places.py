"""Locations, venues and contacts."""

from bot.simulator.errors import error
from bot.simulator.jsontypes import Json
from bot.simulator.methods.call import Call
from bot.simulator.methods.texts import send
from bot.simulator.parameters import Parameters


def location(parameters: Parameters) -> Json:
    """Telegram's Location from a call. Raises ApiError."""
    latitude, longitude = parameters.number("latitude"), parameters.number("longitude")
    if abs(latitude) > 90 or abs(longitude) > 180:
        raise error("location_wrong")
    found: Json = {"latitude": latitude, "longitude": longitude}
    if parameters.values.get("horizontal_accuracy") not in (None, ""):
        found["horizontal_accuracy"] = min(max(parameters.number("horizontal_accuracy"), 0.0), 1500.0)
    return found


def send_location(call: Call) -> Json:
    """https://core.telegram.org/bots/api#sendlocation"""
    return send(call, {"location": location(call.parameters)})


def send_venue(call: Call) -> Json:
    """https://core.telegram.org/bots/api#sendvenue; it carries its location twice, as Telegram's does."""
    place = location(call.parameters)
    venue = {"location": place, "title": _required(call, "title"), "address": _required(call, "address")}
    return send(call, {"venue": venue, "location": place})


def send_contact(call: Call) -> Json:
    """https://core.telegram.org/bots/api#sendcontact"""
    contact = {"phone_number": _required(call, "phone_number"), "first_name": _required(call, "first_name")}
    if last_name := call.parameters.text("last_name"):
        contact["last_name"] = last_name
    return send(call, {"contact": contact})


def _required(call: Call, name: str) -> str:
    text = call.parameters.text(name).strip()
    if not text:
        raise error("parameter_required", name=name)
    return text
