"""What requests put on public pages: a link, without a query to the CRM."""

from typing import Any

from django.template.loader import render_to_string


def information_request(addressee: Any, **context: Any) -> str:
    """A link to the form of an information request to this addressee."""
    if addressee is None or not addressee.is_active:
        return ""
    return render_to_string("requests/slot.html", {"addressee": addressee})
