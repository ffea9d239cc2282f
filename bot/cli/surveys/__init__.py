"""`quartier survey`: the surveys that residents can answer. One module per command."""

import typer

from bot.cli.surveys import checking, exporting, importing, link, listing, preview, results

app = typer.Typer(help="Surveys.", no_args_is_help=True)
app.command("list")(listing.list_)
app.command("check")(checking.check)
app.command("import")(importing.import_)
app.command("export")(exporting.export)
app.command("results")(results.results)
app.command("link")(link.link)
app.command("preview")(preview.preview)
