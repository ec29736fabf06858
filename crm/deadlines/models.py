"""Running terms: three dates each, and what they were counted by."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.base import ConfidentialModel


class DeadlineClock(ConfidentialModel):
    """One term of one record (DL-04, DL-08).

    `nominal_on` is the raw count, `due_on` the lawful last day after rolling, `target_on` the
    last working day before it that staff work to. The names and versions of rule and calendar
    are kept, so a later change of either never moves a stored date by itself.

    `anchor_on` is the local day that was counted from, `due_at` the moment when hours end.
    `remind_on` is the next day on which something is to be said about the term, empty when
    nobody waits to be reminded.
    """

    rule_code = models.CharField(_("rule"), max_length=60)
    rule_version = models.PositiveIntegerField()
    calendar_code = models.CharField(max_length=40)
    calendar_version = models.PositiveIntegerField()
    anchor_at = models.DateTimeField(_("counted from"))
    anchor_on = models.DateField(null=True, blank=True)
    nominal_on = models.DateField()
    due_on = models.DateField(_("due"))
    target_on = models.DateField(_("target"))
    due_at = models.DateTimeField(null=True, blank=True)
    explanation = models.JSONField(default=dict)
    started_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True, blank=True)
    remind_on = models.DateField(null=True, blank=True)
    escalated_at = models.DateTimeField(null=True, blank=True)
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
        indexes = [
            models.Index(
                fields=["remind_on", "id"],
                condition=Q(stopped_at=None, remind_on__isnull=False),
                name="deadline_to_remind",
            ),
            models.Index(
                fields=["calendar_code", "id"],
                condition=Q(stopped_at=None),
                name="deadline_running_by_calendar",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule_code} {self.due_on:%Y-%m-%d}"


class Reminder(ConfidentialModel):
    """What was said about a term on a day, kept with the letters: never said twice (DL-11)."""

    class Step(models.TextChoices):
        AHEAD = "ahead", pgettext_lazy("reminder", "Ahead of the target")
        TARGET = "target", pgettext_lazy("reminder", "On the target day or after it")
        OVERDUE = "overdue", pgettext_lazy("reminder", "Overdue")
        ESCALATED = "escalated", pgettext_lazy("reminder", "Overdue, told to the head")

    clock = models.ForeignKey(DeadlineClock, on_delete=models.CASCADE, related_name="reminders")
    on = models.DateField()
    at = models.DateTimeField()
    step = models.CharField(max_length=10, choices=Step)
    letters = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("reminder of a term")
        verbose_name_plural = _("reminders of terms")
        constraints = [
            models.UniqueConstraint(fields=["clock", "on"], name="one_reminder_of_a_term_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.clock_id} {self.on:%Y-%m-%d}: {self.step}"
