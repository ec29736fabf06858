"""Prints who can log in to the demo."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from cms.demo import logins


class Command(BaseCommand):
    help = "Prints the addresses, log-ins and the password of the demo."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("There are no demo log-ins outside the demo.")
        self.stdout.write(logins.as_text(settings.BASE_URL))
