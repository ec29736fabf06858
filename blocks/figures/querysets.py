"""Reading figures by whose they are."""

from typing import Any

from django.db import models


class DailyFigureQuerySet(models.QuerySet):
    def of(self, addressee: Any) -> "DailyFigureQuerySet":
        """Figures of an addressee, or of the whole city for None."""
        if addressee is None:
            return self.filter(addressee__isnull=True)
        return self.filter(addressee=addressee)

    def newest_first(self) -> "DailyFigureQuerySet":
        return self.order_by("-date")
