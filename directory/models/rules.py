"""Deadline rules and profiles: what the law of a country or a city asks for, as data."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, cast
from zoneinfo import ZoneInfo, available_timezones

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.words import TextField
from directory import working_time
from directory.indexes import index_fault, indexes_may_meet
from directory.models.calendars import WorkingCalendar
from directory.rule_querysets import DeadlineRuleQuerySet, ProfileQuerySet

LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z]{2,8})?")
REMINDER = re.compile(r"-([1-9]\d{0,2})wd")


def reminder_days(reminders: Any) -> list[int]:
    """Working days before the target: [10, 5, 0] of ["-10wd", "-5wd", "0"]. Raises ValueError."""
    if not isinstance(reminders, list):
        raise ValueError("a list of reminders")
    found = {0 if one == "0" else _days_before(one) for one in reminders}
    return sorted(found, reverse=True)


def _days_before(text: Any) -> int:
    match = REMINDER.fullmatch(text) if isinstance(text, str) else None
    if match is None:
        raise ValueError("not a reminder")
    return int(match[1])


OF_SERVICE = "case"
"""What a rule of a service applies to; all others are set by law and never pause (DL-07)."""


class DeadlineRule(models.Model):
    """One version of a term (domain.md 3.1). Old versions stay: stored deadlines name them."""

    class Anchor(models.TextChoices):
        RECEIVED_AT = "received_at", _("Moment of receipt")
        RECEIVED_DAY = "received_day", _("Day of receipt")
        REGISTERED_DAY = "registered_day", _("Day of registration")
        VALIDATED_AT = "validated_at", _("Moment of confirmation")
        PUBLISHED_DAY = "published_day", _("Day of publication")
        EVENT_DAY = "event_day", _("Day of the event")

    class Unit(models.TextChoices):
        CALENDAR_DAYS = "calendar_days", _("Calendar days")
        WORKING_DAYS = "working_days", _("Working days")
        MONTHS = "months", _("Months")
        YEARS = "years", _("Years")
        HOURS_CONTINUOUS = "hours_continuous", _("Hours without a break")
        HOURS_ON_WORKING_DAYS = "hours_on_working_days", _("Hours of working days")
        BUSINESS_MINUTES = "business_minutes", _("Minutes within office hours")

    class Roll(models.TextChoices):
        NONE = "none", _("Does not move")
        NEXT = "next_working_day", _("To the next working day")
        PREVIOUS = "previous_working_day", _("To the working day before")

    class OnExpiry(models.TextChoices):
        MARK_OVERDUE = "mark_overdue", _("Mark as overdue")
        NOTHING = "nothing", pgettext_lazy("when a term ends", "Nothing")

    code = models.CharField(_("Code"), max_length=60)
    version = models.PositiveIntegerField(_("Version"), default=1)
    valid_from = models.DateField(_("In force from"))
    valid_until = models.DateField(_("In force until"), null=True, blank=True)
    name = TextField(pgettext_lazy("name of a thing", "Name"))
    applies_to = models.JSONField(_("Applies to"), default=dict, blank=True)
    anchor = models.CharField(_("Counted from"), max_length=16, choices=Anchor)
    unit = models.CharField(_("Unit"), max_length=24, choices=Unit)
    amount = models.PositiveIntegerField(_("How many"), validators=[MinValueValidator(1)])
    roll = models.CharField(_("When it ends on a day off"), max_length=24, choices=Roll)
    calendar = models.ForeignKey(
        WorkingCalendar,
        on_delete=models.PROTECT,
        related_name="deadline_rules",
        verbose_name=_("Calendar"),
    )
    max_total_unit = models.CharField(
        _("Unit of the longest term"), max_length=24, choices=Unit, blank=True
    )
    max_total_amount = models.PositiveIntegerField(_("Longest term"), null=True, blank=True)
    is_pausable = models.BooleanField(
        _("May be paused"), default=False, help_text=_("Terms set by law never pause.")
    )
    on_expiry = models.CharField(
        _("When it ends"), max_length=16, choices=OnExpiry, default=OnExpiry.MARK_OVERDUE
    )
    reminders = models.JSONField(
        _("Reminders"),
        default=list,
        blank=True,
        help_text=_("Working days before the target day, such as -5wd; 0 is the day itself."),
    )

    objects = DeadlineRuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("deadline rule")
        verbose_name_plural = _("deadline rules")
        constraints = [
            models.UniqueConstraint(
                fields=["code", "version"], name="deadline_rule_version_is_unique"
            ),
            models.UniqueConstraint(
                fields=["code", "valid_from"], name="one_deadline_rule_begins_a_day"
            ),
            models.CheckConstraint(condition=Q(amount__gte=1), name="deadline_rule_gives_time"),
            models.CheckConstraint(
                condition=Q(max_total_unit="", max_total_amount=None)
                | (~Q(max_total_unit="") & Q(max_total_amount__gte=1)),
                name="longest_term_has_unit_and_amount",
            ),
            models.CheckConstraint(
                condition=Q(is_pausable=False)
                | (Q(applies_to__has_key="entity") & Q(applies_to__entity=OF_SERVICE)),
                name="term_of_law_never_pauses",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} (v{self.version})"

    def clean(self) -> None:
        """What no single field can tell."""
        super().clean()
        moments = (self.Anchor.RECEIVED_AT, self.Anchor.VALIDATED_AT)
        if self.is_timed and self.anchor not in moments:
            raise ValidationError({"anchor": _("Hours are counted from a moment, not from a day.")})
        if self.valid_from and self.valid_until and self.valid_until < self.valid_from:
            raise ValidationError({"valid_until": _("The rule ends before it begins.")})
        if bool(self.max_total_unit) != bool(self.max_total_amount):
            raise ValidationError(
                {"max_total_amount": _("The longest term needs both a number and a unit.")}
            )
        if self.is_pausable and (self.applies_to or {}).get("entity") != OF_SERVICE:
            raise ValidationError({"is_pausable": _("Terms set by law never pause.")})
        try:
            reminder_days(self.reminders)
        except ValueError as trouble:
            message = _("Write reminders like “-5wd”, “-1wd” and “0”.")
            raise ValidationError({"reminders": message}) from trouble

    @property
    def is_timed(self) -> bool:
        return self.unit in working_time.TIMED

    @property
    def term(self) -> working_time.Term:
        return working_time.Term(cast(Any, self.unit), self.amount, cast(Any, self.roll))

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)

    def anchor_for(self, event: datetime, registered: date) -> date | datetime:
        """Where the count begins. `event` is the local moment of what the rule is counted from:
        receipt, confirmation, publication or another event; `registered` follows by DL-05."""
        match self.anchor:
            case self.Anchor.RECEIVED_AT | self.Anchor.VALIDATED_AT:
                return event
            case self.Anchor.REGISTERED_DAY:
                return registered
            case _:
                return event.date()

    def count(self, anchor: date | datetime) -> working_time.Counted:
        """Count from a day, or from a local moment for terms in hours. Asks for `calendar`."""
        return working_time.count_term(self.term, anchor, self.calendar.as_calendar())


APPEAL_PURPOSES = ("reply", "simple", "extended", "forward", "return", "return_data")
PURPOSES = {
    "appeal": APPEAL_PURPOSES,
    "information": ("reply", "urgent", "extended", "forward"),
    "personal_data": ("reply", "study"),
    "request": ("reply",),
    "administrative": ("reply", "incomplete"),
}
"""What rules are asked for, by kind of record; the first is the term of the answer."""


def _table_fault(table: Any, purposes: tuple[str, ...]) -> Any:
    """Why this is no table of purposes and rules; or None."""
    is_table = isinstance(table, dict) and all(isinstance(code, str) for code in table.values())
    if not is_table or set(table) - set(purposes):
        return _("Write a table such as {“reply”: “ua.entity.reply”}.")
    known = DeadlineRule.objects.filter(code__in=table.values())
    missing = set(table.values()) - set(known.values_list("code", flat=True))
    if missing or len(set(table.values())) < len(table):
        return _("Name a rule that there is, another one for each term.")
    return None


def _is_list_of_codes(value: Any) -> bool:
    is_list = isinstance(value, list) and bool(value)
    return is_list and all(isinstance(one, str) and LANGUAGE.fullmatch(one) for one in value)


# The type checker sees no manager of addressees from here: their module imports this one.
class Profile(models.Model):  # type: ignore[django-manager-missing]
    """Settings of a kind of service in a country: zone, calendar, office hours, index."""

    class RegistrationAnchor(models.TextChoices):
        REGISTERED_DAY = "registered_day", _("Working day by office hours")
        RECEIVED_DAY = "received_day", _("The day of receipt itself")

    KEPT = (
        *("code", "name", "time_zone", "languages", "calendar_id", "office_opens"),
        *("office_closes", "registration", "index_template", "account_required", "population"),
        *("terms", "entity_terms", "entity_index_template", "is_default"),
    )

    code = models.SlugField(_("Code"), max_length=40, unique=True)
    name = TextField(pgettext_lazy("name of a thing", "Name"))
    version = models.PositiveIntegerField(
        _("Version"), default=1, editable=False, help_text=_("Grows with every change.")
    )
    time_zone = models.CharField(_("Time zone"), max_length=60, default="Europe/Kyiv")
    languages = models.JSONField(_("Languages"), default=list)
    calendar = models.ForeignKey(
        WorkingCalendar,
        on_delete=models.PROTECT,
        related_name="profiles",
        verbose_name=_("Calendar"),
    )
    office_opens = models.TimeField(_("Office opens"))
    office_closes = models.TimeField(_("Office closes"))
    registration = models.CharField(
        _("Day of registration"),
        max_length=16,
        choices=RegistrationAnchor,
        default=RegistrationAnchor.REGISTERED_DAY,
    )
    index_template = models.CharField(
        _("Registration index"),
        max_length=80,
        help_text=_("Parts: {letter}, {number}, {yy}, {yyyy}."),
    )
    account_required = models.BooleanField(_("Account is needed"), default=True)
    population = models.PositiveIntegerField(
        _("Residents"),
        null=True,
        blank=True,
        help_text=_("How many people live here: reports count appeals per 10,000 of them."),
    )
    journal = models.SlugField(
        max_length=40,
        blank=True,
        editable=False,
        help_text=_("Profiles that could write the same index take numbers from one journal."),
    )
    terms = models.JSONField(
        _("Terms"),
        default=dict,
        blank=True,
        help_text=_("Rules of this profile's own law; without them the law of Ukraine holds."),
    )
    entity_terms = models.JSONField(
        _("Terms for legal entities"),
        default=dict,
        blank=True,
        help_text=_("Rules that differ from those for people: reply, simple, extended, forward."),
    )
    entity_index_template = models.CharField(
        _("Registration index for legal entities"),
        max_length=80,
        blank=True,
        help_text=_("Empty: the same as for people."),
    )
    is_default = models.BooleanField(_("Used by default"), default=False)

    objects = ProfileQuerySet.as_manager()

    class Meta:
        verbose_name = _("profile")
        verbose_name_plural = _("profiles")
        constraints = [
            models.UniqueConstraint(
                fields=["is_default"], condition=Q(is_default=True), name="only_one_default_profile"
            ),
            models.CheckConstraint(
                condition=Q(office_closes__gt=models.F("office_opens")),
                name="profile_office_closes_after_it_opens",
            ),
        ]

    def __str__(self) -> str:
        return str(self.name)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Whatever changes in it is a new version: the journal and an exported file name it."""
        if self.pk:
            before = Profile.objects.filter(pk=self.pk).values(*self.KEPT).first()
            if before and any(before[name] != getattr(self, name) for name in self.KEPT):
                self.version += 1
        alike = self._journals_alike()
        if self.journal not in alike:
            self.journal = alike[0] if alike else self.journal or self.code
        super().save(*args, **kwargs)

    def clean(self) -> None:
        super().clean()
        if self.time_zone not in available_timezones():
            raise ValidationError({"time_zone": _("There is no such time zone.")})
        if not _is_list_of_codes(self.languages):
            raise ValidationError({"languages": _("Write a list such as [“uk”, “en”].")})
        if self.office_opens and self.office_closes and self.office_closes <= self.office_opens:
            raise ValidationError({"office_closes": _("The office closes before it opens.")})
        for name in ("index_template", "entity_index_template"):
            if (template := getattr(self, name)) and (fault := index_fault(template)):
                raise ValidationError({name: fault})
        self._check_terms()
        self._check_numbering()

    def _check_terms(self) -> None:
        """Each kind of record has the term of its answer, and each term a rule of its own."""
        if fault := _table_fault(self.entity_terms, APPEAL_PURPOSES):
            raise ValidationError({"entity_terms": fault})
        if not isinstance(self.terms, dict) or set(self.terms) - set(PURPOSES):
            message = _("Write a table such as {“appeal”: {“reply”: “rs.complaint”}}.")
            raise ValidationError({"terms": message})
        for kind, table in self.terms.items():
            if fault := _table_fault(table, PURPOSES[kind]):
                raise ValidationError({"terms": fault})
            if "reply" not in table:
                raise ValidationError({"terms": _("Name the rule for the answer too.")})

    def _check_numbering(self) -> None:
        if len(set(self._journals_alike())) > 1:
            message = _("Profiles that number apart already write such indexes.")
            raise ValidationError({"index_template": message})

    def _journals_alike(self) -> list[str]:
        """Journals of other profiles that could write an index that this one writes (R-02)."""
        mine = [one for one in (self.index_template, self.entity_index_template) if one]
        others = Profile.objects.exclude(pk=self.pk).order_by("pk")
        fields = ("journal", "index_template", "entity_index_template")
        return [
            journal
            for journal, *theirs in others.values_list(*fields)
            if any(indexes_may_meet(one, other) for one in mine for other in theirs if other)
        ]

    def terms_for(self, kind: str, usual: dict[str, str]) -> dict[str, str]:
        """Rules by what they are for: the profile's own table of the kind, else the usual one."""
        return self.terms.get(kind) or usual

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @property
    def office(self) -> working_time.OfficeHours:
        return working_time.OfficeHours(self.office_opens, self.office_closes)

    def language_for(self, chosen: str, spoken: Sequence[str]) -> str:
        """The chosen language where the profile has it, else its first that the product speaks.

        Whoever works in none of them is written to as chosen: a letter is better than none (A-23).
        """
        return next(
            (one for one in (chosen, *self.languages) if self.has_language(one, spoken)), chosen
        )

    def has_language(self, code: str, spoken: Sequence[str]) -> bool:
        return code in self.languages and code in spoken

    def local(self, moment: datetime) -> datetime:
        """The moment by the clocks of the profile (DL-12)."""
        return moment.astimezone(self.zone)

    def registration_day(
        self, received_at: datetime, calendar: working_time.Calendar | None = None
    ) -> date:
        """DL-05; some profiles anchor strictly on the day of receipt. Asks for `calendar`,
        unless another one is given."""
        received = self.local(received_at)
        if self.registration == self.RegistrationAnchor.RECEIVED_DAY:
            return received.date()
        calendar = calendar or self.calendar.as_calendar()
        return working_time.registration_day(received, calendar, self.office)
