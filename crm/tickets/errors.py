"""Refusals of the queue that carry more than a sentence."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.errors import Conflict, RuleBroken


class StillFree(RuleBroken):
    """One need not wait: `nearest` are times that suit and are free."""

    def __init__(self, nearest: Sequence[datetime]) -> None:
        message: Any = _("There are free times on these days: choose one of them.")
        super().__init__(message, "first_day", "still_free")
        self.nearest = tuple(nearest)
        self.members = {"nearest": [one.isoformat() for one in nearest]}


class PlaceTaken(Conflict):
    """Somebody was quicker; `nearest` are free times around the one that was wished, `supply` is
    what they were found in: a page that goes on with it need not read it again."""

    def __init__(self, nearest: Sequence[datetime] = (), supply: Any = None) -> None:
        message: Any = _("This time has just been taken. Choose another one.")
        super().__init__(message, "starts_at", "place_taken")
        self.supply = supply
        self.nearest = tuple(nearest)
        self.members = {"nearest": [one.isoformat() for one in nearest]}
