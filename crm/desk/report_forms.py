"""What a report is asked for at the desk."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from blocks.forms.inputs import WhenField
from crm.reports.asking import EVERYBODY, INDIVIDUAL, LEGAL, Question
from crm.reports.periods import Period
from directory.models import Addressee

LONGEST_YEARS = 5
WHOSE = [
    (INDIVIDUAL, _("Of citizens")),
    (LEGAL, _("Of legal entities")),
    (EVERYBODY, pgettext_lazy("appeals", "All")),
]


class ReportForm(forms.Form):
    """A period, whose appeals and of whom; the quarter so far until somebody chooses."""

    use_required_attribute = False

    since = WhenField(label=pgettext_lazy("day", "From"))
    until = WhenField(label=pgettext_lazy("day", "To"))
    applicant = forms.ChoiceField(
        label=_("Whose appeals"),
        required=False,
        choices=WHOSE,
    )
    addressee = forms.ModelChoiceField(
        label=_("Addressee with everything below"),
        required=False,
        queryset=Addressee.objects.active(),
        empty_label=pgettext_lazy("filter", "Any"),
    )

    def __init__(self, data: Any, today: date) -> None:
        period = Period.quarter_of(today)
        start = {"since": period.since, "until": period.until, "applicant": INDIVIDUAL}
        asked = {**start, **{name: data[name] for name in data if data[name]}}
        super().__init__(asked)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        since, until = data.get("since"), data.get("until")
        if since and until:
            if until < since:
                self.add_error("until", _("The period ends before it begins."))
            elif until.year - since.year > LONGEST_YEARS:
                self.add_error("until", _("Choose a period of five years at most."))
        return data

    @property
    def question(self) -> Question:
        """Only of a valid form."""
        data = self.cleaned_data
        addressee = data.get("addressee")
        return Question(
            Period(data["since"], data["until"]),
            data.get("applicant") or INDIVIDUAL,
            addressee.pk if addressee else None,
        )
