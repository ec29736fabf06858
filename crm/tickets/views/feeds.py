"""The calendar link of a specialist, and the calendar behind it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_safe

from core import clock
from core.accounts.roles import Action
from core.notify.services import absolute
from core.web.frame import desk_frame
from core.web.limits import limited
from crm.tickets.calendars import CONTENT_TYPE
from crm.tickets.feeds import calendar_of, feed_behind, make_link, revoke_link, visits_of
from crm.tickets.models import Feed
from crm.tickets.reach import queue_page


@queue_page
@require_http_methods(["GET", "HEAD", "POST"])
def link(request: HttpRequest) -> HttpResponse:
    """One's own link: made, made anew, taken back. It is shown in the answer to the press only."""
    if not request.user.can(Action.TICKETS_SERVE):
        raise Http404
    at, url = clock.now(), ""
    if request.method == "POST":
        if request.POST.get("step") == "revoke":
            if revoke_link(request.user, at):
                messages.success(request, _("The link opens nothing any more."))
            return redirect("tickets:feed_link")
        with override("uk"):
            url = absolute(reverse("tickets:feed", args=[make_link(request.user, at)]))
    context = {
        **desk_frame(request, "queues"),
        "feed": Feed.objects.filter(owner=request.user).first(),
        "url": url,
        "many": visits_of(request.user, at).count(),
    }
    return render(request, "tickets/office/feed.html", context)


@require_safe
@limited("api.public", methods=("GET",))
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """No session is asked: whoever has the link reads numbers and services, and no visitor."""
    at = clock.now()
    found = feed_behind(secret, at)
    if found is None:
        raise Http404
    owner: Any = found.owner
    with override(owner.language or "uk"):
        content, mark = calendar_of(owner, at)
    if request.headers.get("If-None-Match") == mark:
        answer: HttpResponse = HttpResponseNotModified()
    else:
        answer = HttpResponse(content, content_type=CONTENT_TYPE)
    answer.headers["ETag"] = mark
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.headers["X-Robots-Tag"] = "noindex"
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer
