"""Tables as files: CSV row by row, XLSX through a temporary file, both in flat memory."""

from core.tables.csv_file import csv_lines
from core.tables.serving import file_response, stream_response
from core.tables.xlsx_file import Sheet, write_xlsx

CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
}

__all__ = ["CONTENT_TYPES", "Sheet", "csv_lines", "file_response", "stream_response", "write_xlsx"]
