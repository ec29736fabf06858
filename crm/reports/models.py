"""Files of lists that the worker makes, and reports that come by themselves."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.ids import public_id
from core.private_files import PrivateStorage, RandomPath
from crm.base import ConfidentialModel
from crm.reports.asking import INDIVIDUAL
from directory.models import Addressee


class Export(ConfidentialModel):
    """A list taken away as a file: made by the worker, kept for some days, opened by its owner."""

    class State(models.TextChoices):
        QUEUED = "queued", pgettext_lazy("file of a list", "Waiting")
        RUNNING = "running", pgettext_lazy("file of a list", "Being made")
        DONE = "done", pgettext_lazy("file of a list", "Ready")
        FAILED = "failed", pgettext_lazy("file of a list", "Not made")

    public_id = models.CharField(max_length=24, unique=True, default=public_id, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=4)
    query = models.CharField(max_length=2_000, blank=True)
    title = models.CharField(max_length=1_000, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.QUEUED)
    rows_total = models.PositiveIntegerField(default=0)
    rows_done = models.PositiveIntegerField(default=0)
    file = models.FileField(
        storage=PrivateStorage, upload_to=RandomPath("exports"), max_length=200, blank=True
    )
    size = models.PositiveBigIntegerField(default=0)
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="done") | ~Q(file=""), name="ready_export_has_its_file"
            )
        ]
        indexes = [models.Index(fields=["owner", "created_at"], name="export_of_person")]

    def __str__(self) -> str:
        return self.public_id

    @property
    def is_over(self) -> bool:
        return self.state in (self.State.DONE, self.State.FAILED)

    @property
    def percent(self) -> int:
        return min(100, 100 * self.rows_done // self.rows_total) if self.rows_total else 0


class Schedule(ConfidentialModel):
    """A report that goes to somebody after each month, quarter or year, as a link (5.1, item 5)."""

    class Every(models.TextChoices):
        MONTH = "month", pgettext_lazy("how often", "Every month")
        QUARTER = "quarter", pgettext_lazy("how often", "Every quarter")
        YEAR = "year", pgettext_lazy("how often", "Every year")

    public_id = models.CharField(max_length=24, unique=True, default=public_id, editable=False)
    report = models.CharField(_("Report"), max_length=20)
    every = models.CharField(_("How often"), max_length=8, choices=Every, default=Every.QUARTER)
    applicant = models.CharField(max_length=14, default=INDIVIDUAL)
    addressee = models.ForeignKey(
        Addressee, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("To whom"),
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField()
    next_on = models.DateField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["report", "every", "applicant", "addressee", "recipient"],
                name="report_of_addressee_is_scheduled_once",
            ),
            models.UniqueConstraint(
                fields=["report", "every", "applicant", "recipient"],
                condition=Q(addressee=None),
                name="report_is_scheduled_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report} {self.every}"
