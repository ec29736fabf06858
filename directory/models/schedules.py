"""When an addressee works: hours by patterns, exceptions by date, leave with a substitute."""

from collections.abc import Iterable
from datetime import time
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from core.words import TextField
from directory.models.addressees import Addressee
from directory.models.calendars import WorkingCalendar
from directory.schedules.patterns import Pattern, Policy

PATTERNS = {
    Pattern.WEEKLY: _("Every week"),
    Pattern.FIRST: pgettext_lazy("weekday of the month", "First of the month"),
    Pattern.SECOND: pgettext_lazy("weekday of the month", "Second of the month"),
    Pattern.THIRD: pgettext_lazy("weekday of the month", "Third of the month"),
    Pattern.FOURTH: pgettext_lazy("weekday of the month", "Fourth of the month"),
    Pattern.LAST: pgettext_lazy("weekday of the month", "Last of the month"),
    Pattern.EVEN: _("Even weeks of the year"),
    Pattern.ODD: _("Odd weeks of the year"),
    Pattern.EVERY: _("Every so many weeks"),
    Pattern.DATES: _("Listed dates"),
}
POLICIES = {
    Policy.SKIP: _("It is skipped"),
    Policy.NEXT_WEEK: _("The same weekday a week later"),
    Policy.NEXT_WORKING_DAY: _("The next working day"),
    Policy.KEEP: _("It stays, holidays included"),
}
LONGEST_TURN = 52
LONGEST_PROLONGING = 24


class Weekday(models.IntegerChoices):
    MONDAY = 0, _("Monday")
    TUESDAY = 1, _("Tuesday")
    WEDNESDAY = 2, _("Wednesday")
    THURSDAY = 3, _("Thursday")
    FRIDAY = 4, _("Friday")
    SATURDAY = 5, _("Saturday")
    SUNDAY = 6, _("Sunday")


class Schedule(ClusterableModel):
    """One timetable of an addressee: the office, personal reception, or another.

    With a calendar, its holidays close the day or move it by the policy; without one only
    exceptions do. A prolonged schedule has an end that `services.prolong_schedules` moves.
    """

    class Purpose(models.TextChoices):
        OFFICE = "office", _("Office hours")
        RECEPTION = "reception", _("Personal reception")
        OTHER = "other", pgettext_lazy("purpose of a schedule", "Other")

    sort_order_field = "order"

    addressee = ParentalKey(Addressee, on_delete=models.CASCADE, related_name="schedules")
    name = TextField(
        pgettext_lazy("name of a thing", "Name"),
        blank=True,
        help_text=_("Needed when there are several."),
    )
    purpose = models.CharField(_("Purpose"), max_length=16, choices=Purpose, default=Purpose.OFFICE)
    valid_from = models.DateField(_("Valid from"), null=True, blank=True)
    valid_until = models.DateField(_("Valid until"), null=True, blank=True)
    calendar = models.ForeignKey(
        WorkingCalendar,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="schedules",
        verbose_name=_("Holidays by calendar"),
        help_text=_("Closed on the holidays of this calendar. Empty: works on holidays too."),
    )
    holiday_policy = models.CharField(
        _("When a date falls on a holiday"),
        max_length=24,
        choices=[(one.value, label) for one, label in POLICIES.items()],
        default=Policy.SKIP.value,
        help_text=_("Holidays are those of the calendar; without one there are none."),
    )
    prolong_months = models.PositiveSmallIntegerField(
        _("Prolong automatically, months ahead"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(LONGEST_PROLONGING)],
        help_text=_(
            "At night the last day moves to the end of the month that is so many months ahead. "
            "Empty: the last day stays as it is."
        ),
    )
    note = TextField(_("Room or note"), blank=True)
    order = models.IntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("schedule")
        verbose_name_plural = _("schedules")
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_from=None)
                | Q(valid_until=None)
                | Q(valid_until__gte=F("valid_from")),
                name="schedule_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(prolong_months=None)
                | Q(prolong_months__gte=1, prolong_months__lte=LONGEST_PROLONGING),
                name="schedule_is_prolonged_by_months",
            ),
        ]

    def __str__(self) -> str:
        return str(self.name) or str(self.get_purpose_display())


def refuse_same_hours(windows: Iterable["ScheduleWindow"]) -> None:
    """The same days beginning at the same time twice: one of the two is a slip."""
    seen = set()
    for one in windows:
        key = (one.pattern, one.weekday, one.every, one.since, tuple(one.dates), one.opens)
        if key in seen:
            raise ValidationError(_("“%(hours)s” is said twice.") % {"hours": one})
        seen.add(key)


def refuse_same_dates(exceptions: Iterable["ScheduleException"]) -> None:
    seen = set()
    for one in exceptions:
        key = (one.date, None if one.is_closed else one.opens)
        if key in seen:
            raise ValidationError(_("“%(hours)s” is said twice.") % {"hours": one})
        seen.add(key)


class ScheduleWindow(models.Model):
    """Open hours and the pattern of the days they come on; two of a day have a break between them.

    Closing at 00:00 means midnight at the end of the day.
    """

    check_together = staticmethod(refuse_same_hours)

    schedule = ParentalKey(Schedule, on_delete=models.CASCADE, related_name="windows")
    pattern = models.CharField(
        _("How often"),
        max_length=8,
        choices=[(one.value, label) for one, label in PATTERNS.items()],
        default=Pattern.WEEKLY.value,
    )
    weekday = models.PositiveSmallIntegerField(_("Day"), choices=Weekday, null=True, blank=True)
    every = models.PositiveSmallIntegerField(
        pgettext_lazy("every so many weeks", "How many weeks"),
        null=True,
        blank=True,
        validators=[MinValueValidator(2), MaxValueValidator(LONGEST_TURN)],
    )
    since = models.DateField(_("From the week of"), null=True, blank=True)
    dates = models.JSONField(_("Dates"), default=list, blank=True)
    opens = models.TimeField(pgettext_lazy("opening hours", "Opens"))
    closes = models.TimeField(pgettext_lazy("opening hours", "Closes"))

    class Meta:
        verbose_name = _("working hours")
        verbose_name_plural = _("working hours")
        constraints = [
            models.UniqueConstraint(
                fields=["schedule", "pattern", "weekday", "opens"],
                condition=~Q(pattern__in=["every", "dates"]),
                name="schedule_opens_once_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["schedule", "weekday", "every", "since", "opens"],
                condition=Q(pattern="every"),
                name="schedule_opens_once_in_so_many_weeks",
            ),
            models.CheckConstraint(
                condition=Q(closes__gt=F("opens")) | Q(closes="00:00"),
                name="schedule_window_closes_after_it_opens",
            ),
            models.CheckConstraint(
                condition=Q(weekday__gte=0, weekday__lte=6) & ~Q(pattern="dates")
                | Q(weekday=None, pattern="dates"),
                name="schedule_window_has_a_weekday",
            ),
            models.CheckConstraint(
                condition=Q(pattern="every", every__gte=2, every__lte=52, since__isnull=False)
                | Q(every=None, since=None) & ~Q(pattern="every"),
                name="schedule_window_comes_every_so_many_weeks",
            ),
        ]

    def __str__(self) -> str:
        day = self.get_weekday_display() if self.weekday is not None else self.get_pattern_display()
        return f"{day} {self.opens:%H:%M}–{self.closes:%H:%M}"

    def clean(self) -> None:
        """What the pattern does not need is emptied, what it lacks is named at the field."""
        super().clean()
        needed = {
            Pattern.DATES: {"dates": _("Give at least one date.")},
            Pattern.EVERY: {
                "weekday": _("Choose the day."),
                "every": _("Give the number of weeks, from 2 to 52."),
                "since": _("Give a date in the first week."),
            },
        }.get(Pattern(self.pattern or Pattern.WEEKLY), {"weekday": _("Choose the day.")})
        for name, empty in (("weekday", None), ("every", None), ("since", None), ("dates", [])):
            if name not in needed:
                setattr(self, name, empty)
        missing: dict[str, Any] = {
            name: why for name, why in needed.items() if getattr(self, name) in (None, [])
        }
        if self.opens and self.closes is not None and not runs(self.opens, self.closes):
            missing["closes"] = _("It must close after it opens; 00:00 is midnight.")
        if missing:
            raise ValidationError(missing)


def runs(opens: time, closes: time) -> bool:
    """Whether hours end after they begin; 00:00 is midnight at the end of the day."""
    return closes > opens or closes == time(0)


class ScheduleException(models.Model):
    """Another order of one date: closed, or other hours (several rows make a break)."""

    check_together = staticmethod(refuse_same_dates)

    schedule = ParentalKey(Schedule, on_delete=models.CASCADE, related_name="exceptions")
    date = models.DateField(_("Date"))
    is_closed = models.BooleanField(pgettext_lazy("opening hours", "Closed"), default=True)
    opens = models.TimeField(pgettext_lazy("opening hours", "Opens"), null=True, blank=True)
    closes = models.TimeField(pgettext_lazy("opening hours", "Closes"), null=True, blank=True)
    note = TextField(_("Why"), blank=True)

    class Meta:
        verbose_name = _("another order of a date")
        verbose_name_plural = _("dates with another order")
        constraints = [
            models.UniqueConstraint(
                fields=["schedule", "date"],
                condition=Q(is_closed=True),
                name="schedule_closes_a_date_once",
            ),
            models.UniqueConstraint(
                fields=["schedule", "date", "opens"], name="exception_opens_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(is_closed=True, opens=None, closes=None)
                | Q(is_closed=False, opens__isnull=False, closes__gt=F("opens"))
                | Q(is_closed=False, opens__isnull=False, closes="00:00"),
                name="exception_is_closed_or_has_hours",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.date:%d.%m.%Y}"

    def clean(self) -> None:
        super().clean()
        if self.is_closed:
            self.opens = self.closes = None
        elif self.opens is None or self.closes is None:
            raise ValidationError({"opens": _("Give the hours, or mark the date as closed.")})


class Leave(models.Model):
    """Days when an official is away, and who stands in."""

    addressee = ParentalKey(Addressee, on_delete=models.CASCADE, related_name="leaves")
    starts_on = models.DateField(_("First day"))
    ends_on = models.DateField(_("Last day"))
    substitute = models.ForeignKey(
        Addressee,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="substitutes_at",
        verbose_name=_("Who stands in"),
    )
    note = TextField(_("Note"), blank=True)

    class Meta:
        verbose_name = pgettext_lazy("absence", "leave")
        verbose_name_plural = pgettext_lazy("absence", "leaves")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="leave_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(substitute=None) | ~Q(substitute=F("addressee")),
                name="nobody_stands_in_for_themselves",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.starts_on:%d.%m.%Y} – {self.ends_on:%d.%m.%Y}"
