"""manage.py anonymise: what is over its time of keeping; with --act it is anonymised."""

import secrets
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core import clock
from core.accounts.models import User
from core.errors import RuleBroken
from crm.requests.retention import due_for_anonymising
from crm.requests.services.anonymising import anonymise_due


class Command(BaseCommand):
    help = "List records over their time of keeping; with --act --by EMAIL anonymise them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--act", action="store_true", help="anonymise and write the act")
        parser.add_argument("--by", metavar="EMAIL", help="the administrator in whose name")

    def handle(self, *args: Any, **options: Any) -> None:
        at = clock.now()
        due = due_for_anonymising(clock.local(at).date())
        for one in due:
            days = f"{one.considered_on:%Y-%m-%d}\t{one.kept_until:%Y-%m-%d}"
            self.stdout.write(f"{one.case.number}\t{one.case.kind}\t{days}\t{one.files}")
        if not options["act"]:
            self.stdout.write(f"{len(due)} would be anonymised; nothing is changed.")
            return
        actor = User.objects.filter(email=(options["by"] or "").lower(), is_active=True).first()
        if actor is None:
            raise CommandError("Name the administrator: --by EMAIL.")
        try:
            act = anonymise_due(actor, at, key=secrets.token_urlsafe(24), seen=len(due))
        except RuleBroken as broken:
            raise CommandError(str(broken)) from None
        self.stdout.write(f"{act.number}: {act.cases_count} records, {act.files_count} files.")
