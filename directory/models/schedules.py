"""When an addressee works: weekly windows, exceptions by date, leave with a substitute."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from core.words import TextField
from directory.models.addressees import Addressee
from directory.models.calendars import WorkingCalendar


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

    With a calendar, its holidays close the day; without one only exceptions do.
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
        ]

    def __str__(self) -> str:
        return str(self.name) or str(self.get_purpose_display())


class ScheduleWindow(models.Model):
    """Open hours within one weekday; two windows of a day have a break between them.

    Closing at 00:00 means midnight at the end of the day.
    """

    schedule = ParentalKey(Schedule, on_delete=models.CASCADE, related_name="windows")
    weekday = models.PositiveSmallIntegerField(_("Day"), choices=Weekday)
    opens = models.TimeField(pgettext_lazy("opening hours", "Opens"))
    closes = models.TimeField(pgettext_lazy("opening hours", "Closes"))

    class Meta:
        verbose_name = _("working hours")
        verbose_name_plural = _("working hours")
        constraints = [
            models.UniqueConstraint(
                fields=["schedule", "weekday", "opens"], name="schedule_opens_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(closes__gt=F("opens")) | Q(closes="00:00"),
                name="schedule_window_closes_after_it_opens",
            ),
            models.CheckConstraint(
                condition=Q(weekday__gte=0, weekday__lte=6), name="schedule_window_has_a_weekday"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.opens:%H:%M}–{self.closes:%H:%M}"


class ScheduleException(models.Model):
    """Another order of one date: closed, or other hours (several rows make a break)."""

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
