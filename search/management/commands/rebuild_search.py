from typing import Any

from django.core.management.base import BaseCommand

from core import clock
from search.services import rebuild


class Command(BaseCommand):
    help = "Writes anew everything that the public search finds; run it after an import."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{rebuild(clock.now())} documents can be found.")
