"""The simple editor of a reception: one weekday of the month, its hours, what holidays do."""

from dataclasses import replace
from datetime import time
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from core.words.forms import TextFormField
from directory.models import Addressee, Schedule
from directory.models.schedules import LONGEST_PROLONGING, PATTERNS, POLICIES, Weekday, runs
from directory.schedules.openings import Opening
from directory.schedules.patterns import MONTHLY, Pattern, Policy
from directory.schedules.rules import DayPlan, Hours, Timetable, Turn, next_dates
from directory.schedules.services import Reception, holidays_of

SHOWN_DATES = 12
CLOCK = {"autocomplete": "off", "placeholder": "14:00"}  # a text: browsers would say 2 PM
# What most deputies ask for.
USUAL = {
    "pattern": Pattern.FIRST.value,
    "weekday": Weekday.THURSDAY.value,
    "opens": time(14),
    "closes": time(17),
    "policy": Policy.NEXT_WORKING_DAY.value,
    "prolong_months": 6,
}


class ReceptionForm(forms.Form):
    pattern = forms.ChoiceField(
        label=pgettext_lazy("weekday of the month", "Which"),
        choices=[(one.value, PATTERNS[one]) for one in MONTHLY],
    )
    weekday = forms.TypedChoiceField(
        label=gettext_lazy("Day"), coerce=int, choices=list(Weekday.choices)
    )
    opens = forms.TimeField(
        label=pgettext_lazy("hours of a reception", "From"),
        widget=forms.TimeInput(CLOCK, format="%H:%M"),
    )
    closes = forms.TimeField(
        label=pgettext_lazy("hours of a reception", "Until"),
        widget=forms.TimeInput(CLOCK, format="%H:%M"),
    )
    note = TextFormField(label=gettext_lazy("Room or note"), required=False)
    policy = forms.ChoiceField(
        label=gettext_lazy("When a date falls on a holiday"),
        choices=[(one.value, label) for one, label in POLICIES.items()],
    )
    prolong_months = forms.IntegerField(
        label=gettext_lazy("Prolong automatically, months ahead"),
        required=False,
        min_value=1,
        max_value=LONGEST_PROLONGING,
        help_text=gettext_lazy(
            "At night the last day moves to the end of the month that is so many months ahead. "
            "Empty: the last day stays as it is."
        ),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        opens, closes = cleaned.get("opens"), cleaned.get("closes")
        if opens is not None and closes is not None and not runs(opens, closes):
            self.add_error("closes", _("It must close after it opens; 00:00 is midnight."))
        return cleaned

    @property
    def wanted(self) -> Reception:
        told = self.cleaned_data
        return Reception(
            pattern=Pattern(told["pattern"]),
            weekday=told["weekday"],
            opens=told["opens"],
            closes=told["closes"],
            note=told["note"],
            policy=Policy(told["policy"]),
            prolong_months=told["prolong_months"],
        )


def is_simple(schedule: Schedule) -> bool:
    """Whether the simple editor can show all of it: one monthly window."""
    windows = list(schedule.windows.all())
    return len(windows) == 1 and windows[0].pattern in MONTHLY


def initial_of(schedule: Schedule | None) -> dict[str, Any]:
    if schedule is None:
        return dict(USUAL)
    window = schedule.windows.get()
    return {
        "pattern": window.pattern,
        "weekday": window.weekday,
        "opens": window.opens,
        "closes": window.closes,
        "note": schedule.note,
        "policy": schedule.holiday_policy,
        "prolong_months": schedule.prolong_months,
    }


def dates_ahead(
    wanted: Reception, addressee: Addressee, schedule: Schedule | None, opening: Opening
) -> list[DayPlan]:
    """The next twelve dates as they would be: exceptions and leaves that are known count too.

    A prolonged schedule goes on past its last day, so its dates are not cut there.
    """
    calendar = (schedule.calendar if schedule else None) or holidays_of(addressee)
    known = next((one for one in opening.timetables if schedule and one.key == schedule.pk), None)
    ends = schedule.valid_until if schedule and not wanted.prolong_months else None
    hours = Hours(wanted.opens, wanted.closes)
    timetable = replace(
        known or Timetable(),
        weekly={},
        turns=(Turn(hours, wanted.pattern, wanted.weekday),),
        policy=wanted.policy,
        calendar=calendar.as_calendar() if calendar else None,
        valid_from=schedule.valid_from if schedule else None,
        valid_until=ends,
    )
    return next_dates(timetable, opening.today, SHOWN_DATES, opening.leaves)
