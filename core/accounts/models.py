"""People with a log-in, their roles, break-glass sessions, tokens and phone codes."""

from datetime import datetime

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from phonenumber_field.modelfields import PhoneNumberField

from core import clock
from core.accounts.querysets import ApiTokenQuerySet, BreakGlassQuerySet, UserQuerySet
from core.accounts.roles import Role, Scope, scope_of


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    """Makes people; an e-mail or a phone is enough."""

    def get_by_natural_key(self, username: str) -> "User":
        """E-mail in any letter case: addresses are kept in lower case."""
        return self.get(email=(username or "").strip().lower())

    def create_user(
        self, email: str | None = None, password: str | None = None, **fields
    ) -> "User":
        user = self.model(email=email, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields) -> "User":
        fields.setdefault("is_staff", True)
        return self.create_user(email, password, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A person with a log-in: resident, member of staff, or both.

    Everybody is a resident; staff roles are added by `RoleGrant`. `role_codes`
    repeats the grants in the row itself, so asking "may this person" costs no
    query; `RoleGrant` writes it and nothing else does.
    """

    email = models.EmailField(_("e-mail"), unique=True, null=True, blank=True)
    phone = PhoneNumberField(_("phone"), unique=True, null=True, blank=True)
    phone_verified_at = models.DateTimeField(null=True, blank=True, editable=False)

    last_name = models.CharField(_("surname"), max_length=150, blank=True)
    first_name = models.CharField(_("given name"), max_length=150, blank=True)
    middle_name = models.CharField(_("patronymic"), max_length=150, blank=True)
    has_no_middle_name = models.BooleanField(_("I have no patronymic"), default=False)

    addr_region = models.CharField(_("region"), max_length=100, blank=True)
    addr_district = models.CharField(_("district"), max_length=100, blank=True)
    addr_community = models.CharField(_("community"), max_length=100, blank=True)
    addr_settlement = models.CharField(_("settlement"), max_length=100, blank=True)
    addr_street = models.CharField(_("street"), max_length=150, blank=True)
    addr_building = models.CharField(_("building"), max_length=20, blank=True)
    addr_block = models.CharField(
        pgettext_lazy("of a building", "block"), max_length=20, blank=True
    )
    addr_flat = models.CharField(_("flat"), max_length=20, blank=True)
    addr_postcode = models.CharField(_("postcode"), max_length=10, blank=True)

    language = models.CharField(
        _("language of letters"),
        max_length=10,
        default=settings.LANGUAGE_CODE,
    )
    is_active = models.BooleanField(_("active"), default=True)
    is_staff = models.BooleanField(_("works in the desk or the administration"), default=False)
    role_codes = models.JSONField(default=list, blank=True, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = []

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = [
            models.CheckConstraint(
                condition=Q(email=Lower("email")), name="accounts_email_is_lower_case"
            ),
            models.CheckConstraint(
                name="accounts_email_or_phone_is_known",
                condition=(Q(email__isnull=False) & ~Q(email=""))
                | (Q(phone__isnull=False) & ~Q(phone="")),
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    def clean(self) -> None:
        super().clean()
        self._normalise()

    def save(self, *args, **kwargs) -> None:
        self._normalise()
        super().save(*args, **kwargs)

    def _normalise(self) -> None:
        """Lower-case e-mail, and NULL rather than an empty string: unique needs both."""
        self.email = (self.email or "").strip().lower() or None
        self.phone = self.phone or None

    @property
    def roles(self) -> frozenset[str]:
        """Role codes of this person; always holds `resident`."""
        return frozenset(self.role_codes) | {Role.RESIDENT.value}

    def has_role(self, *codes: str) -> bool:
        return self.is_active and not self.roles.isdisjoint(codes)

    def can(self, action: str) -> bool:
        """Whether any role allows the action; a superuser gets nothing extra here."""
        return self.scope_of(action) is not None

    def scope_of(self, action: str) -> Scope | None:
        """How far the right reaches (own, addressee, subtree, all); None when there is none."""
        return scope_of(self.roles, action) if self.is_active else None

    @property
    def full_name(self) -> str:
        parts = (self.last_name, self.first_name, self.middle_name)
        return " ".join(part for part in parts if part) or self.contact

    @property
    def short_name(self) -> str:
        """Дорошенко О. В."""
        if not self.last_name:
            return self.full_name
        initials = (f"{name[0]}." for name in (self.first_name, self.middle_name) if name)
        return "\u00a0".join([self.last_name, *initials])

    def get_full_name(self) -> str:
        return self.full_name

    def get_short_name(self) -> str:
        return self.first_name or self.full_name

    @property
    def contact(self) -> str:
        return self.email or (str(self.phone) if self.phone else "")

    @property
    def has_verified_phone(self) -> bool:
        return bool(self.phone and self.phone_verified_at)

    @property
    def missing_for_appeal(self) -> list[str]:
        """Names of profile fields that A-02, A-03 and A-28 still ask for."""
        required = [
            "last_name",
            "first_name",
            "addr_settlement",
            "addr_street",
            "addr_building",
        ]
        missing = [name for name in required if not getattr(self, name).strip()]
        if not self.middle_name.strip() and not self.has_no_middle_name:
            missing.insert(min(2, len(missing)), "middle_name")
        if not self.contact:
            missing.append("email")
        return missing

    @property
    def has_full_profile(self) -> bool:
        """A-28: name, patronymic or "none", residence and a contact are known."""
        return not self.missing_for_appeal


class RoleGrant(models.Model):
    """A staff role held by a person. Grant and take away through `services`."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="role_grants")
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    granted_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    granted_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("role of a person")
        verbose_name_plural = _("roles of people")
        constraints = [
            models.UniqueConstraint(fields=["user", "role"], name="accounts_role_granted_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.role}"


class BreakGlass(models.Model):
    """A timed, reasoned, logged session in which an administrator reads appeals."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="break_glass_sessions")
    reason = models.TextField(_("reason"))
    opened_at = models.DateTimeField(_("opened"))
    ends_at = models.DateTimeField(_("ends"))
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    objects = BreakGlassQuerySet.as_manager()

    class Meta:
        verbose_name = _("break-glass session")
        verbose_name_plural = _("break-glass sessions")
        indexes = [models.Index(fields=["user", "ends_at"], name="accounts_break_glass_open")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=models.F("opened_at")),
                name="accounts_break_glass_ends_after_it_opens",
            ),
            models.CheckConstraint(
                condition=~Q(reason=""), name="accounts_break_glass_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.opened_at:%Y-%m-%d %H:%M}"

    def is_open(self, at: datetime) -> bool:
        return self.closed_at is None and self.opened_at <= at < self.ends_at


class ApiToken(models.Model):
    """A key to one's own appeals for programs; only its digest is kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="personal_tokens")
    name = models.CharField(_("name"), max_length=100)
    prefix = models.CharField(max_length=12)
    digest = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    created_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        verbose_name = _("API token")
        verbose_name_plural = _("API tokens")

    def __str__(self) -> str:
        return f"{self.prefix}… {self.name}"

    def is_live(self, at: datetime) -> bool:
        return self.revoked_at is None and (self.expires_at is None or self.expires_at > at)

    def allows(self, scope: str) -> bool:
        return scope in self.scopes


class PhoneCode(models.Model):
    """A one-time code sent to a phone; one open code per person."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="phone_code")
    phone = PhoneNumberField()
    digest = models.CharField(max_length=64)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        verbose_name = _("phone code")
        verbose_name_plural = _("phone codes")

    def __str__(self) -> str:
        return f"{self.user_id} {self.created_at:%Y-%m-%d %H:%M}"
