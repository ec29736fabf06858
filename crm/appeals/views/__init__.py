"""Pages on which an appeal is written, checked and sent."""

from crm.appeals.views.checking import check, done, submit
from crm.appeals.views.details import details
from crm.appeals.views.without_account import confirm, waiting
from crm.appeals.views.writing import discard, remove_file, restore, start, write

__all__ = [
    "check",
    "confirm",
    "details",
    "discard",
    "done",
    "remove_file",
    "restore",
    "start",
    "submit",
    "waiting",
    "write",
]
