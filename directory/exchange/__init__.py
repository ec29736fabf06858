"""Calendars, rules, classifiers, profiles as files: all or nothing. Calendars as iCalendar too."""

from directory.exchange.importing import Imported, import_icalendar, import_json
from directory.exchange.writing import everything, write_icalendar, write_json

__all__ = [
    "Imported",
    "everything",
    "import_icalendar",
    "import_json",
    "write_icalendar",
    "write_json",
]
