"""Gives an empty installation its pages, groups, workflow, forms and first administrator."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.db import transaction

from blocks.forms.services import ensure_ready_forms
from core import clock
from core.accounts.models import User
from core.accounts.roles import Role
from core.accounts.services import create_person, invite
from home.services import ensure_editor_groups, ensure_site_tree, ensure_workflow


class Command(BaseCommand):
    """Safe to repeat: what exists stays as people made it."""

    help = "Makes the page tree, editors' groups, the approval workflow and ready forms."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--city", required=True, help='Name of the city: "Вербів".')
        parser.add_argument(
            "--admin",
            metavar="E-MAIL",
            help="E-mail of the first administrator: a letter leads to choosing a password.",
        )

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        base = urlsplit(settings.BASE_URL)
        port = base.port or (443 if base.scheme == "https" else 80)
        ensure_editor_groups()
        ensure_workflow()
        ensure_ready_forms()
        ensure_site_tree(options["city"], hostname=str(base.hostname), port=port)
        self.stdout.write("Pages, groups, the workflow and forms are there.")
        if options["admin"]:
            self._administrator(options["admin"].strip().lower())

    def _administrator(self, email: str) -> None:
        try:
            validate_email(email)
        except ValidationError as refusal:
            raise CommandError(f"{email!r} is not an e-mail address.") from refusal
        if User.objects.filter(email=email).exists():
            self.stdout.write(f"{email} has an account: nothing is changed in it.")
            return
        at = clock.now()
        person = create_person(email=email, actor=None, at=at, roles=[Role.ADMIN])
        invite(person, actor=None, at=at)
        self.stdout.write(f"A letter for {email} waits in the outbox.")
