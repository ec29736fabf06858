from django.db import models


class NumberSeries(models.Model):
    """One row per series of numbers (a journal of a year); `last` is the last number given out."""

    name = models.CharField(max_length=120, primary_key=True)
    last = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.name}: {self.last}"
