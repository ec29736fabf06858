from typing import Any

from django.core.management.base import BaseCommand

from core import clock
from crm.publishing.services import publish_figures


class Command(BaseCommand):
    help = "Count the public figures of the last year anew."

    def handle(self, *args: Any, **options: Any) -> None:
        written = publish_figures(clock.now())
        self.stdout.write(f"{written} figures published.")
