"""Assignments (доручення): a task of one person with a term of its own, child of a case."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.ids import public_id
from crm.base import ConfidentialModel
from crm.cases.states import ASSIGNMENT

OPEN_ASSIGNMENTS = ("new", "accepted", "in_progress", "reported", "returned")


class AssignmentQuerySet(models.QuerySet):
    def open(self) -> "AssignmentQuerySet":
        return self.filter(state__in=OPEN_ASSIGNMENTS)


class Assignment(ConfidentialModel):
    """What one person has to do for a case until a day (domain.md 13.7).

    The term never passes that of the case. Whoever holds one sees the case as a co-executor.
    """

    public_id = models.CharField(max_length=24, unique=True, default=public_id, editable=False)
    case = models.ForeignKey("crm_cases.Case", on_delete=models.CASCADE, related_name="assignments")
    number = models.PositiveSmallIntegerField(pgettext_lazy("of an assignment", "number"))
    text = models.TextField(_("what to do"))
    executor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="assignments"
    )
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="issued_assignments"
    )
    issued_at = models.DateTimeField()
    due_on = models.DateField(_("due"))
    is_extended = models.BooleanField(_("term extended"), default=False)
    state = models.CharField(_("state"), max_length=12, choices=ASSIGNMENT.choices, default="new")
    report = models.TextField(_("report"), blank=True)
    remark = models.TextField(_("remark"), blank=True)
    reported_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="assignment_number_is_once"),
            models.CheckConstraint(
                condition=Q(state__in=list(ASSIGNMENT.states)),
                name="assignment_state_is_in_the_table",
            ),
            models.CheckConstraint(
                condition=Q(reported_at=None) | Q(reported_at__gte=F("issued_at")),
                name="assignment_is_reported_after_issue",
            ),
        ]
        indexes = [
            models.Index(fields=["executor", "due_on", "id"], name="assignment_of_executor"),
            models.Index(fields=["issued_by", "due_on", "id"], name="assignment_of_issuer"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}/{self.number}"

    @property
    def state_label(self) -> str:
        return str(ASSIGNMENT.label(self.state))

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_ASSIGNMENTS
