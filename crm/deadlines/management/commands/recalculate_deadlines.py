"""manage.py recalculate_deadlines: recount running terms after a calendar has changed."""

from argparse import ArgumentParser
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from core import clock
from crm.deadlines.recalculation import Move, preview, recalculate
from directory.models import WorkingCalendar


class Command(BaseCommand):
    help = "Move the dates of running terms to what the calendars say now; each is journalled."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--calendar", metavar="CODE", help="Only terms of this calendar.")
        parser.add_argument("--dry-run", action="store_true", help="Only say what would move.")
        parser.add_argument("--actor", metavar="EMAIL", help="Who decided; stands in the journal.")

    def handle(self, *args: Any, **options: Any) -> None:
        code = options["calendar"]
        if code and not WorkingCalendar.objects.filter(code=code).exists():
            raise CommandError(f"There is no calendar {code}.")
        actor = self._actor(options["actor"])
        is_dry = options["dry_run"]
        moves = preview(code) if is_dry else recalculate(actor, clock.now(), code)
        count = 0
        for move in moves:
            count += 1
            self.stdout.write(_told(move))
        self.stdout.write(f"would move: {count}" if is_dry else f"moved: {count}")

    def _actor(self, email: str | None) -> Any:
        if not email:
            return None
        actor = get_user_model()._default_manager.filter(email__iexact=email).first()
        if actor is None:
            raise CommandError(f"There is no account {email}.")
        return actor


def _told(move: Move) -> str:
    """Due and target, from and to."""
    (_nominal, due, target), (_new, new_due, new_target) = move.before, move.after
    what = f"{move.clock_id} {move.rule_code} ({move.calendar_code})"
    return f"{what}: due {due} → {new_due}, target {target} → {new_target}"
