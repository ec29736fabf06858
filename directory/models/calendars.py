"""Working calendars: a weekly pattern, dated days, and regimes during which the dates rest."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from core.words import TextField


class WorkingCalendar(ClusterableModel):
    """Which days are working days. A deadline keeps the version it was counted by (DL-08)."""

    code = models.SlugField(_("Code"), max_length=40, unique=True)
    name = TextField(_("Name"))
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

    class Meta:
        verbose_name = _("working calendar")
        verbose_name_plural = _("working calendars")
        constraints = [
            models.CheckConstraint(condition=~Q(weekly_days=""), name="calendar_has_a_working_day"),
        ]

    def __str__(self) -> str:
        return str(self.name)


class Holiday(models.Model):
    """A dated day of a calendar: a holiday, a moved day off, or a working Saturday."""

    class Kind(models.TextChoices):
        HOLIDAY = "holiday", pgettext_lazy("kind of day", "Holiday")
        TRANSFER = "transfer", _("Day off moved from a holiday")
        DAY_OFF = "day_off", _("Extra day off")
        WORKING = "working", _("Working day instead of a day off")

    calendar = ParentalKey(WorkingCalendar, on_delete=models.CASCADE, related_name="holidays")
    date = models.DateField(_("Date"))
    kind = models.CharField(_("Kind"), max_length=8, choices=Kind, default=Kind.HOLIDAY)
    name = TextField(_("Name"), blank=True)

    class Meta:
        verbose_name = _("day of the calendar")
        verbose_name_plural = _("days of the calendar")
        constraints = [
            models.UniqueConstraint(fields=["calendar", "date"], name="calendar_names_a_day_once"),
        ]

    def __str__(self) -> str:
        return f"{self.date:%d.%m.%Y}"


class Regime(models.Model):
    """A stretch of time when the dated days rest and only the weekly pattern holds."""

    class Kind(models.TextChoices):
        MARTIAL = "martial", _("Martial law")

    calendar = ParentalKey(WorkingCalendar, on_delete=models.CASCADE, related_name="regimes")
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
