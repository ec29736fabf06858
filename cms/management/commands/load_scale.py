from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from cms.scale.loading import ScaleCity
from core import clock
from directory.services import load_reference_data


class Command(BaseCommand):
    help = "Fills a PostgreSQL database with a large made-up city, for benchmarks only."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--cases", type=int, default=200_000)
        parser.add_argument("--addressees", type=int, default=300)
        parser.add_argument("--seed", type=int, default=1)

    def handle(self, *args: Any, **options: Any) -> None:
        if connection.vendor != "postgresql":
            raise CommandError("Rows are written by COPY, which only PostgreSQL has.")
        load_reference_data()
        city = ScaleCity(options["cases"], options["addressees"], options["seed"], clock.now())
        city.load(self.stdout.write)
