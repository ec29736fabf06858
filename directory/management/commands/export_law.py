"""manage.py export_law: what the law says as JSON, or one calendar as iCalendar."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core import clock
from directory.exchange import everything, write_icalendar
from directory.exchange.rows import PARTS
from directory.models import WorkingCalendar


class Command(BaseCommand):
    help = "Write what the law says as JSON, or one calendar as iCalendar."

    def add_arguments(self, parser: ArgumentParser) -> None:
        what = parser.add_mutually_exclusive_group()
        for part in PARTS:
            flag = f"--{part.replace('_', '-')}"
            what.add_argument(flag, action="store_true", help=f"Only {part}.")
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
        return everything(*(part for part in PARTS if options[part]))
