"""`quartier area`: the city's districts and quarters."""

from pathlib import Path
from typing import Annotated

import typer

from bot.areas import Area, AreaError, AreaTree, import_geojson, load_areas, save_areas
from bot.cli.output import Json, show, show_json, stop
from bot.settings import Settings, load_settings

app = typer.Typer(help="The city's districts and quarters.", no_args_is_help=True)


def city(settings: Settings) -> AreaTree:
    """The areas in use: those of the setting, those that were imported, or the shipped ones."""
    return load_areas(settings.areas_folder)


def _row(area: Area, tree: AreaTree) -> dict[str, object]:
    district = tree.get(area.parent) if area.parent else None
    return {
        "id": area.id,
        "name": area.name,
        "kind": area.kind,
        "in": district.name if district else "",
        "number": area.number,
        "postcodes": " ".join(area.postcodes),
    }


@app.command("list")
def list_(json: Json = False) -> None:
    """List all areas, as residents are offered them."""
    tree = city(load_settings())
    rows = []
    for district in tree.children():
        rows += [_row(area, tree) for area in (district, *tree.children(district.id))]
    show(rows, as_json=json, rows=rows, empty="There are no areas.")


@app.command()
def find(
    words: Annotated[
        list[str], typer.Argument(help="A name, an alias, a postcode, or latitude and longitude.")
    ],
    json: Json = False,
) -> None:
    """Find an area as a resident would: by name, alias, postcode, or as two numbers by location."""
    tree = city(load_settings())
    text = " ".join(words)
    point = _point(text)
    if point:
        here = tree.locate(*point)
        found = [here.area] if here.area else []
    else:
        found = list(tree.find(text))
    rows = [_row(area, tree) for area in found]
    show(rows, as_json=json, rows=rows, empty=f"No area of {tree.root.name} is called so.")
    if not rows:
        raise typer.Exit(1)


def _point(text: str) -> tuple[float, float] | None:
    parts = text.replace(",", " ").split()
    try:
        latitude, longitude = (float(part) for part in parts)
    except ValueError:
        return None
    return latitude, longitude


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="A GeoJSON file in WGS84.")],
    name_property: Annotated[
        str | None, typer.Option(help="The property that holds the areas' names.")
    ] = None,
    key_property: Annotated[
        str | None, typer.Option(help="The property that holds the official keys.")
    ] = None,
    district_property: Annotated[
        str | None, typer.Option(help="The property that names the district.")
    ] = None,
    city_name: Annotated[str | None, typer.Option("--city", help="The city's name.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what would be imported.")] = False,
    json: Json = False,
) -> None:
    """Import the areas of a city, with their polygons, from a GeoJSON file; property names are guessed."""
    settings = load_settings()
    try:
        imported = import_geojson(
            file,
            name_property=name_property,
            key_property=key_property,
            district_property=district_property,
            city=city_name,
        )
        tree = imported.tree()
        if not dry_run:
            save_areas(tree, settings.imported_areas)
    except AreaError as error:
        stop(str(error))
    except OSError as error:
        stop(f"The areas cannot be written to {settings.imported_areas}: {error.strerror}.")
    result = {
        "city": tree.root.name,
        "areas": len(imported.areas),
        "with_polygon": len(imported.shapes),
        "notes": list(imported.notes),
        "folder": None if dry_run else str(settings.imported_areas),
    }
    if json:
        show_json(result)
        return
    for note in imported.notes:
        print(note)
    what = "would be imported" if dry_run else f"imported into {settings.imported_areas}"
    print(f"{len(imported.areas)} areas of {tree.root.name}, {len(imported.shapes)} with a polygon: {what}.")
    if not dry_run:
        print("Restart the bot to use them.")
