"""Residents' files: checked by content, kept outside the media folder, served by guarded views."""

from core.private_files.inspection import Upload, check_totals, inspect_upload, stored_name
from core.private_files.orphans import forget_file, no_orphans
from core.private_files.scanning import scan
from core.private_files.serving import serve
from core.private_files.storage import PrivateStorage, RandomPath

__all__ = [
    "PrivateStorage",
    "RandomPath",
    "Upload",
    "check_totals",
    "forget_file",
    "inspect_upload",
    "no_orphans",
    "scan",
    "serve",
    "stored_name",
]
