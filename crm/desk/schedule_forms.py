"""Which report comes to whom, and how often."""

from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.utils.translation import gettext_lazy as _

from core.accounts.roles import Action, roles_that_may
from crm.reports.access import may_export
from crm.reports.building import TITLES
from crm.reports.models import Schedule


class _Person(forms.ModelChoiceField):
    def label_from_instance(self, person: Any) -> str:
        return person.full_name


class ScheduleForm(forms.Form):
    """A colleague may be chosen by whoever reports for the city; others choose themselves."""

    use_required_attribute = False

    report = forms.ChoiceField(label=_("Report"), choices=list(TITLES.items()))
    every = forms.ChoiceField(label=_("How often"), choices=Schedule.Every.choices)
    recipient = _Person(label=_("To whom"), queryset=None, empty_label=None)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, initial={"recipient": user.pk, "every": "quarter"}, **kwargs)
        people = get_user_model().objects.filter(pk=user.pk)
        if may_export(user):
            people = get_user_model().objects.with_role(*roles_that_may(Action.FIGURES_READ))
        self.fields["recipient"].queryset = people.order_by("last_name", "first_name", "pk")
