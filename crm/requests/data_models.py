"""A person's own archive, and what is left of records whose time of keeping is over."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.ids import public_id
from core.private_files import PrivateStorage, RandomPath
from crm.base import ConfidentialModel
from crm.cases.models import Case


class DataExport(ConfidentialModel):
    """Everything about a person in one ZIP, made by the worker and kept for some days (PD-04)."""

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("archive", "Being made")
        READY = "ready", pgettext_lazy("archive", "Ready")
        FAILED = "failed", pgettext_lazy("archive", "Could not be made")
        EXPIRED = "expired", pgettext_lazy("archive", "Deleted after its term")

    public_id = models.CharField(max_length=24, unique=True, default=public_id, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="data_exports"
    )
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    requested_at = models.DateTimeField()
    ready_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    file = models.FileField(
        storage=PrivateStorage, upload_to=RandomPath("exports"), max_length=200, blank=True
    )
    size = models.PositiveBigIntegerField(default=0)

    class Meta:
        verbose_name = _("archive of personal data")
        verbose_name_plural = _("archives of personal data")
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=models.Q(state="waiting"),
                name="one_archive_is_being_made",
            )
        ]
        indexes = [models.Index(fields=["state", "requested_at"], name="data_export_to_make")]

    def __str__(self) -> str:
        return self.public_id


class RetentionHold(ConfidentialModel):
    """A case kept longer than its schedule says, by a decision with a reason (R-08)."""

    case = models.OneToOneField(
        Case, on_delete=models.PROTECT, primary_key=True, related_name="retention_hold"
    )
    until = models.DateField(_("keep until"))
    reason = models.TextField(_("why"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField()

    class Meta:
        verbose_name = _("longer keeping")
        verbose_name_plural = _("longer keepings")

    def __str__(self) -> str:
        return f"{self.case_id} {self.until:%Y-%m-%d}"


class AnonymisationAct(ConfidentialModel):
    """The act by which records were anonymised: who, when, by which schedule (PD-07, R-08)."""

    public_id = models.CharField(max_length=24, unique=True, default=public_id, editable=False)
    number = models.CharField(_("number"), max_length=20, unique=True)
    at = models.DateTimeField()
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ended_before = models.DateField(_("considered before"))
    entry_key = models.CharField(max_length=40, unique=True)
    cases_count = models.PositiveIntegerField(default=0)
    files_count = models.PositiveIntegerField(default=0)
    people_count = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("act of anonymisation")
        verbose_name_plural = _("acts of anonymisation")

    def __str__(self) -> str:
        return self.number


class AnonymisedCase(ConfidentialModel):
    """A line of the act: the index, and from which day the time of keeping ran."""

    act = models.ForeignKey(AnonymisationAct, on_delete=models.CASCADE, related_name="lines")
    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="anonymised_by")
    considered_on = models.DateField()
    kept_until = models.DateField()
    files = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("anonymised record")
        verbose_name_plural = _("anonymised records")

    def __str__(self) -> str:
        return f"{self.act_id}: {self.case_id}"


class AnswerPublication(ConfidentialModel):
    """That an answer stands, or stood, in the open register: who put it there, who took it out.

    `public_id` is that of the public row; the public side keeps no way back to the case.
    """

    case = models.OneToOneField(
        Case, on_delete=models.PROTECT, primary_key=True, related_name="publication"
    )
    public_id = models.CharField(max_length=24, unique=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    published_at = models.DateTimeField()
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_reason = models.TextField(blank=True)

    class Meta:
        verbose_name = _("publication of an answer")
        verbose_name_plural = _("publications of answers")

    def __str__(self) -> str:
        return self.public_id
