"""Times when a window does not receive, whatever its schedule says: illness, a power cut."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.words import TextField


class Closure(models.Model):
    """A span of time without reception at one window, told by the office on the day.

    A schedule may serve other windows and the public page too, so it stays as it is.
    """

    window = models.ForeignKey(
        "blocks_queues.Window", on_delete=models.CASCADE, related_name="closures"
    )
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    reason = TextField(blank=True)
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("time without reception")
        verbose_name_plural = _("times without reception")
        constraints = [
            models.UniqueConstraint(
                fields=["window", "starts_at", "ends_at"], name="window_closes_once_at_a_time"
            ),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="closure_lasts"),
        ]
        indexes = [models.Index(fields=["ends_at"], name="closure_ends")]

    def __str__(self) -> str:
        return f"{self.window_id}: {self.starts_at} – {self.ends_at}"
