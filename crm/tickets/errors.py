"""Refusals of the queue that carry more than a sentence."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.errors import Conflict


class PlaceTaken(Conflict):
    """Somebody was quicker; `nearest` are free times around the one that was wished."""

    def __init__(self, nearest: Sequence[datetime] = ()) -> None:
        message: Any = _("This time has just been taken. Choose another one.")
        super().__init__(message, "starts_at", "place_taken")
        self.nearest = tuple(nearest)
