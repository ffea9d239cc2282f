"""The command `quartier`: one small module per group of commands."""

from bot.cli.main import main

__all__ = ["main"]
