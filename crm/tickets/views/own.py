"""What the owner of a ticket may ask for it: a letter to oneself, reminders or none."""

import re

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core import clock
from core.web.limits import limited
from crm.tickets import notices, states
from crm.tickets.access import find_ticket_for
from crm.tickets.models import Ticket
from crm.tickets.services import set_reminders

KEY = re.compile(r"[\w-]{8,64}")


@login_required
@require_POST
@limited("tickets.letter")
def letter(request: HttpRequest, public_id: str) -> HttpResponse:
    """The ticket to the address of the account; the key of the page makes two presses one."""
    found, key = _own(request, public_id), request.POST.get("key", "")
    if found.state != states.BOOKED or not KEY.fullmatch(key):
        return redirect("tickets:ticket", public_id)
    sent = notices.send_copy(found, request.user, key, clock.now())
    if sent is None:
        messages.error(request, _("Your account has no e-mail: add one in the profile."))
    else:
        messages.success(request, _("The ticket is on its way to %s.") % sent.to_address)
    return redirect("tickets:ticket", public_id)


@login_required
@require_POST
def reminders(request: HttpRequest, public_id: str) -> HttpResponse:
    """On or off, for this visit."""
    found = _own(request, public_id)
    wanted = request.POST.get("on") == "1"
    found = set_reminders(found, wanted, request.user, clock.now())
    if found.reminds:
        messages.success(request, _("We will remind you of this visit by e-mail."))
    else:
        messages.success(request, _("We will not remind you of this visit."))
    return redirect("tickets:ticket", public_id)


def _own(request: HttpRequest, public_id: str) -> Ticket:
    found = find_ticket_for(request.user, public_id)
    if found.author_id != request.user.pk:
        raise Http404
    return found
