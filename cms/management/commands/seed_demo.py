"""manage.py seed_demo: fill an empty database with the demo city of Вербів."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from cms.demo import build
from core import clock


class Command(BaseCommand):
    help = "Build the demo city; does nothing when the database already has addressees."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("The demo city is built only in the demo.")
        if not build.is_empty():
            self.stdout.write("The database is not empty: the demo city is left as it is.")
            return
        build.build(clock.now(), self.stdout if options["verbosity"] else None)
        self.stdout.write("The demo city is ready.")
