"""The rows of the P floor, made by `tests.bench.floors.create_rows`."""

from django.db import models


class Row(models.Model):
    number = models.TextField()
    title = models.TextField()
    place = models.TextField()
    state = models.TextField()
    due = models.DateField()
    bucket = models.IntegerField()

    class Meta:
        app_label = "bare"
        db_table = "bench_row"
        managed = False

    def __str__(self) -> str:
        return self.number
