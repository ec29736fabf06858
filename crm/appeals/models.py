"""The statutory detail of a case, and the drafts it grows from (domain.md 2.3)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from blocks.forms.models import FormDefinition, FormRevision
from core.ids import public_id
from core.private_files import PrivateStorage, RandomPath
from crm.appeals.card_models import Question, Reception, Registration, Signatory
from crm.base import ConfidentialModel
from crm.cases.models import Case
from directory.models import Addressee

__all__ = [
    "REPLY_RESULTS",
    "Appeal",
    "AppealDraft",
    "AppealKind",
    "Applicant",
    "DraftFile",
    "Ground",
    "Question",
    "Reception",
    "Registration",
    "ReplyChannel",
    "Result",
    "ReturnGround",
    "Signatory",
]


class AppealKind(models.TextChoices):
    """Classifier group 3."""

    STATEMENT = "statement", _("Statement or petition")
    COMPLAINT = "complaint", _("Complaint")
    PROPOSAL = "proposal", _("Proposal or remark")


class Applicant(models.TextChoices):
    INDIVIDUAL = "individual", pgettext_lazy("applicant", "A person")
    LEGAL_ENTITY = "legal_entity", pgettext_lazy("applicant", "A legal entity")


class ReplyChannel(models.TextChoices):
    """How the author wants the reply; e-mail carries a link only (M-10)."""

    CABINET = "cabinet", pgettext_lazy("reply by", "In the cabinet, with a letter to e-mail")
    POST = "post", pgettext_lazy("reply by", "By post to the address given")
    PHONE = "phone", pgettext_lazy("reply by", "By phone, orally")


class Result(models.TextChoices):
    """Classifier group 9."""

    POSITIVE = "9.1", _("Resolved positively")
    REFUSED = "9.2", _("Refused")
    EXPLAINED = "9.3", _("Explanation given")
    RETURNED = "9.4", _("Returned to the author")
    FORWARDED = "9.5", _("Forwarded by competence")
    NOT_CONSIDERED = "9.6", _("Not subject to consideration")


class Ground(models.TextChoices):
    """Why an appeal is not considered (A-10 … A-13), by the Law on Citizens' Appeals."""

    ANONYMOUS = (
        "anonymous",
        _("Anonymous: no residence, not signed, or authorship unknown (article 8, part one)"),
    )
    REPEATED = (
        "repeated",
        _("Repeated by the same author, already resolved on the merits (article 8, part two)"),
    )
    INCAPABLE = (
        "incapable",
        _("From a person whom a court has declared legally incapable (article 8, part two)"),
    )
    LATE = (
        "late",
        _("A complaint after the term of article 17, not restored (article 8, part two)"),
    )


class ReturnGround(models.TextChoices):
    """Why an appeal goes back to its author; each ground has a term of its own (A-05, A-06)."""

    FORM = "form", _("The form required by law is not met (article 5)")
    DATA = "data", _("Data needed for a reasoned decision are missing (article 7)")


REPLY_RESULTS = (Result.POSITIVE, Result.REFUSED, Result.EXPLAINED)


class Appeal(ConfidentialModel):
    """A statement, complaint or proposal, or free feedback, as it was written (R-09).

    `body` and `values` never change after submission; what staff write is in the other columns.
    An appeal that staff wrote down (R-10) says who did and, of paper, its date and pages; its
    `entry_key` came with the form, so a second press enters nothing. `reply_version` grows with
    each draft of the reply: nobody overwrites or signs a text they have not seen.
    """

    case = models.OneToOneField(
        Case, on_delete=models.PROTECT, primary_key=True, related_name="appeal"
    )
    appeal_kind = models.CharField(_("kind"), max_length=12, choices=AppealKind, blank=True)
    applicant = models.CharField(max_length=14, choices=Applicant, default=Applicant.INDIVIDUAL)
    organisation_name = models.CharField(_("organisation"), max_length=250, blank=True)
    organisation_code = models.CharField(_("EDRPOU code"), max_length=10, blank=True)
    body = models.TextField(_("text"))
    against_text = models.CharField(_("what the complaint is about"), max_length=500, blank=True)
    decision_ref = models.CharField(_("decision complained about"), max_length=200, blank=True)
    decision_on = models.DateField(_("day of the decision"), null=True, blank=True)
    learned_on = models.DateField(_("learned of the decision"), null=True, blank=True)
    reply_channel = models.CharField(
        _("reply by"), max_length=8, choices=ReplyChannel, default=ReplyChannel.CABINET
    )
    form_revision = models.ForeignKey(
        FormRevision, on_delete=models.PROTECT, null=True, related_name="+"
    )
    values = models.JSONField(default=dict)
    pd_notice_version = models.CharField(max_length=40)
    resolution_text = models.TextField(_("resolution"), blank=True)
    reply_text = models.TextField(_("reply"), blank=True)
    reply_version = models.PositiveIntegerField(default=0, editable=False)
    result = models.CharField(_("result"), max_length=4, choices=Result, blank=True)
    reply_drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    reply_signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    outgoing_index = models.CharField(_("index of the reply"), max_length=40, blank=True)
    ground = models.CharField(
        _("why it is returned or not considered"),
        max_length=10,
        choices=[*Ground.choices, *ReturnGround.choices],
        blank=True,
    )
    forwarded_to = models.CharField(_("forwarded to"), max_length=250, blank=True)
    entry_key = models.CharField(max_length=40, blank=True, editable=False)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    signed_on = models.DateField(_("date of the letter"), null=True, blank=True)
    pages = models.PositiveSmallIntegerField(_("pages"), null=True, blank=True)

    class Meta:
        verbose_name = _("appeal")
        verbose_name_plural = _("appeals")
        constraints = [
            models.CheckConstraint(
                condition=Q(applicant=Applicant.INDIVIDUAL) | ~Q(organisation_name=""),
                name="appeal_of_a_legal_entity_names_it",
            ),
            models.UniqueConstraint(
                fields=["entered_by", "entry_key"],
                condition=~Q(entry_key=""),
                name="appeal_is_entered_once",
            ),
            models.UniqueConstraint(
                fields=["outgoing_index"],
                condition=~Q(outgoing_index=""),
                name="reply_index_is_used_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}"


class AppealDraft(ConfidentialModel):
    """What a person has typed so far; its id is the idempotency key of the submission.

    A guest's draft has no user but the digest of a key kept in a signed cookie, until log-in. A
    program's draft has the program's own `idempotency_key` and never mixes with what is being
    typed on the site.
    """

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("draft", "Open")
        SUBMITTED = "submitted", pgettext_lazy("draft", "Submitted")
        DISCARDED = "discarded", pgettext_lazy("draft", "Discarded")

    public_id = models.CharField(max_length=24, unique=True, default=public_id, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="appeal_drafts"
    )
    guest_key_hash = models.CharField(max_length=64, blank=True)
    idempotency_key = models.CharField(max_length=80, blank=True)
    addressee = models.ForeignKey(Addressee, on_delete=models.CASCADE, related_name="+")
    form = models.ForeignKey(FormDefinition, on_delete=models.CASCADE, related_name="+")
    revision = models.ForeignKey(
        FormRevision, on_delete=models.PROTECT, null=True, related_name="+"
    )
    data = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    case = models.OneToOneField(Case, on_delete=models.PROTECT, null=True, related_name="draft")
    repeats = models.ForeignKey(Case, on_delete=models.CASCADE, null=True, related_name="+")
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "addressee", "form"],
                condition=Q(
                    state="open", user__isnull=False, idempotency_key="", repeats__isnull=True
                ),
                name="one_open_draft_per_person_and_form",
            ),
            models.UniqueConstraint(
                fields=["user", "repeats"],
                condition=Q(state="open", repeats__isnull=False),
                name="one_open_draft_to_repeat_an_appeal",
            ),
            models.UniqueConstraint(
                fields=["user", "idempotency_key"],
                condition=~Q(idempotency_key=""),
                name="program_says_a_key_once",
            ),
            models.CheckConstraint(
                condition=Q(user__isnull=False) | ~Q(guest_key_hash=""),
                name="draft_belongs_to_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state="submitted") | Q(case__isnull=False),
                name="submitted_draft_has_its_case",
            ),
        ]
        indexes = [
            models.Index(fields=["guest_key_hash"], condition=Q(user=None), name="draft_of_a_guest")
        ]

    def __str__(self) -> str:
        return self.public_id


class DraftFile(ConfidentialModel):
    """A file added to a draft; at submission its row becomes an attachment of the case."""

    public_id = models.CharField(max_length=24, unique=True, default=public_id, editable=False)
    draft = models.ForeignKey(AppealDraft, on_delete=models.CASCADE, related_name="files")
    field_code = models.CharField(max_length=60, blank=True)
    file = models.FileField(storage=PrivateStorage, upload_to=RandomPath("cases"), max_length=200)
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=120)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.public_id
