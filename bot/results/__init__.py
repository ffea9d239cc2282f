"""What came back from a survey: its figures as data, and its responses as CSV, XLSX and JSON lines."""

from bot.results.columns import NAMES, Cell, Column, columns
from bot.results.figures import figures_data
from bot.results.files import FORMATS, ExportProblem, write_export

__all__ = ["FORMATS", "NAMES", "Cell", "Column", "ExportProblem", "columns", "figures_data", "write_export"]
