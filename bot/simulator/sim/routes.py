"""The addresses of `/sim`."""

from starlette.convertors import Convertor, register_url_convertor
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.simulator.errors import SimError
from bot.simulator.sim import control, people, pressing, reading, sending
from bot.simulator.sim.bodies import answering


class _Signed(Convertor[int]):
    """Chat ids: those of groups are negative."""

    regex = "-?[0-9]{1,18}"

    def convert(self, value: str) -> int:
        return int(value)

    def to_string(self, value: int) -> str:
        return str(value)


register_url_convertor("signed", _Signed())
_CHAT = "/chats/{chat_id:signed}"


async def _nothing(request: Request) -> Response:
    raise SimError("There is nothing at this address; see the README of the simulator.", 404)


ROUTES = [
    Route(path, answering(handler), methods=[method])
    for method, path, handler in (
        ("POST", "/users", people.add_user),
        ("GET", "/users", people.list_users),
        ("POST", "/groups", people.add_group),
        ("GET", "/bots", people.list_bots),
        ("GET", _CHAT, people.show_chat),
        ("POST", f"{_CHAT}/language", people.set_language),
        ("POST", f"{_CHAT}/send", sending.send),
        ("POST", f"{_CHAT}/edit", sending.edit),
        ("POST", f"{_CHAT}/press", pressing.press),
        ("POST", f"{_CHAT}/vote", pressing.vote),
        ("POST", f"{_CHAT}/block", pressing.block),
        ("GET", f"{_CHAT}/messages", reading.messages),
        ("GET", "/files/{file_id}", reading.file),
        ("GET", "/events", reading.events),
        ("GET", "/calls", control.calls),
        ("GET", "/faults", control.list_faults),
        ("POST", "/faults", control.add_fault),
        ("DELETE", "/faults", control.clear_faults),
        ("POST", "/flood", control.flood),
        ("POST", "/updates", control.add_update),
        ("POST", "/reset", control.reset),
    )
] + [Route("/{rest:path}", answering(_nothing))]
