"""Private files without a row: listed, and with --delete removed."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from core import clock
from core.private_files.sweeping import orphans


class Command(BaseCommand):
    help = "List private files older than a day that no row names; --delete removes them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--delete", action="store_true", help="delete what is listed")

    def handle(self, *args: Any, **options: Any) -> None:
        count = 0
        for path in orphans(clock.now()):
            count += 1
            self.stdout.write(str(path))
            if options["delete"]:
                path.unlink(missing_ok=True)
        self.stdout.write(f"{count} {'deleted' if options['delete'] else 'found'}")
