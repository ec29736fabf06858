"""The registration card of an appeal (R-04): what the journal, the control and the reports ask."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.base import ConfidentialModel
from crm.cases.models import Case
from directory.models import Addressee

PERSON = settings.AUTH_USER_MODEL


class Sign:
    """Codes of classifier group 2 that the product itself gives."""

    PRIMARY = "2.1"
    REPEATED = "2.2"
    DUPLICATE = "2.3"
    MULTIPLE = "2.4"
    MASS = "2.5"


class Subject:
    """Codes of classifier group 5."""

    INDIVIDUAL = "5.1"
    COLLECTIVE = "5.2"
    ANONYMOUS = "5.3"


class ReceiptForm:
    """Codes of classifier group 1."""

    POST = "1.1"
    PHONE = "1.1.1"
    RECEPTION = "1.2"
    REPRESENTATIVE = "1.3"
    POWER = "1.4"
    MEDIA = "1.5"
    OTHER_BODY = "1.6"


class LetterType:
    """Codes of classifier group 6."""

    TELEGRAM = "6.1"
    LETTER = "6.2"
    ORAL = "6.3"


class Wish(models.TextChoices):
    """What a head has decided on a shorter term (A-15)."""

    GRANTED = "granted", pgettext_lazy("shorter term", "Granted")
    REFUSED = "refused", pgettext_lazy("shorter term", "Refused")


class SourceLevel(models.TextChoices):
    """Of a body of power that passed the appeal on; the quarterly table counts them apart."""

    LOCAL = "local", pgettext_lazy("body of power", "Local")
    CENTRAL = "central", pgettext_lazy("body of power", "Central")


def _who(label: Any) -> models.ForeignKey:
    return models.ForeignKey(
        PERSON,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=label,
    )


class Registration(ConfidentialModel):
    """What the office knows of an appeal besides its text; made at submission with first guesses.

    Codes are values of the classifiers of domain.md 4 and stay when a value is withdrawn.
    `asks_to_attend` and `asks_for_materials` wait for the answer of staff (A-18).
    `version` grows with every correction: whoever corrects an older one is told (no silent
    overwrite).
    """

    case = models.OneToOneField(
        Case, on_delete=models.PROTECT, primary_key=True, related_name="registration"
    )
    receipt_form = models.CharField(_("form of receipt"), max_length=20, default=ReceiptForm.POST)
    sign = models.CharField(_("sign of receipt"), max_length=20, default=Sign.PRIMARY)
    sex = models.CharField(_("sex of the author"), max_length=20, blank=True)
    subject = models.CharField(
        pgettext_lazy("classifier", "subject"), max_length=20, default=Subject.INDIVIDUAL
    )
    letter_type = models.CharField(_("type of appeal"), max_length=20, default=LetterType.LETTER)
    categories = models.JSONField(_("categories of the author"), default=list, blank=True)
    social_status = models.CharField(_("social status"), max_length=20, blank=True)
    is_priority = models.BooleanField(_("considered first"), default=False)
    signatories_count = models.PositiveIntegerField(_("number of signatories"), default=1)
    source_body = models.CharField(_("received from"), max_length=250, blank=True)
    source_level = models.CharField(
        _("level of the body"), max_length=8, choices=SourceLevel, blank=True
    )
    source_index = models.CharField(_("their index"), max_length=60, blank=True)
    source_on = models.DateField(_("their date"), null=True, blank=True)
    representative_name = models.CharField(_("representative"), max_length=250, blank=True)
    representative_document = models.CharField(
        _("document of authority"), max_length=250, blank=True
    )
    file_number = models.CharField(_("case file number"), max_length=60, blank=True)
    original_place = models.CharField(_("place of the original"), max_length=120, blank=True)
    envelope_on = models.DateField(_("date on the envelope"), null=True, blank=True)
    term_restored = models.BooleanField(_("term of the complaint restored"), default=False)
    term_restored_reason = models.TextField(_("why the term is restored"), blank=True)
    shorter_term_asked_by = models.CharField(
        _("who asks for a shorter term"), max_length=250, blank=True
    )
    shorter_term_reason = models.TextField(_("why a shorter term"), blank=True)
    shorter_term_decision = models.CharField(
        _("decision on the shorter term"), max_length=8, choices=Wish, blank=True
    )
    shorter_term_answer = models.TextField(_("why so decided on the shorter term"), blank=True)
    shorter_term_decided_by = _who(_("decided on the shorter term"))
    asks_to_attend = models.BooleanField(_("the author asks to take part"), default=False)
    asks_for_materials = models.BooleanField(_("the author asks for materials"), default=False)
    registered_by = _who(_("registered by"))
    on_control_by = _who(_("put on control by"))
    off_control_by = _who(_("taken off control by"))
    control_delegate = _who(_("may take off control"))
    is_on_control = models.BooleanField(_("on control"), default=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("registration card")
        verbose_name_plural = _("registration cards")
        indexes = [
            models.Index(
                fields=["case"], condition=Q(is_priority=True), name="card_considered_first"
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(signatories_count__gte=1), name="somebody_signs_an_appeal"
            ),
            models.CheckConstraint(
                condition=Q(term_restored=False) | ~Q(term_restored_reason=""),
                name="restored_term_has_its_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}"

    @property
    def asks_shorter_term(self) -> bool:
        """The author's wish of A-15 waits for a head."""
        return bool(self.shorter_term_reason) and not self.shorter_term_decision


class Question(ConfidentialModel):
    """One of the matters an appeal raises, with a topic of group 10 and a result of its own."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="questions")
    number = models.PositiveSmallIntegerField(pgettext_lazy("of a question", "number"))
    topic = models.CharField(_("topic"), max_length=20)
    text = models.CharField(_("what is asked"), max_length=500, blank=True)
    is_main = models.BooleanField(_("main question"), default=True)
    result = models.CharField(_("result"), max_length=4, blank=True)
    result_reason = models.TextField(_("reason of the result"), blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("question of an appeal")
        verbose_name_plural = _("questions of an appeal")
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="question_number_is_used_once")
        ]
        indexes = [models.Index(fields=["topic", "case"], name="question_by_topic")]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.number}"


class Signatory(ConfidentialModel):
    """One of those who signed a collective appeal; one of them may receive the reply."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="signatories")
    order = models.PositiveSmallIntegerField()
    name = models.CharField(_("name"), max_length=250)
    address = models.CharField(_("address"), max_length=250, blank=True)
    contact = models.CharField(_("contact"), max_length=120, blank=True)
    is_contact_person = models.BooleanField(_("contact person"), default=False)

    class Meta:
        verbose_name = _("signatory")
        verbose_name_plural = _("signatories")
        constraints = [
            models.UniqueConstraint(fields=["case", "order"], name="signatory_stands_once"),
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(is_contact_person=True),
                name="collective_has_one_contact_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.order}"


class Reception(ConfidentialModel):
    """The card of a personal reception (R-07): who received, what was said and decided there."""

    case = models.OneToOneField(
        Case, on_delete=models.PROTECT, primary_key=True, related_name="reception"
    )
    official = models.ForeignKey(
        Addressee,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("official who received"),
    )
    official_name = models.CharField(_("name of the official"), max_length=250, blank=True)
    content = models.CharField(_("short content"), max_length=1_000, blank=True)
    charged = models.CharField(_("who is charged"), max_length=250, blank=True)
    result = models.CharField(_("result of the reception"), max_length=1_000, blank=True)
    note = models.CharField(_("note"), max_length=1_000, blank=True)

    class Meta:
        verbose_name = _("card of a personal reception")
        verbose_name_plural = _("cards of personal receptions")

    def __str__(self) -> str:
        return f"{self.case_id}"
