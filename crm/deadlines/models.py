"""Running terms: three dates each, and what they were counted by."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from crm.base import ConfidentialModel


class DeadlineClock(ConfidentialModel):
    """One term of one record (DL-04, DL-08).

    `nominal_on` is the raw count, `due_on` the lawful last day after rolling, `target_on` the
    last working day before it that staff work to. The names and versions of rule and calendar
    are kept, so a later change of either never moves a stored date by itself.
    """

    rule_code = models.CharField(_("rule"), max_length=60)
    rule_version = models.PositiveIntegerField()
    calendar_code = models.CharField(max_length=40)
    calendar_version = models.PositiveIntegerField()
    anchor_at = models.DateTimeField(_("counted from"))
    nominal_on = models.DateField()
    due_on = models.DateField(_("due"))
    target_on = models.DateField(_("target"))
    explanation = models.JSONField(default=dict)
    started_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True, blank=True)
    extended_from = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="extension"
    )

    class Meta:
        verbose_name = _("running term")
        verbose_name_plural = _("running terms")
        constraints = [
            models.CheckConstraint(
                condition=Q(due_on__gte=F("target_on")), name="deadline_due_is_not_before_target"
            )
        ]

    def __str__(self) -> str:
        return f"{self.rule_code} {self.due_on:%Y-%m-%d}"
