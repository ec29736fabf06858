"""Compiling locale/*/LC_MESSAGES/*.po without gettext's programs."""

from pathlib import Path

import polib


def compile_catalogues(root: Path) -> list[Path]:
    """Write the .mo beside every .po that is newer; return those written."""
    written = []
    for source in sorted(root.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        fresh = target.with_suffix(".mo.new")
        polib.pofile(str(source)).save_as_mofile(str(fresh))
        fresh.replace(target)
        written.append(target)
    return written


def missing(source: Path) -> list[str]:
    """The strings of a catalogue that have no full translation yet."""
    catalogue = polib.pofile(str(source))
    unfinished = [*catalogue.untranslated_entries(), *catalogue.fuzzy_entries()]
    return [entry.msgid for entry in unfinished]
