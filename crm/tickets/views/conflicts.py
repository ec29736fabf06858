"""Visits outside the schedule: tell the visitors, move them, or cancel with other times offered."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from core import clock
from core.errors import RuleBroken
from core.web.frame import desk_frame
from crm.tickets.reach import queue_page
from crm.tickets.services.conflicts import outside_schedule, tell_of_change
from crm.tickets.services.office import cancel_visits_of, without_letters
from crm.tickets.views.office import managed, say_cancelled

WORDS_LENGTH = 1_000


class ActionForm(forms.Form):
    """What is done with the chosen visits, and in which words."""

    use_required_attribute = False

    words = forms.CharField(
        label=gettext_lazy("What visitors read"),
        help_text=gettext_lazy("The words of the letter, or why the visits are cancelled."),
        widget=forms.Textarea({"rows": 3}),
        max_length=WORDS_LENGTH,
        error_messages={"required": gettext_lazy("Write what visitors should know.")},
    )


@queue_page
@require_http_methods(["GET", "HEAD", "POST"])
def conflicts(request: HttpRequest, queue: str) -> HttpResponseBase:
    """Tickets stay as they are until somebody decides here."""
    reach, at = managed(request, queue), clock.now()
    posted = request.POST if request.method == "POST" else None
    form, problem = ActionForm(posted), ""
    chosen = tuple(posted.getlist("visit")) if posted else ()
    if posted is not None and form.is_valid():
        words = form.cleaned_data["words"]
        try:
            if not chosen:
                problem = _("Tick the visits first.")
            elif posted.get("step") == "cancel":
                done = cancel_visits_of(reach.queue, chosen, request.user, at, words)
                say_cancelled(request, done)
                return redirect("tickets:conflicts", reach.queue.slug)
            else:
                told = tell_of_change(reach.queue, chosen, words, request.user, at)
                _say_told(request, told)
                return redirect("tickets:conflicts", reach.queue.slug)
        except RuleBroken as broken:
            problem = str(broken)
    context = {
        **desk_frame(request, "queues"),
        "queue": reach.queue,
        "found": outside_schedule(reach.queue, at),
        "form": form,
        "chosen": chosen,
        "problem": problem,
        "today": clock.today(),
    }
    status = 422 if posted is not None else 200
    return render(request, "tickets/office/conflicts.html", context, status=status)


def _say_told(request: HttpRequest, told: list[Any]) -> None:
    silent = without_letters(told)
    many = len(told) - len(silent)
    said = ngettext("A letter goes to %(many)s visitor.", "Letters go to %(many)s visitors.", many)
    messages.success(request, said % {"many": many})
    if silent:
        numbers = ", ".join(one.number for one in silent)
        said = _("Nobody writes to these visitors, call them: %(numbers)s.")
        messages.warning(request, said % {"numbers": numbers})
