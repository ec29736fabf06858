"""Working calendars: a weekly pattern, dated days, and regimes during which the dates rest."""

import json
from collections.abc import Iterable
from datetime import date, time, timedelta
from functools import lru_cache
from itertools import pairwise
from operator import is_
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from core.words import TextField
from directory import working_time


def read_week(hours: Any) -> dict[int, tuple[working_time.Window, ...]]:
    """Windows by weekday from 0, of `{"1": [["09:00", "13:00"], …]}`. Raises ValueError."""
    week = {
        int(day) - 1: tuple(
            (time.fromisoformat(opens), time.fromisoformat(closes)) for opens, closes in windows
        )
        for day, windows in hours.items()
        if windows
    }
    for day, windows in week.items():
        ends = [one for window in windows for one in window]
        if ends and ends[-1] == time(0):
            ends[-1] = time.max
        if day not in range(7) or any(one >= other for one, other in pairwise(ends)):
            raise ValueError("windows of a day follow each other")
    return week


def check_hours(hours: Any) -> None:
    try:
        read_week(hours)
    except (ValueError, TypeError, AttributeError) as trouble:
        raise ValidationError(
            _("Hours are pairs of times by the day of the week, from 1 to 7.")
        ) from trouble


class WorkingCalendar(ClusterableModel):
    """Which days are working days. A deadline keeps the version it was counted by (DL-08)."""

    PATTERN = ("weekly_days", "eve_shortening_minutes", "hours")
    _as_calendar: tuple[Any, working_time.Calendar | None] = (None, None)

    code = models.SlugField(_("Code"), max_length=40, unique=True)
    name = TextField(pgettext_lazy("name of a thing", "Name"))
    version = models.PositiveIntegerField(
        _("Version"), default=1, editable=False, help_text=_("Grows with every change.")
    )
    weekly_days = models.CharField(
        _("Working days of the week"),
        max_length=7,
        default="12345",
        validators=[RegexValidator(r"^1?2?3?4?5?6?7?$", _("Digits from 1 to 7, in order."))],
        help_text=_("Digits: 1 is Monday, 7 is Sunday."),
    )
    eve_shortening_minutes = models.PositiveSmallIntegerField(
        _("Minutes less on the day before a holiday"), default=0
    )
    hours = models.JSONField(
        _("Office hours"),
        default=dict,
        blank=True,
        validators=[check_hours],
        help_text=_("By day of the week; terms in minutes of office time run within them."),
    )

    days = models.JSONField(default=dict, editable=False)

    class Meta:
        verbose_name = _("working calendar")
        verbose_name_plural = _("working calendars")
        constraints = [
            models.CheckConstraint(condition=~Q(weekly_days=""), name="calendar_has_a_working_day"),
        ]

    def __str__(self) -> str:
        return str(self.name)

    def save(self, *args, **kwargs) -> None:
        """A change of the weekly pattern is a new version too."""
        if self.pk and kwargs.get("update_fields") is None:
            before = WorkingCalendar.objects.filter(pk=self.pk).values_list(*self.PATTERN).first()
            if before and before != tuple(getattr(self, name) for name in self.PATTERN):
                self.version += 1
        super().save(*args, **kwargs)

    def as_calendar(self) -> working_time.Calendar:
        """The calendar as arithmetic knows it, from this row alone."""
        facts = (self.code, self.version, self.weekly_days, self.eve_shortening_minutes)
        asked, known = self._as_calendar
        # The same list of days and not an equal one: comparing would cost what reading does.
        listed = (self.days, self.hours)
        if known is None or asked[1] != facts or not all(map(is_, asked[0], listed)):
            texts = [json.dumps(one, sort_keys=True) for one in listed]
            known = _read_calendar(*facts, *texts)
            self._as_calendar = ((listed, facts), known)
        return known

    def renew(self) -> None:
        """Write dated days and regimes into the row, and a new version when anything differs.

        So a page or a deadline reads the whole calendar with the row that it joins anyway.
        """
        holidays = Holiday.objects.filter(calendar=self).order_by("date")
        regimes = Regime.objects.filter(calendar=self).order_by("starts_on")
        days = {
            "dated": [[f"{one.date}", one.kind, dict(one.name)] for one in holidays],
            "regimes": [
                [f"{one.starts_on}", f"{one.ends_on}" if one.ends_on else None] for one in regimes
            ],
        }
        if days == self.days:
            return
        if self.days:
            self.version += 1
        self.days = days
        WorkingCalendar.objects.filter(pk=self.pk).update(days=days, version=self.version)


@lru_cache(maxsize=64)
def _read_calendar(
    code: str, version: int, weekly_days: str, eve_minutes: int, days: str, hours: str
) -> working_time.Calendar:
    """Kept by its whole content: an appeal's terms ask for the same calendar a dozen times."""
    listed = json.loads(days)
    return working_time.Calendar(
        code=code,
        version=version,
        weekdays=frozenset(int(digit) - 1 for digit in weekly_days),
        dated={
            date.fromisoformat(on): working_time.DatedDay(
                kind == Holiday.Kind.WORKING, name, shortens_eve=kind == Holiday.Kind.HOLIDAY
            )
            for on, kind, name in listed.get("dated", [])
        },
        regimes=tuple(
            working_time.Stretch(
                date.fromisoformat(first), date.fromisoformat(last) if last else None
            )
            for first, last in listed.get("regimes", [])
        ),
        eve_shortening=timedelta(minutes=eve_minutes),
        hours=read_week(json.loads(hours)),
    )


def refuse_overlaps(regimes: Iterable["Regime"]) -> None:
    """Two regimes of one calendar never share a day: which of them holds would be a guess."""
    following = sorted(regimes, key=lambda one: one.starts_on)
    for one, other in pairwise(following):
        if one.ends_on is None or other.starts_on <= one.ends_on:
            raise ValidationError(
                _("Regimes overlap: one holds from %(first)s, another from %(second)s."),
                params={"first": _short(one.starts_on), "second": _short(other.starts_on)},
            )


def _short(day: date) -> str:
    return f"{day:%d.%m.%Y}"


class DatedQuerySet(models.QuerySet):
    """Days and regimes: whatever removes rows also renews their calendars."""

    def delete(self) -> tuple[int, dict[str, int]]:
        calendars = list(WorkingCalendar.objects.filter(pk__in=self.values("calendar")))
        deleted = super().delete()
        for calendar in calendars:
            calendar.renew()
        return deleted

    delete.alters_data = True  # type: ignore[attr-defined]
    delete.queryset_only = True  # type: ignore[attr-defined]


class PartOfCalendar(models.Model):
    """A row whose change is a change of its calendar (DL-08)."""

    objects = DatedQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args, **kwargs) -> None:
        super().save(*args, **kwargs)
        self.calendar.renew()

    def delete(self, *args, **kwargs) -> tuple[int, dict[str, int]]:
        deleted = super().delete(*args, **kwargs)
        self.calendar.renew()
        return deleted


class Holiday(PartOfCalendar):
    """A dated day of a calendar: a holiday, a moved day off, or a working Saturday."""

    class Kind(models.TextChoices):
        HOLIDAY = "holiday", pgettext_lazy("kind of day", "Holiday")
        TRANSFER = "transfer", _("Day off moved from a holiday")
        DAY_OFF = "day_off", _("Extra day off")
        WORKING = "working", _("Working day instead of a day off")

    calendar = ParentalKey(
        WorkingCalendar,
        on_delete=models.CASCADE,
        related_name="holidays",
        verbose_name=_("Calendar"),
    )
    date = models.DateField(_("Date"))
    kind = models.CharField(_("Kind"), max_length=8, choices=Kind, default=Kind.HOLIDAY)
    name = TextField(pgettext_lazy("name of a thing", "Name"), blank=True)

    class Meta:
        verbose_name = _("day of the calendar")
        verbose_name_plural = _("days of the calendar")
        constraints = [
            models.UniqueConstraint(fields=["calendar", "date"], name="calendar_names_a_day_once"),
        ]

    def __str__(self) -> str:
        return f"{self.date:%d.%m.%Y}"


class Regime(PartOfCalendar):
    """A stretch of time when the dated days rest and only the weekly pattern holds."""

    class Kind(models.TextChoices):
        MARTIAL = "martial", _("Martial law")

    calendar = ParentalKey(WorkingCalendar, on_delete=models.CASCADE, related_name="regimes")
    check_together = staticmethod(refuse_overlaps)

    kind = models.CharField(_("Regime"), max_length=16, choices=Kind, default=Kind.MARTIAL)
    starts_on = models.DateField(_("First day"))
    ends_on = models.DateField(
        _("Last day"), null=True, blank=True, help_text=_("Empty while the end is not known.")
    )

    class Meta:
        verbose_name = _("regime")
        verbose_name_plural = _("regimes")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="regime_ends_after_it_begins",
            ),
            models.UniqueConstraint(
                fields=["calendar", "kind"],
                condition=Q(ends_on=None),
                name="one_open_regime_of_a_kind",
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())
