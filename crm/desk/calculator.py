"""The form of the calculator of terms: the same questions as `manage.py deadline` takes."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from blocks.forms.inputs import WhenField
from core.errors import RuleBroken
from directory.reckoning import Answer, Question, Reckoner

USUAL = "ua.appeal.month"


class TermForm(forms.Form):
    """A rule and a day; the time matters where hours are counted or the office has closed."""

    use_required_attribute = False

    rule = forms.ChoiceField(label=_("Rule"), error_messages={"required": _("Choose the rule")})
    received = WhenField(
        label=_("Counted from the day"),
        error_messages={"required": _("Write the day it is counted from")},
    )
    time = forms.TimeField(
        label=pgettext_lazy("of receipt", "Time"),
        required=False,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        input_formats=["%H:%M", "%H:%M:%S", "%H.%M"],
        error_messages={"invalid": _("Write the time like 14:30.")},
    )
    profile = forms.ChoiceField(
        label=_("Profile"),
        required=False,
        help_text=_("Whose office hours and time zone decide on the day of registration."),
    )
    regime = forms.ChoiceField(
        label=_("Regime"),
        required=False,
        choices=[
            ("", _("As the calendar says")),
            ("martial", _("Martial law: only the days of the week")),
            ("peace", _("Peacetime: with holidays")),
        ],
    )

    def __init__(self, *args: Any, reckoner: Reckoner, **kwargs: Any) -> None:
        super().__init__(*args, initial={"rule": USUAL}, **kwargs)
        self.reckoner = reckoner
        self.fields["rule"].choices = sorted(
            (code, f"{versions[0].name} ({code})") for code, versions in reckoner.rules.items()
        )
        # The city's own comes first and is the default.
        self.fields["profile"].choices = [
            (code, str(profile.name)) for code, profile in reckoner.profiles.items()
        ]
        self.own = next(iter(reckoner.profiles), None)
        self.initial["profile"] = self.own

    def answer(self) -> Answer | None:
        """The count, or nothing where something is wrong, which is then said beside its field."""
        if not self.is_valid():
            return None
        data = self.cleaned_data
        asked = Question(
            data["rule"],
            data["received"],
            data["time"],
            profile=data["profile"] or self.own,
            regime=data["regime"] or None,
        )
        try:
            return self.reckoner.answer(asked)
        except RuleBroken as broken:
            self.add_error(broken.field if broken.field in self.fields else None, str(broken))
            return None
