"""Rules and calendars as files: JSON both ways, calendars as iCalendar too. All or nothing."""

from directory.exchange.importing import Imported, import_icalendar, import_json
from directory.exchange.writing import write_icalendar, write_json

__all__ = ["Imported", "import_icalendar", "import_json", "write_icalendar", "write_json"]
