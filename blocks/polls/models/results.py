"""The public result: a copy made from time to time, the only thing public pages read."""

from django.db import models

from blocks.polls.models.surveys import Survey
from directory.models import Addressee


class Snapshot(models.Model):
    """What the public sees of a survey since `taken_at`; small numbers are out of it already."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="snapshots")
    taken_at = models.DateTimeField()
    ballots = models.PositiveIntegerField(default=0)
    """How many had answered when it was taken, without doubtful ones."""
    data = models.JSONField(default=dict)
    memory = models.JSONField(default=dict)
    """What stood behind it, for the next one to compare with. Never shown to anybody."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["survey", "taken_at"], name="one_snapshot_at_a_time"),
        ]
        get_latest_by = "taken_at"

    def __str__(self) -> str:
        return f"{self.survey_id}, {self.taken_at:%Y-%m-%d %H:%M}"


class Rating(models.Model):
    """How people rate an addressee in all surveys about it: made of printed means only (12.2)."""

    addressee = models.OneToOneField(
        Addressee, primary_key=True, on_delete=models.CASCADE, related_name="rating"
    )
    n = models.PositiveIntegerField()
    mean = models.DecimalField(max_digits=4, decimal_places=2)
    score = models.DecimalField(max_digits=4, decimal_places=2)
    """The ranking score: drawn to the city's mean while answers are few."""
    periods = models.JSONField(default=list)
    """Satisfied and others by month, of the survey with the most answers."""
    updated_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["-score", "addressee"], name="ratings_best_first")]

    def __str__(self) -> str:
        return f"{self.addressee_id}: {self.mean}"
