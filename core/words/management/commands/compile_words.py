"""Compile the catalogues without GNU gettext; --check also says what is not translated."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import polib
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError


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
        for source in _sources():
            target = source.with_suffix(".mo")
            if options["force"] or _is_stale(source, target):
                _compile(source, target)
                self.stdout.write(f"{source.parent.parent.name}: compiled {target.name}")
            if options["check"]:
                gaps += _gaps(source)
        if gaps:
            raise CommandError("Not translated:\n" + "\n".join(gaps))


def _sources() -> list[Path]:
    return sorted(
        source
        for folder in settings.LOCALE_PATHS
        for source in Path(folder).glob("*/LC_MESSAGES/*.po")
    )


def _is_stale(source: Path, target: Path) -> bool:
    return not target.exists() or target.stat().st_mtime < source.stat().st_mtime


def _compile(source: Path, target: Path) -> None:
    """Written beside and moved into place: a server that starts meanwhile reads a whole file."""
    fresh = target.with_suffix(".mo.new")
    polib.pofile(str(source)).save_as_mofile(str(fresh))
    fresh.replace(target)


def _gaps(source: Path) -> list[str]:
    catalogue = polib.pofile(str(source))
    language = source.parent.parent.name
    return [
        f"{language}: {entry.msgid!r}"
        for entry in catalogue
        if not entry.obsolete and ("fuzzy" in entry.flags or not entry.translated())
    ]
