"""manage.py load_reference: calendars, deadline rules, classifiers, profiles. Safe to repeat."""

from typing import Any

from django.core.management.base import BaseCommand

from directory.services import load_reference_data


class Command(BaseCommand):
    help = "Add the calendars, deadline rules, classifiers and profiles that are missing."

    def handle(self, *args: Any, **options: Any) -> None:
        added = load_reference_data()
        told = ", ".join(f"{name}: {count}" for name, count in added.items() if count)
        self.stdout.write(f"Reference data added: {told}." if told else "Reference data is there.")
