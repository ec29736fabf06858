"""The detail of a request for information and of one about personal data (domain.md 6.1, 6.2)."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.base import ConfidentialModel
from crm.cases.models import Case
from crm.requests.data_models import (
    AnonymisationAct,
    AnonymisedCase,
    AnswerPublication,
    DataExport,
    RetentionHold,
)

__all__ = [
    "AnonymisationAct",
    "AnonymisedCase",
    "AnswerPublication",
    "DataExport",
    "InformationRequest",
    "Inquiry",
    "PersonalDataRequest",
    "ReplyBy",
    "RetentionHold",
]


class ReplyBy(models.TextChoices):
    """How the answer is given; a letter carries a link only (A-20)."""

    EMAIL = "email", pgettext_lazy("reply by", "By a link in a letter to e-mail")
    POST = "post", pgettext_lazy("reply by", "By post to the address given")


class Inquiry(ConfidentialModel):
    """What both kinds keep beside the case: the text as it was written, and the answer.

    `body` never changes (R-09). `version` grows with each saved draft, so that nobody overwrites
    a colleague's text unseen. `entry_key` came with the form: a second press files nothing.
    `entered_by` wrote down what came by telephone or on paper; of paper its days, pages and place.
    """

    body = models.TextField(_("text"))
    reply_by = models.CharField(_("reply by"), max_length=8, choices=ReplyBy, default=ReplyBy.EMAIL)
    pd_notice_version = models.CharField(max_length=40)
    entry_key = models.CharField(max_length=40, blank=True, editable=False)
    reply_text = models.TextField(_("reply"), blank=True)
    version = models.PositiveIntegerField(default=0, editable=False)
    reply_drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    reply_signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    outgoing_index = models.CharField(_("index of the reply"), max_length=40, blank=True)
    forwarded_to = models.CharField(_("forwarded to"), max_length=250, blank=True)
    refusal_text = models.TextField(_("why it is refused"), blank=True)
    appeal_note = models.TextField(_("how to appeal"), blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    signed_on = models.DateField(_("date of the letter"), null=True, blank=True)
    envelope_on = models.DateField(_("date on the envelope"), null=True, blank=True)
    pages = models.PositiveSmallIntegerField(_("pages"), null=True, blank=True)
    original_place = models.CharField(_("place of the original"), max_length=120, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(
                fields=["entry_key"],
                condition=~Q(entry_key=""),
                name="%(class)s_is_filed_once",
            ),
            models.UniqueConstraint(
                fields=["outgoing_index"],
                condition=~Q(outgoing_index=""),
                name="%(class)s_reply_index_used_once",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class InformationRequest(Inquiry):
    """A request for public information: anyone may file it, without a reason (6.1).

    `restricted_test` holds the answers of the three-part test by which alone restricted
    information may be withheld: legitimate aim, harm, and harm that outweighs the interest.
    `copies` and the price that was in force on the day make the fee.
    """

    case = models.OneToOneField(
        Case, on_delete=models.PROTECT, primary_key=True, related_name="information_request"
    )
    organisation_name = models.CharField(_("organisation"), max_length=250, blank=True)
    is_urgent = models.BooleanField(_("48 hours"), default=False)
    refusal_ground = models.CharField(_("ground of refusal"), max_length=40, blank=True)
    restricted_test = models.JSONField(default=dict)
    copied_pages = models.PositiveIntegerField(_("pages copied"), default=0)
    copying_fee = models.DecimalField(
        _("copying fee"), max_digits=9, decimal_places=2, null=True, blank=True
    )

    class Meta(Inquiry.Meta):
        abstract = False
        verbose_name = _("information request")
        verbose_name_plural = _("information requests")


class PersonalDataRequest(Inquiry):
    """A person uses a right to the data about them (PD-04).

    `identity_note` says how staff made sure who asks, when the person has no account.
    """

    class Right(models.TextChoices):
        VIEW = "view", pgettext_lazy("right to data", "To know what is kept about me and why")
        EXPORT = "export", pgettext_lazy("right to data", "To get a copy of my data")
        CORRECT = "correct", pgettext_lazy("right to data", "To correct what is wrong")
        OBJECT = "object", pgettext_lazy("right to data", "To object to the processing")
        DELETE = "delete", pgettext_lazy("right to data", "To delete my data")

    class Decision(models.TextChoices):
        GRANTED = "granted", pgettext_lazy("decision", "Granted")
        PARTLY = "partly", pgettext_lazy("decision", "Granted in part")
        REFUSED = "refused", pgettext_lazy("decision", "Refused")

    case = models.OneToOneField(
        Case, on_delete=models.PROTECT, primary_key=True, related_name="personal_data_request"
    )
    right = models.CharField(_("right"), max_length=8, choices=Right)
    decision = models.CharField(_("decision"), max_length=8, choices=Decision, blank=True)
    identity_note = models.CharField(_("how it is known who asks"), max_length=250, blank=True)

    organisation_name = ""

    class Meta(Inquiry.Meta):
        abstract = False
        verbose_name = _("personal-data request")
        verbose_name_plural = _("personal-data requests")


MODELS: dict[str, type[Any]] = {
    "information": InformationRequest,
    "personal_data": PersonalDataRequest,
}


def inquiry_of(case: Case, *, lock: bool = False) -> Any:
    """The detail of a case of these kinds."""
    rows = MODELS[case.kind].objects
    if lock:
        return rows.select_for_update().get(pk=case.pk)
    return rows.select_related("reply_drafted_by", "reply_signed_by", "entered_by").get(pk=case.pk)
