"""A period that a paper is printed for."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from blocks.forms.inputs import WhenField


class PeriodForm(forms.Form):
    """From and to; the month so far until somebody chooses."""

    use_required_attribute = False

    since = WhenField(label=pgettext_lazy("day", "From"))
    until = WhenField(label=pgettext_lazy("day", "To"))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"since": today.replace(day=1), "until": today})
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        since, until = data.get("since"), data.get("until")
        if since and until and until < since:
            self.add_error("until", _("The period ends before it begins."))
        return data
