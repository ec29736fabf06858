"""manage.py export_law: calendars and deadline rules as JSON, or one calendar as iCalendar."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core import clock
from directory.exchange import write_icalendar, write_json
from directory.models import DeadlineRule, WorkingCalendar


class Command(BaseCommand):
    help = "Write calendars and deadline rules as JSON; --icalendar CODE writes one calendar."

    def add_arguments(self, parser: ArgumentParser) -> None:
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--calendars", action="store_true", help="Only calendars.")
        what.add_argument("--rules", action="store_true", help="Only rules.")
        what.add_argument("--icalendar", metavar="CODE", help="One calendar as iCalendar.")
        parser.add_argument("--output", metavar="FILE", help="Else to the screen.")

    def handle(self, *args: Any, **options: Any) -> None:
        text = self._text(options)
        if not options["output"]:
            self.stdout.write(text, ending="")
            return
        try:
            Path(options["output"]).write_text(text, "utf-8", newline="")
        except OSError as trouble:
            message = f"{options['output']} cannot be written: {trouble.strerror}."
            raise CommandError(message) from trouble

    def _text(self, options: dict[str, Any]) -> str:
        code = options["icalendar"]
        if code:
            calendar = WorkingCalendar.objects.filter(code=code).first()
            if calendar is None:
                raise CommandError(f"There is no calendar {code}.")
            return write_icalendar(calendar, clock.now())
        calendars = WorkingCalendar.objects.order_by("code")
        rules = DeadlineRule.objects.select_related("calendar").order_by("code", "version")
        return write_json(
            calendars if not options["rules"] else (), rules if not options["calendars"] else ()
        )
