"""The form of a filter of one's own."""

from django import forms
from django.utils.translation import gettext_lazy as _

from blocks.forms.inputs import CleanLine
from crm.desk.own_filters import NAME_LENGTH, QUERY_LENGTH


class FilterNameForm(forms.Form):
    """A name; the filters go along with it as the address they stand in."""

    use_required_attribute = False

    name = CleanLine(
        max_length=NAME_LENGTH,
        label=_("Name of the filter"),
        error_messages={"required": _("Write the name of the filter.")},
    )
    query = forms.CharField(max_length=QUERY_LENGTH, required=False, widget=forms.HiddenInput)
