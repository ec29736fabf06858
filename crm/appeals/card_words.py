"""How the fields of a registration card are called, on the card and in its history."""

from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.appeals.card_models import Reception, Registration
from crm.appeals.models import Appeal

OTHERS = {
    "questions": pgettext_lazy("of an appeal", "questions"),
    "signatories": _("list of signatories"),
    "hide_identity": _("disclosure of the name"),
}


def label_of(name: str) -> str:
    """The name of a field as it stands in a sentence."""
    if name in OTHERS:
        return str(OTHERS[name])
    for model in (Registration, Appeal, Reception):
        try:
            field: Any = model._meta.get_field(name)
        except FieldDoesNotExist:
            continue
        return str(field.verbose_name)
    return name
