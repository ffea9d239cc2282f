"""Reading XLSForm: Excel workbooks, CSV files and folders, Markdown tables. Source: https://xlsform.org/en/"""

from bot.surveys.xlsform.reader import Reading, read_xlsform

__all__ = ["Reading", "read_xlsform"]
