"""Files nobody remembers: written by a process that died before its row was committed."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import models

from core.private_files.storage import PrivateStorage

# A transaction in progress has its file already and its row not yet.
GRACE = timedelta(days=1)


def orphans(at: datetime) -> Iterator[Path]:
    """Private files older than a day that no row of any room names."""
    root = Path(settings.PRIVATE_ROOT)
    known = _known_names()
    oldest = (at - GRACE).timestamp()
    for path in sorted(root.rglob("*")) if root.exists() else ():
        if not path.is_file() or path.stat().st_mtime > oldest:
            continue
        if path.relative_to(root).as_posix() not in known:
            yield path


def _known_names() -> set[str]:
    names: set[str] = set()
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, models.FileField) and isinstance(field.storage, PrivateStorage):
                rows = model._base_manager.exclude(**{field.name: ""})
                names.update(rows.values_list(field.name, flat=True).iterator())
    return names
