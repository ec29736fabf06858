"""Writes the table of schedules into django-q."""

from typing import Any

from django.core.management.base import BaseCommand

from cms import schedule


class Command(BaseCommand):
    help = "Writes the table of schedules into django-q."

    def handle(self, *args: Any, **options: Any) -> None:
        schedule.sync()
