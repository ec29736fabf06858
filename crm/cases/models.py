"""The case: one unit of work and one timeline under everything a person asks for."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.ids import public_id
from core.private_files import PrivateStorage, RandomPath
from crm.base import ConfidentialModel
from crm.cases.assignment_models import Assignment
from crm.cases.querysets import CaseQuerySet
from crm.cases.states import CHANNELS, KINDS, TABLES, table_of
from crm.deadlines.models import DeadlineClock
from crm.residents.models import Resident
from directory.models import Addressee

__all__ = [
    "Assignment",
    "Attachment",
    "Case",
    "CaseClock",
    "CaseEvent",
    "CaseLink",
    "CaseParticipant",
]

ALL_STATES = sorted({state for table in TABLES.values() for state in table.states})


class Case(ConfidentialModel):
    """What somebody asked of an addressee, whatever the channel.

    `is_with_office` is set where the appeals office registers before the addressee learns of it
    (A-27), until it has. `due_on` and `target_on` repeat the main clock, `is_open` repeats the
    state, `against` the body complained about: lists of a million rows are sorted and fenced by
    them.
    """

    public_id = models.CharField(max_length=24, unique=True, default=public_id, editable=False)
    kind = models.CharField(_("kind"), max_length=20, choices=list(KINDS.items()))
    number = models.CharField(_("registration index"), max_length=40)
    state = models.CharField(_("state"), max_length=20, default="submitted")
    is_open = models.BooleanField(default=True, editable=False)
    is_extended = models.BooleanField(_("term extended"), default=False)
    is_with_office = models.BooleanField(default=False, editable=False)
    subject = models.CharField(_("subject"), max_length=200)
    addressee = models.ForeignKey(Addressee, on_delete=models.PROTECT, related_name="+")
    against = models.ForeignKey(
        Addressee,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("about whom"),
    )
    resident = models.ForeignKey(
        Resident, on_delete=models.PROTECT, null=True, related_name="cases"
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="cases"
    )
    channel = models.CharField(_("channel"), max_length=12, choices=list(CHANNELS.items()))
    received_at = models.DateTimeField(_("received"))
    registered_on = models.DateField(_("registered"))
    due_on = models.DateField(_("due"), null=True)
    target_on = models.DateField(_("target"), null=True)
    main_clock = models.OneToOneField(
        DeadlineClock, on_delete=models.PROTECT, null=True, related_name="case"
    )
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="assigned_cases",
        verbose_name=_("executor"),
    )
    hide_identity = models.BooleanField(_("name hidden"), default=False)
    answered_at = models.DateTimeField(_("answered"), null=True)
    closed_at = models.DateTimeField(_("closed"), null=True)
    updated_at = models.DateTimeField()
    anonymised_at = models.DateTimeField(_("anonymised"), null=True, editable=False)
    search_text = models.TextField(blank=True, editable=False)

    objects = CaseQuerySet.as_manager()
    seen_among: CaseQuerySet
    executors_offered: list

    class Meta:
        verbose_name = pgettext_lazy("a piece of work", "case")
        verbose_name_plural = pgettext_lazy("pieces of work", "cases")
        constraints = [
            # Requalified to another kind, the matter keeps its index.
            models.UniqueConstraint(fields=["number", "kind"], name="case_number_is_used_once"),
            models.CheckConstraint(
                condition=Q(state__in=ALL_STATES), name="case_state_is_in_the_table"
            ),
            models.CheckConstraint(
                condition=~Q(state="answered") | Q(answered_at__isnull=False),
                name="answered_case_knows_when",
            ),
            models.CheckConstraint(
                condition=Q(is_with_office=False) | Q(state__in=["submitted", "withdrawn"]),
                name="registered_case_has_left_the_office",
            ),
            models.CheckConstraint(
                condition=Q(due_on=None) | Q(due_on__gte=F("target_on")),
                name="case_due_is_not_before_target",
            ),
        ]
        # What the fence of `visible_to` asks is included: counts are answered from an index alone.
        indexes = [
            models.Index(
                fields=["due_on", "id"],
                condition=Q(is_open=True),
                include=["author"],
                name="case_open_by_due",
            ),
            models.Index(
                fields=["addressee", "due_on", "id"],
                condition=Q(is_open=True),
                include=["author", "against", "is_with_office"],
                name="case_open_of_addressee",
            ),
            models.Index(
                fields=["assignee", "due_on", "id"],
                condition=Q(is_open=True),
                include=["author", "against"],
                name="case_open_of_executor",
            ),
            models.Index(fields=["state", "due_on", "id"], name="case_by_state"),
            models.Index(fields=["due_on", "id"], name="case_by_due"),
            models.Index(fields=["received_at", "id"], name="case_by_receipt"),
            models.Index(fields=["updated_at", "id"], name="case_by_change"),
            models.Index(fields=["addressee", "received_at", "id"], name="case_of_addressee"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def state_label(self) -> str:
        return str(table_of(self.kind).label(self.state))

    def is_overdue(self, today: date) -> bool:
        """DL-04: judged by the lawful day, not by the target."""
        return self.is_open and self.due_on is not None and self.due_on < today


class CaseLink(ConfidentialModel):
    """That a case has to do with an earlier one, and in which way; the earlier may have many.

    Only staff see links: that two residents wrote of one matter is nobody else's business.
    """

    class Kind(models.TextChoices):
        REPEATS = "repeats", pgettext_lazy("link of cases", "Repeats")
        JOINED = "joined", pgettext_lazy("link of cases", "Joined to")
        SAME_MATTER = "same_matter", pgettext_lazy("link of cases", "On the same matter as")
        PART = "part", pgettext_lazy("link of cases", "Part of")
        REQUALIFIED = "requalified", pgettext_lazy("link of cases", "Requalified from")
        RESENT = "resent", pgettext_lazy("link of cases", "Sent anew after the return of")

    later = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="links")
    earlier = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="links_back")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["later", "earlier"], name="cases_are_linked_once"),
            models.UniqueConstraint(
                fields=["later"], condition=Q(kind="joined"), name="case_is_joined_to_one"
            ),
            models.CheckConstraint(
                condition=~Q(later=F("earlier")), name="case_is_not_linked_to_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.later_id} {self.kind} {self.earlier_id}"


class CaseClock(ConfidentialModel):
    """A term that runs for a case, and what it is for."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="clocks")
    clock = models.OneToOneField(DeadlineClock, on_delete=models.PROTECT, related_name="of_case")
    purpose = models.CharField(max_length=20)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "purpose"], name="case_term_runs_once")
        ]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.purpose}"


class CaseParticipant(ConfidentialModel):
    """A member of staff named in a case; the lead executor is also `Case.assignee`."""

    class Role(models.TextChoices):
        EXECUTOR = "executor", pgettext_lazy("role in a case", "Executor")
        CO_EXECUTOR = "co_executor", pgettext_lazy("role in a case", "Co-executor")

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="participants")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="participations"
    )
    role = models.CharField(max_length=12, choices=Role, default=Role.EXECUTOR)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "user"], name="case_names_a_person_once"),
            models.UniqueConstraint(
                fields=["case"], condition=Q(role="executor"), name="case_has_one_lead_executor"
            ),
        ]
        indexes = [models.Index(fields=["user", "role"], name="case_participant_of_person")]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.user_id}"


class CaseEvent(ConfidentialModel):
    """One entry of the timeline; written once, never changed (R-09)."""

    class Kind(models.TextChoices):
        SUBMITTED = "submitted", pgettext_lazy("event", "Submitted")
        STATE = "state", pgettext_lazy("event", "State changed")
        RESOLUTION = "resolution", pgettext_lazy("event", "Resolution")
        NOTE = "note", pgettext_lazy("event", "Note")
        ADDITION = "addition", pgettext_lazy("event", "Added by the author")
        REPLY = "reply", pgettext_lazy("event", "Reply")
        FILE = "file", pgettext_lazy("event", "File added")
        TERM = "term", pgettext_lazy("event", "Term extended")
        LINK = "link", pgettext_lazy("event", "Linked with another case")
        ASSIGNMENT = "assignment", pgettext_lazy("event", "Assignment")
        CONTROL = "control", pgettext_lazy("event", "Control")
        INTERIM = "interim", pgettext_lazy("event", "Interim reply")
        SYSTEM = "system", pgettext_lazy("event", "System")

    class Visibility(models.TextChoices):
        AUTHOR = "author", pgettext_lazy("who sees", "Author and staff")
        STAFF = "staff", pgettext_lazy("who sees", "Staff only")

    public_id = models.CharField(max_length=24, unique=True, default=public_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="events")
    at = models.DateTimeField()
    kind = models.CharField(max_length=12, choices=Kind)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    visibility = models.CharField(max_length=8, choices=Visibility, default=Visibility.STAFF)
    text = models.TextField(blank=True)
    data = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["case", "at", "id"], name="case_event_in_order")]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.kind}"


class Attachment(ConfidentialModel):
    """A file of a case, kept outside the media folder; `for_author` files are the author's too."""

    public_id = models.CharField(max_length=24, unique=True, default=public_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="attachments")
    event = models.ForeignKey(
        CaseEvent, on_delete=models.PROTECT, null=True, related_name="attachments"
    )
    file = models.FileField(storage=PrivateStorage, upload_to=RandomPath("cases"), max_length=200)
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=120)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    for_author = models.BooleanField(default=False)
    field_code = models.CharField(max_length=60, blank=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["case", "id"], name="case_attachment_in_order")]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.public_id}"
