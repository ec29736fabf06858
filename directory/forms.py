"""Forms behind the registers: a week of hours in words, versions that nobody types."""

import re
from datetime import date, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Max, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from modelcluster.forms import BaseChildFormSet
from wagtail.admin.forms import WagtailAdminModelForm

from core import clock
from directory.models import DeadlineRule, Schedule, ScheduleWindow, WorkingCalendar
from directory.models.calendars import read_week
from directory.models.schedules import PATTERNS, Weekday
from directory.schedules.patterns import Pattern
from directory.schedules.rules import MIDNIGHT, Hours, merged
from directory.schedules.services import prolong
from directory.widgets import WeekWidget

PAIR = re.compile(r"^(\d{1,2})(?:[:.](\d{2}))?\s*[-–—]\s*(\d{1,2})(?:[:.](\d{2}))?$")


def read_hours(text: str) -> tuple[Hours, ...]:
    """Hours of "9:00–13:00, 14:00–18:00". Empty or a dash: closed. Raises ValueError."""
    text = text.strip()
    if text in ("", "-", "–", "—"):
        return ()
    pairs = [_read_pair(part.strip()) for part in re.split(r"[,;]", text) if part.strip()]
    if sum(map(_length, merged(pairs))) != sum(map(_length, pairs)):
        raise ValueError("hours overlap")
    return merged(pairs)


def write_hours(hours: tuple[Hours, ...]) -> str:
    return ", ".join(
        f"{_write(one.opens)}–{'24:00' if one.closes == MIDNIGHT else _write(one.closes)}"
        for one in hours
    )


class WeekField(forms.MultiValueField):
    """Hours of a week: seven texts in, {weekday: hours} out."""

    widget = WeekWidget

    def __init__(self, **kwargs: Any) -> None:
        fields = [forms.CharField(required=False, max_length=120) for _day in Weekday]
        super().__init__(fields, require_all_fields=False, required=False, **kwargs)

    def compress(self, values: list[str]) -> dict[int, tuple[Hours, ...]]:
        week: dict[int, tuple[Hours, ...]] = {}
        errors = []
        for day, text in zip(Weekday, values or [""] * 7, strict=True):
            try:
                week[day.value] = read_hours(text or "")
            except ValueError:
                errors.append(
                    _("%(day)s: write hours like 9:00–13:00, 14:00–18:00.") % {"day": day.label}
                )
        if errors:
            raise ValidationError(errors)
        return week

    def has_changed(self, initial: Any, data: Any) -> bool:
        return [text.strip() for text in initial or [""] * 7] != [
            (text or "").strip() for text in data or [""] * 7
        ]


class DatesField(forms.CharField):
    """Dates in a row: 12.03.2026, 28.05.2026. A list of ISO dates comes out, in order."""

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, list):
            return value
        return ", ".join(f"{date.fromisoformat(one):%d.%m.%Y}" for one in value)

    def to_python(self, value: Any) -> list[str]:
        texts = [one for one in re.split(r"[\s,;]+", str(value or "")) if one]
        return sorted({f"{self._day(text)}" for text in texts})

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return (initial or []) != self.to_python(data)
        except ValidationError:
            return True

    def _day(self, text: str) -> date:
        found = re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", text)
        try:
            if found:
                return date(int(found[3]), int(found[2]), int(found[1]))
            return date.fromisoformat(text)
        except ValueError as trouble:
            message = _("“%(text)s” is not a date like 12.03.2026.") % {"text": text}
            raise ValidationError(message) from trouble


class TurnForm(WagtailAdminModelForm):
    """Hours that do not come every week: those that do are typed as a week."""

    pattern = forms.ChoiceField(
        label=gettext_lazy("How often"),
        choices=[(one.value, label) for one, label in PATTERNS.items() if one != Pattern.WEEKLY],
    )
    dates = DatesField(
        label=gettext_lazy("Dates"),
        required=False,
        max_length=2000,
        help_text=gettext_lazy("For listed dates: 12.03.2026, 28.05.2026."),
    )


class ScheduleForm(WagtailAdminModelForm):
    """A schedule whose weekly windows are typed as a week; the rest stand in rows below."""

    week = WeekField(
        label=gettext_lazy("Hours of every week"),
        help_text=gettext_lazy("Like 9:00–13:00, 14:00–18:00. Empty: closed."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["week"] = self._week_as_text()

    def save(self, commit: bool = True) -> Schedule:
        schedule = super().save(commit=False)
        prolong(schedule, clock.today())
        if "week" in self.changed_data:
            turns = [one for one in schedule.windows.all() if one.pattern != Pattern.WEEKLY]
            weekly = [
                ScheduleWindow(weekday=day, opens=one.opens, closes=one.closes)
                for day, hours in self.cleaned_data["week"].items()
                for one in hours
            ]
            schedule.windows.set([*weekly, *turns])
        if commit:
            schedule.save()
        return schedule

    def _week_as_text(self) -> list[str]:
        hours: dict[int, list[Hours]] = {}
        if self.instance.pk:
            for window in self.instance.windows.filter(pattern=Pattern.WEEKLY):
                hours.setdefault(window.weekday, []).append(Hours(window.opens, window.closes))
        return [write_hours(merged(hours.get(day.value, []))) for day in Weekday]


class CalendarForm(WagtailAdminModelForm):
    """A calendar whose office hours are typed as a week."""

    week = WeekField(
        label=gettext_lazy("Office hours"),
        help_text=gettext_lazy(
            "Like 9:00–13:00, 14:00–18:00. Terms in minutes of office time run within them."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = read_week(self.instance.hours)
        week = {day: tuple(Hours(*window) for window in rows) for day, rows in known.items()}
        self.initial["week"] = [write_hours(week.get(day.value, ())) for day in Weekday]

    def save(self, commit: bool = True) -> WorkingCalendar:
        if "week" in self.changed_data:
            self.instance.hours = {
                f"{day + 1}": [[f"{one.opens:%H:%M}", f"{one.closes:%H:%M}"] for one in hours]
                for day, hours in self.cleaned_data["week"].items()
                if hours
            }
        return super().save(commit=commit)


class DeadlineRuleForm(WagtailAdminModelForm):
    """A changed term is a new version with the same code; its number is given here."""

    def save(self, commit: bool = True) -> DeadlineRule:
        rule = self.instance
        if rule.pk is None:
            known = DeadlineRule.objects.filter(code=self.cleaned_data["code"])
            rule.version = (known.aggregate(last=Max("version"))["last"] or 0) + 1
        return super().save(commit=commit)


def sorted_formset(*order: str, leaving_out: Q | None = None) -> type[BaseChildFormSet]:
    """A child formset that shows its rows in this order, but for those that are left out.

    A model with `check_together` sees its rows side by side before they are saved; one that says
    `NEVER_REMOVED` keeps its rows, and that sentence tells why.
    """

    class SortedFormSet(BaseChildFormSet):
        def __init__(self, *args: Any, instance: Any = None, queryset: Any = None, **kwargs: Any):
            if queryset is None and instance is not None and instance.pk:
                name = self.fk.remote_field.get_accessor_name()
                queryset = getattr(instance, name).order_by(*order)
                queryset = queryset.exclude(leaving_out) if leaving_out else queryset
            super().__init__(*args, instance=instance, queryset=queryset, **kwargs)

        def clean(self) -> None:
            super().clean()
            kept = getattr(self.model, "NEVER_REMOVED", None)
            if kept and any(form.instance.pk for form in self.deleted_forms):
                raise ValidationError(kept)
            check = getattr(self.model, "check_together", None)
            if check is None or any(self.errors):
                return
            rows = [form for form in self.forms if form.instance.pk or form.has_changed()]
            check([form.instance for form in rows if not self._should_delete_form(form)])

    return SortedFormSet


def _read_pair(text: str) -> Hours:
    found = PAIR.match(text)
    if not found:
        raise ValueError("not a pair of times")
    opens = time(int(found[1]), int(found[2] or 0))
    closing = (int(found[3]), int(found[4] or 0))
    closes = MIDNIGHT if closing == (24, 0) else time(*closing)
    if closes != MIDNIGHT and closes <= opens:
        raise ValueError("closes before it opens")
    return Hours(opens, closes)


def _write(at: time) -> str:
    return f"{at.hour}:{at.minute:02}"


def _length(hours: Hours) -> int:
    closes = (hours.closes.hour * 60 + hours.closes.minute) or 24 * 60
    return closes - (hours.opens.hour * 60 + hours.opens.minute)
