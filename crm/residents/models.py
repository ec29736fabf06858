"""The people a city knows: with an account, or only as a card of someone who wrote or called."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core import clock
from core.ids import public_id
from crm.base import ConfidentialModel

NAME_FIELDS = ("last_name", "first_name", "middle_name", "has_no_middle_name")
ADDRESS_FIELDS = (
    "addr_region",
    "addr_district",
    "addr_community",
    "addr_settlement",
    "addr_street",
    "addr_building",
    "addr_block",
    "addr_flat",
    "addr_postcode",
)


class Resident(ConfidentialModel):
    """A natural person. Templates, exports and APIs see one only through `faces.face_of`."""

    public_id = models.CharField(max_length=24, unique=True, default=public_id, editable=False)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="resident",
    )
    last_name = models.CharField(_("surname"), max_length=150)
    first_name = models.CharField(_("given name"), max_length=150)
    middle_name = models.CharField(_("patronymic"), max_length=150, blank=True)
    has_no_middle_name = models.BooleanField(_("no patronymic"), default=False)
    addr_region = models.CharField(_("region"), max_length=100, blank=True)
    addr_district = models.CharField(_("district"), max_length=100, blank=True)
    addr_community = models.CharField(_("community"), max_length=100, blank=True)
    addr_settlement = models.CharField(_("settlement"), max_length=100, blank=True)
    addr_street = models.CharField(_("street"), max_length=150, blank=True)
    addr_building = models.CharField(_("building"), max_length=20, blank=True)
    addr_block = models.CharField(_("block of a building"), max_length=20, blank=True)
    addr_flat = models.CharField(_("flat"), max_length=20, blank=True)
    addr_postcode = models.CharField(_("postcode"), max_length=10, blank=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    recognised_as = models.CharField(max_length=64, blank=True, editable=False)
    """Digest of the profile, contacts and consents that this card has already taken in."""

    class Meta:
        verbose_name = _("resident")
        verbose_name_plural = _("residents")
        indexes = [models.Index(fields=["last_name", "first_name"], name="resident_by_name")]

    def __str__(self) -> str:
        return self.public_id

    @property
    def full_name(self) -> str:
        return " ".join(p for p in (self.last_name, self.first_name, self.middle_name) if p)

    @property
    def short_name(self) -> str:
        """Дорошенко О. В."""
        initials = (f"{name[0]}." for name in (self.first_name, self.middle_name) if name)
        return "\u00a0".join([self.last_name, *initials])

    @property
    def address(self) -> str:
        """The address in one line, as it is written on an envelope."""
        building = self.addr_building
        if self.addr_block:
            building = f"{building}, {_('block')} {self.addr_block}"
        if self.addr_flat:
            building = f"{building}, {_('fl.')} {self.addr_flat}"
        parts = (self.addr_street, building, self.addr_settlement, self.addr_postcode)
        return ", ".join(part for part in parts if part)


class Contact(ConfidentialModel):
    """One way to reach a resident, with how sure the city is of it."""

    class Kind(models.TextChoices):
        EMAIL = "email", _("E-mail")
        PHONE = "phone", _("Phone")
        OTHER = "other", _("Other contact")

    class Mark(models.TextChoices):
        VERIFIED = "verified", _("verified")
        GUESSED = "guessed", _("not verified")
        SHARED = "shared", _("shared")

    resident = models.ForeignKey(Resident, on_delete=models.CASCADE, related_name="contacts")
    kind = models.CharField(max_length=10, choices=Kind)
    value = models.CharField(max_length=254)
    mark = models.CharField(max_length=10, choices=Mark, default=Mark.GUESSED)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["resident", "kind", "value"], name="resident_contact_is_listed_once"
            )
        ]
        indexes = [models.Index(fields=["kind", "value"], name="resident_contact_by_value")]

    def __str__(self) -> str:
        return f"{self.resident_id}: {self.kind}"


class Consent(ConfidentialModel):
    """What a resident agreed to or was told of: which text, when (PD-01, PD-02)."""

    resident = models.ForeignKey(Resident, on_delete=models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=40)
    version = models.CharField(max_length=40)
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["resident", "purpose", "version"],
                condition=models.Q(withdrawn_at=None),
                name="resident_consents_to_a_text_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.resident_id}: {self.purpose} {self.version}"
