"""Whom a resident can turn to: a tree of bodies and officials, and who serves each of them."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from core import clock
from core.errors import RuleBroken
from core.words import Text, TextField
from directory import places, tree
from directory.contacts import contact_href, normal_contact
from directory.querysets import AddresseeQuerySet, DutyQuerySet
from directory.slugs import free_slug

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser


LONG_FIELDS = ("description", "competences", "keywords", "directions", "search_text")
"""Of an addressee joined only for its name these are left unread."""


class Addressee(ClusterableModel):
    """A body, department, enterprise, official or deputy that takes what residents write.

    `path` holds the keys from the root to this record ("3/17/"); `directory.tree` keeps it.
    `is_listed` is computed by the database, so it can never disagree with its reasons.
    """

    class Kind(models.TextChoices):
        COUNCIL = "council", _("Council")
        EXECUTIVE = "executive", _("Executive committee")
        DEPARTMENT = "department", _("Department")
        ENTERPRISE = "enterprise", _("Municipal enterprise")
        OFFICIAL = "official", _("Official")
        DEPUTY = "deputy", _("Deputy of the council")
        OTHER = "other", pgettext_lazy("kind of addressee", "Other")

    class Routing(models.TextChoices):
        DIRECT = "direct", _("Straight to the addressee")
        CENTRAL = "central", _("Through the appeals office")

    slug = models.SlugField(
        _("Address on the site"),
        max_length=80,
        unique=True,
        blank=True,
        help_text=_("Latin letters and hyphens. Empty: made of the name."),
    )
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("Belongs to"),
    )
    path = models.CharField(max_length=255, blank=True, editable=False, db_index=True)
    depth = models.PositiveSmallIntegerField(default=1, editable=False)
    kind = models.CharField(_("Kind"), max_length=16, choices=Kind)
    name = TextField(pgettext_lazy("name of a thing", "Name"))
    short_name = TextField(_("Short name"), blank=True)
    post = TextField(
        pgettext_lazy("position", "Post"), blank=True, help_text=_("For officials and deputies.")
    )
    description = TextField(_("Description and duties"), blank=True, widget="textarea")
    competences = TextField(_("What to write about"), blank=True, widget="textarea")
    keywords = models.TextField(
        _("Words for search"),
        blank=True,
        help_text=_("Everyday words that people look for, separated by commas."),
    )
    address = TextField(_("Address"), blank=True)
    room = models.CharField(_("Room"), max_length=40, blank=True)
    postcode = models.CharField(
        _("Postcode"),
        max_length=5,
        blank=True,
        validators=[RegexValidator(r"^\d{5}$", _("A postcode has five digits."))],
    )
    location = models.CharField(_("Point on the map"), max_length=250, blank=True)
    directions = TextField(_("How to get there"), blank=True, widget="textarea")
    routing = models.CharField(
        _("Way of appeals"), max_length=8, choices=Routing, default=Routing.DIRECT
    )
    accepts_appeals = models.BooleanField(_("Accepts appeals"), default=True)
    profile = models.ForeignKey(
        "directory.Profile",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="addressees",
        verbose_name=_("Profile"),
        help_text=_("Whose law, calendar and indexes hold. Empty: as for the body above."),
    )
    listed_without_page = models.BooleanField(
        _("In the catalogue without a page"),
        default=False,
        help_text=_("Otherwise the addressee is listed while it has a published page."),
    )
    has_live_page = models.BooleanField(_("Has a published page"), default=False, editable=False)
    is_active = models.BooleanField(pgettext_lazy("addressee", "Works"), default=True)
    is_listed = models.GeneratedField(
        expression=Q(is_active=True) & (Q(has_live_page=True) | Q(listed_without_page=True)),
        output_field=models.BooleanField(_("In the catalogue")),
        db_persist=True,
    )
    translation_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)
    sort_name = models.CharField(max_length=255, blank=True, editable=False, db_index=True)
    search_text = models.TextField(blank=True, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    updated_at = models.DateTimeField(default=clock.now, editable=False)

    objects = AddresseeQuerySet.as_manager()

    class Meta:
        verbose_name = _("addressee")
        verbose_name_plural = _("addressees")
        indexes = [models.Index(fields=["is_listed", "sort_name"], name="addressee_listed_by_name")]
        constraints = [
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=models.F("id")),
                name="addressee_is_not_its_own_parent",
            ),
            models.CheckConstraint(
                condition=Q(parent=None, depth=1) | Q(parent__isnull=False, depth__gt=1),
                name="addressee_depth_counts_its_ancestors",
            ),
        ]

    def __str__(self) -> str:
        return str(self.name)

    def clean(self) -> None:
        super().clean()
        try:
            tree.check_parent(self, self.parent)
            self.location = places.normal_location(self.location)
        except RuleBroken as refusal:
            raise ValidationError({refusal.field or "parent": refusal.message}) from refusal

    def save(self, **kwargs) -> None:
        if not self.slug:
            self.slug = free_slug(Addressee.objects.all(), Text(self.name).in_language("uk"))
        tree.save_in_tree(self, super().save, **kwargs)

    @property
    def point(self) -> tuple[float, float] | None:
        """(longitude, latitude), or nothing."""
        return places.parse_location(self.location)

    @property
    def lat(self) -> float | None:
        return self.point[1] if self.point else None

    @property
    def lng(self) -> float | None:
        return self.point[0] if self.point else None

    @property
    def ancestor_ids(self) -> list[int]:
        """Keys from the root down to the parent; no query."""
        return [int(key) for key in self.path.split("/") if key][:-1]

    def is_under(self, other: "Addressee") -> bool:
        """True for the addressee itself and for everything below it; no query."""
        return bool(other.path) and self.path.startswith(other.path)

    def ancestors(self) -> models.QuerySet["Addressee"]:
        return Addressee.objects.filter(pk__in=self.ancestor_ids).order_by("depth")

    def people_on_duty(self, *roles: str) -> models.QuerySet:
        """Active users who serve this addressee in any of the roles, or at all."""
        return Duty.objects.over(self).in_roles(*roles).people()

    def moderators(self) -> models.QuerySet:
        """Active users who moderate this addressee, by a duty here or over the whole branch."""
        return self.people_on_duty(Duty.Role.MODERATOR)

    def heads(self) -> models.QuerySet:
        return self.people_on_duty(Duty.Role.HEAD)

    def executors(self) -> models.QuerySet:
        return self.people_on_duty(Duty.Role.EXECUTOR)

    def is_moderated_by(self, user: "AbstractBaseUser") -> bool:
        return self.moderators().filter(pk=user.pk).exists()


class Contact(models.Model):
    """A way to reach an addressee. Short numbers such as 1580 are valid, so it is kept as text."""

    class Kind(models.TextChoices):
        PHONE = "phone", _("Phone")
        EMAIL = "email", _("E-mail")
        SITE = "site", _("Web site")
        OTHER = "other", pgettext_lazy("kind of contact", "Other")

    sort_order_field = "order"

    addressee = ParentalKey(Addressee, on_delete=models.CASCADE, related_name="contacts")
    kind = models.CharField(_("Kind"), max_length=8, choices=Kind, default=Kind.PHONE)
    value = models.CharField(_("Contact"), max_length=250)
    label = TextField(_("Whose it is"), blank=True)
    order = models.IntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        constraints = [
            models.CheckConstraint(condition=~Q(value=""), name="contact_says_how_to_reach"),
        ]

    def __str__(self) -> str:
        return self.value

    def clean(self) -> None:
        super().clean()
        try:
            self.value = normal_contact(self.kind, self.value)
        except RuleBroken as refusal:
            raise ValidationError({"value": refusal.message}) from refusal

    @property
    def href(self) -> str:
        """Address for a link, empty when there is nothing to open."""
        return contact_href(self.kind, self.value)


class Duty(models.Model):
    """The one truth about who serves an addressee; rights on pages and appeals follow from it."""

    class Role(models.TextChoices):
        MODERATOR = "moderator", _("Moderator")
        HEAD = "head", pgettext_lazy("duty", "Head")
        EXECUTOR = "executor", _("Executor")

    addressee = ParentalKey(Addressee, on_delete=models.CASCADE, related_name="duties")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="duties",
        limit_choices_to={"is_staff": True, "is_active": True},
        verbose_name=_("Person"),
    )
    role = models.CharField(_("Role"), max_length=16, choices=Role, default=Role.MODERATOR)
    with_subtree = models.BooleanField(
        _("With everything below"),
        default=False,
        help_text=_("The duty covers the whole branch under this addressee."),
    )

    objects = DutyQuerySet.as_manager()

    class Meta:
        verbose_name = _("duty")
        verbose_name_plural = _("duties")
        constraints = [
            models.UniqueConstraint(
                fields=["addressee", "user", "role"], name="one_duty_of_a_kind_per_person"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.user}"
