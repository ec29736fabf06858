"""Compile the catalogues without GNU gettext; --check also says what is not translated."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from core.words.catalogues import compile_catalogues, missing, sources


class Command(BaseCommand):
    help = "Compile locale/*/LC_MESSAGES/*.po to .mo where the .po is newer."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--force", action="store_true", help="compile all of them")
        parser.add_argument(
            "--check", action="store_true", help="fail when an entry is fuzzy or not translated"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        gaps = []
        for root in map(Path, settings.LOCALE_PATHS):
            for target in compile_catalogues(root, options["force"]):
                self.stdout.write(f"{target.parent.parent.name}: compiled {target.name}")
            if options["check"]:
                for source in sources(root):
                    language = source.parent.parent.name
                    gaps += [f"{language}: {msgid!r}" for msgid in missing(source)]
        if gaps:
            raise CommandError("Not translated:\n" + "\n".join(gaps))
