"""`quartier staff`: who of the city may do what."""

import asyncio
from typing import Annotated

import typer

from bot.app import opened_store
from bot.cli.output import Json, show, show_json, stop
from bot.settings import load_settings
from bot.store import Operator, Role, StaffMember, UnknownRow

app = typer.Typer(help="Staff members and their roles.", no_args_is_help=True)


def _row(member: StaffMember) -> dict[str, object]:
    return {"id": member.id, "name": member.name, "role": member.role.value}


@app.command()
def add(
    telegram_id: Annotated[int, typer.Option(help="The person's numeric Telegram id.")],
    role: Annotated[Role, typer.Option(help="What the person may do.")],
    name: Annotated[str, typer.Option(help="The name under which staff know the person.")] = "",
    json: Json = False,
) -> None:
    """Add a staff member."""

    async def work() -> StaffMember:
        async with opened_store(load_settings()) as store:
            return await store.staff.add(Operator(), telegram_id, role, name or role.value)

    member = asyncio.run(work())
    if json:
        show_json(_row(member))
    else:
        print(f"Added: {member.name}, with the role {member.role.value} ({member.id}).")


@app.command("list")
def list_(json: Json = False) -> None:
    """List all staff members."""

    async def work() -> list[StaffMember]:
        async with opened_store(load_settings()) as store:
            return list(await store.staff.list())

    rows = [_row(member) for member in asyncio.run(work())]
    show(rows, as_json=json, rows=rows, empty="There are no staff members yet: quartier staff add --help")


@app.command()
def remove(
    staff_id: Annotated[str, typer.Argument(help="The id from `quartier staff list`.")], json: Json = False
) -> None:
    """Remove a staff member; what they did stays in the audit trail."""

    async def work() -> None:
        async with opened_store(load_settings()) as store:
            await store.staff.remove(Operator(), staff_id)

    try:
        asyncio.run(work())
    except UnknownRow:
        stop(f"There is no staff member with the id {staff_id}; see `quartier staff list`.")
    if json:
        show_json({"removed": staff_id})
    else:
        print("Removed.")
