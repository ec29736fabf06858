"""The public result: a copy made from time to time, the only thing public pages read."""

from django.db import models

from blocks.polls.models.surveys import Survey


class Snapshot(models.Model):
    """What the public sees of a survey since `taken_at`; small numbers are out of it already."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="snapshots")
    taken_at = models.DateTimeField()
    ballots = models.PositiveIntegerField(default=0)
    """Ballots counted when it was taken: the next waits for k more (12.5)."""
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
