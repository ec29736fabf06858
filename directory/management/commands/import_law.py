"""manage.py import_law FILE: calendars, rules, classifiers, profiles, fees; all or nothing."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from core import clock
from core.errors import RuleBroken
from directory.exchange import Imported, import_icalendar, import_json
from directory.models import WorkingCalendar


class Command(BaseCommand):
    help = "Take in what the law says from JSON (or a calendar from .ics), all or nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file")
        parser.add_argument("--calendar", metavar="CODE", help="Whose days a foreign .ics holds.")
        parser.add_argument("--dry-run", action="store_true", help="Say what would change.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            data = Path(options["file"]).read_bytes()
        except OSError as trouble:
            message = f"{options['file']} cannot be read: {trouble.strerror}."
            raise CommandError(message) from trouble
        calendar = self._calendar(options["calendar"])
        try:
            with transaction.atomic():
                done = self._take_in(options["file"], data, calendar)
                transaction.set_rollback(options["dry_run"])
        except RuleBroken as trouble:
            raise CommandError(f"{options['file']}: {trouble}") from trouble
        for verb, names in (("added", done.added), ("changed", done.changed)):
            for name in names:
                self.stdout.write(f"{verb}: {name}")
        self.stdout.write(f"as before: {done.same}")

    def _take_in(self, name: str, data: bytes, calendar: WorkingCalendar | None) -> Imported:
        if name.lower().endswith((".ics", ".ical")):
            return import_icalendar(data, None, clock.now(), calendar)
        return import_json(data, None, clock.now())

    def _calendar(self, code: str | None) -> WorkingCalendar | None:
        calendar = WorkingCalendar.objects.filter(code=code).first() if code else None
        if code and calendar is None:
            raise CommandError(f"There is no calendar {code}.")
        return calendar
