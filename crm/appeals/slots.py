"""What appeals put on public pages: links to forms, read from the directory and forms only."""

from collections.abc import Iterable
from typing import Any

from django.template.loader import render_to_string

from blocks.forms.models import FormDefinition


def appeal_form(
    addressee: Any,
    forms: Iterable[FormDefinition] = (),
    purpose: str = FormDefinition.Purpose.APPEAL,
    **context: Any,
) -> str:
    """Links to the forms an editor chose; all forms of the purpose when none is chosen.

    Nothing confidential is asked: the page stays the same for everybody.
    """
    if addressee is None:
        return ""
    chosen = [form for form in forms or () if form is not None and form.is_active]
    if not chosen:
        chosen = list(
            FormDefinition.objects.active().filter(purpose=purpose).defer("fields").order_by("pk")
        )
    return render_to_string("appeals/slot.html", {"addressee": addressee, "forms": chosen})
