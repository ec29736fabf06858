"""Stopping a queue and going on (Q-16)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core import clock
from core.errors import RuleBroken
from core.web.frame import desk_frame
from crm.tickets.office_forms import PauseForm, ResumeForm
from crm.tickets.reach import queue_page
from crm.tickets.services.pausing import Resumed, fits_after, pause, remaining, resume
from crm.tickets.views.office import managed

LATER = (15, 30, 45, 60)


@queue_page
@require_http_methods(["GET", "HEAD", "POST"])
def pausing(request: HttpRequest, queue: str) -> HttpResponse:
    """One page: a queue that works is stopped here, a stopped one goes on."""
    reach, at = managed(request, queue), clock.now()
    found, posted = reach.queue, request.POST if request.method == "POST" else None
    wants = posted.get("step", "") if posted else ""
    stop = PauseForm(posted if wants == "pause" else None)
    go_on = ResumeForm(posted if wants == "resume" else None)
    form = stop if wants == "pause" else go_on
    if posted is not None and wants in ("pause", "resume") and form.is_valid():
        try:
            if wants == "pause":
                until = stop.cleaned_data["until"]
                pause(found, stop.reason(), request.user, at, until=until)
                said = _("The queue is paused. Visitors of the rest of today are told.")
                messages.success(request, said)
            else:
                told = go_on.cleaned_data
                minutes, why = told["minutes"] or 0, told["reason"]
                done = resume(found, told["how"], request.user, at, minutes=minutes, reason=why)
                messages.success(request, _words_of(done))
            return redirect("tickets:pause", found.slug)
        except RuleBroken as broken:
            form.add_error(broken.field if broken.field in form.fields else None, str(broken))
    context = {
        **desk_frame(request, "queues"),
        "queue": found,
        "form": go_on if found.is_paused else stop,
        "many": remaining(found, found.paused_at or at, at).count(),
        "later": [(one, *fits_after(found, one, at)) for one in LATER] if found.is_paused else [],
        "today": clock.today(),
    }
    return render(
        request, "tickets/office/pause.html", context, status=422 if posted is not None else 200
    )


def _words_of(done: Resumed) -> str:
    said = [_("The queue works again.")]
    for many, words in (
        (len(done.kept), _("Visits at their times: %(many)s.")),
        (len(done.moved), _("Visits that begin later: %(many)s.")),
        (len(done.cancelled), _("Cancelled, other times are offered: %(many)s.")),
    ):
        if many:
            said.append(words % {"many": many})
    return " ".join(said)
