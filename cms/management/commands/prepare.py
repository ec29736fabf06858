"""Everything between an installation and a start; safe and quick to run again."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation.reloader import translation_file_changed
from wagtail.models import Site

from cms import schedule
from core.words import catalogues


class Command(BaseCommand):
    help = "Compiles translations, collects static files, migrates, loads reference data."

    def handle(self, *args: Any, **options: Any) -> None:
        for written in catalogues.compile_catalogues(settings.ROOT / "locale"):
            # What this process has read before is forgotten, or the city would be built in English.
            translation_file_changed(sender=None, file_path=written)
        steps: list[Callable[[], None]] = [self._static, self._schema, self._reference, self._demo]
        for step in [*steps, self._address]:
            step()
        schedule.sync()

    def _static(self) -> None:
        """Collect only when a file came, went or changed since the last time."""
        mark = Path(settings.STATIC_ROOT) / ".fingerprint"
        wanted = _static_fingerprint()
        if mark.exists() and mark.read_text() == wanted:
            return
        self._say("Collecting static files …")
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)
        mark.write_text(wanted)

    def _schema(self) -> None:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self._say("Preparing the database …")
            call_command("migrate", interactive=False, verbosity=0)

    def _reference(self) -> None:
        """Calendars, deadline rules, classifiers: once, when nobody has loaded them yet."""
        known = apps.get_model("directory", "Profile").objects.exists()
        if known or "load_reference" not in get_commands():
            return
        self._say("Loading calendars and rules …")
        call_command("load_reference", verbosity=0)

    def _demo(self) -> None:
        addressees = apps.get_model("directory", "Addressee").objects
        if not settings.DEMO or "seed_demo" not in get_commands() or addressees.exists():
            return
        self._say("Building the demo city …")
        call_command("seed_demo", verbosity=0)

    def _address(self) -> None:
        """Wagtail keeps the site's host in a row of its own; BASE_URL is the one truth (W-03)."""
        base = urlsplit(settings.BASE_URL)
        port = base.port or (443 if base.scheme == "https" else 80)
        site = Site.objects.filter(is_default_site=True).first()
        if site and (site.hostname, site.port) != (base.hostname, port):
            site.hostname, site.port = str(base.hostname), port
            site.save()

    def _say(self, sentence: str) -> None:
        self.stdout.write(sentence)
        self.stdout.flush()


def _static_fingerprint() -> str:
    digest = hashlib.sha256(settings.STORAGES["staticfiles"]["BACKEND"].encode())
    for finder in get_finders():
        for path, storage in finder.list([]):
            facts = Path(storage.path(path)).stat()
            digest.update(f"{path} {facts.st_size} {facts.st_mtime_ns}\n".encode())
    return digest.hexdigest()
