"""Surveys written back: as an XLSForm workbook for people with Excel, or as YAML for those who keep them in git.

Reading what was written gives the same survey again. What a form cannot say is refused (`Unwritable`).
"""

from bot.surveys.export.sheets import Sheet, sheets_of
from bot.surveys.export.unwritable import Unwritable
from bot.surveys.export.workbook import workbook_of
from bot.surveys.export.yaml_writer import yaml_of

__all__ = ["Sheet", "Unwritable", "sheets_of", "workbook_of", "yaml_of"]
