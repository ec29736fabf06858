"""Which report, of whom, comes to whom, and how often."""

from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.desk.report_forms import WHOSE
from crm.reports.access import branches_of, may_export, readers_of
from crm.reports.asking import INDIVIDUAL
from crm.reports.building import TITLES
from crm.reports.models import Schedule
from crm.reports.scheduling import Frame


class FrameForm(forms.Form):
    """What the screen of the report asks; who may get it depends on the answer."""

    use_required_attribute = False

    report = forms.ChoiceField(label=_("Report"), choices=list(TITLES.items()))
    applicant = forms.ChoiceField(label=_("Whose appeals"), required=False, choices=WHOSE)
    addressee = forms.ModelChoiceField(
        label=_("Addressee with everything below"),
        required=False,
        queryset=None,
        empty_label=pgettext_lazy("filter", "Any"),
    )

    def __init__(self, data: Any, user: Any) -> None:
        start = {"report": "quarter", "applicant": INDIVIDUAL}
        super().__init__({**start, **{name: data[name] for name in data if data[name]}})
        self.fields["addressee"].queryset = branches_of(user).order_by("sort_name", "pk")

    @property
    def frame(self) -> Frame:
        """Only of a valid form."""
        data = self.cleaned_data
        return Frame(data["report"], data["applicant"] or INDIVIDUAL, data["addressee"])


class _Person(forms.ModelChoiceField):
    def label_from_instance(self, person: Any) -> str:
        return person.full_name


class ScheduleForm(forms.Form):
    """A colleague who sees these figures may be chosen by whoever reports; others get their own."""

    use_required_attribute = False

    every = forms.ChoiceField(label=_("How often"), choices=Schedule.Every.choices)
    recipient = _Person(
        label=_("To whom"),
        queryset=None,
        empty_label=None,
        help_text=_("Only people who may see these figures."),
        error_messages={"invalid_choice": _("This person has no right to these figures.")},
    )

    def __init__(self, *args: Any, user: Any, frame: Frame, **kwargs: Any) -> None:
        super().__init__(*args, initial={"recipient": user.pk, "every": "quarter"}, **kwargs)
        reach = Q(pk=user.pk)
        if may_export(user):
            reach |= Q(pk__in=readers_of(frame.addressee).values("pk"))
        people = get_user_model().objects.filter(reach)
        self.fields["recipient"].queryset = people.order_by("last_name", "first_name", "pk")
