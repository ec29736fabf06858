"""Catalogues of translations without gettext's programs; no settings needed."""

from pathlib import Path

import polib


def compile_catalogues(root: Path, is_forced: bool = False) -> list[Path]:
    """Write the .mo beside every root/*/LC_MESSAGES/*.po that is newer; return those written.

    Written beside and moved into place: a server that starts meanwhile reads a whole file.
    """
    written = []
    for source in sources(root):
        target = source.with_suffix(".mo")
        is_fresh = target.exists() and target.stat().st_mtime >= source.stat().st_mtime
        if is_fresh and not is_forced:
            continue
        fresh = target.with_suffix(".mo.new")
        polib.pofile(str(source)).save_as_mofile(str(fresh))
        fresh.replace(target)
        written.append(target)
    return written


def sources(root: Path) -> list[Path]:
    return sorted(root.glob("*/LC_MESSAGES/*.po"))


def missing(source: Path) -> list[str]:
    """The strings of a catalogue that have no full translation yet."""
    catalogue = polib.pofile(str(source))
    unfinished = [*catalogue.untranslated_entries(), *catalogue.fuzzy_entries()]
    return [entry.msgid for entry in unfinished]
