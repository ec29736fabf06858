"""What a case has to do with others: links, and earlier appeals it resembles."""

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core import clock
from core.accounts.roles import Action
from crm.appeals.likeness import likenesses_of
from crm.cases.access import find_case_for
from crm.cases.links import links_of
from crm.cases.models import Case
from crm.cases.profiles import by_clocks_of
from crm.desk.access import desk_page
from crm.desk.rules import words_of
from crm.desk.views.lists import frame
from directory.values import Values

COMPARED_IN = ("submitted", "registered")


@desk_page
@require_safe
def related(request: HttpRequest, public_id: str) -> HttpResponse:
    """A part of the card, fetched after it; a page of its own where no script runs.

    Likeness is shown to the office only, which alone decides what repeats what (A-11).
    """
    at = clock.now()
    case = find_case_for(request.user, public_id, at)
    if case.author_id == request.user.pk:
        raise Http404
    with by_clocks_of(case):
        return _show(request, case, at)


def _show(request: HttpRequest, case: Case, at: datetime) -> HttpResponse:
    seen, values = case.seen_among, Values.lately()
    compares = case.kind == "appeal" and case.state in COMPARED_IN
    links = links_of(case, seen)
    alike = []
    if compares and request.user.can(Action.APPEALS_REGISTER):
        unlinked = seen.exclude(pk__in=[other.pk for _link, other in links])
        alike = likenesses_of(case, unlinked, clock.local(at).date())
    context = {
        "case": case,
        "links": [(words_of(link, case), other) for link, other in links],
        "alike": [(like, values.label("receipt_sign", like.sign)) for like in alike],
        "compares": compares,
        "assignments": case.assignments.select_related("executor").order_by("number"),
    }
    if request.htmx:
        return render(request, "desk/related.html", context)
    return render(request, "desk/related_page.html", {**frame(request), **context})
