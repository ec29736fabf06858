"""The register of assignments (доручення) and the page of one."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from core import clock
from core.audit import services as journal
from core.errors import RuleBroken
from crm.appeals import services as appeals
from crm.cases.models import Assignment
from crm.cases.profiles import by_clocks_of
from crm.desk import assignments as register
from crm.desk.access import desk_page
from crm.desk.path_forms import ExtendAssignmentForm, MoveForm
from crm.desk.rules import Cursor
from crm.desk.views.lists import frame

EXTEND = "extend"


@desk_page
@require_safe
def assignment_list(request: HttpRequest) -> HttpResponse:
    at = clock.now()
    shelf = request.GET.get("whose", "mine")
    shelf = shelf if shelf in register.SHELVES else "mine"
    only_open = request.GET.get("open") != "all"
    cursor = Cursor.from_text(request.GET.get("at", ""))
    context = {
        **frame(request, "assignments"),
        "page": register.register(request.user, shelf, only_open, cursor, at),
        "shelf": shelf,
        "shelves": register.SHELVES,
        "only_open": only_open,
    }
    return render(request, "desk/assignments.html", context)


@desk_page
@require_http_methods(["GET", "HEAD", "POST"])
def assignment_page(request: HttpRequest, public_id: str) -> HttpResponse:
    """What has to be done, and what may be done with it now by this person."""
    at = clock.now()
    found = register.find_assignment(request.user, public_id, at)
    with by_clocks_of(found.case):
        if request.method == "POST":
            return _act(request, found, at)
        journal.record_viewing(request.user, found.case, "desk.assignment", at)
        return _show(request, found, None, 200)


def _act(request: HttpRequest, found: Assignment, at: Any) -> HttpResponse:
    to = request.POST.get("to", "")
    if to != EXTEND and to not in register.WORDS:
        raise Http404
    form = (
        ExtendAssignmentForm(request.POST)
        if to == EXTEND
        else MoveForm(request.POST, auto_id=f"{to}-%s")
    )
    if not form.is_valid():
        return _show(request, found, form, 422, to)
    try:
        if to == EXTEND:
            appeals.extend_assignment(found, form.cleaned_data["due_on"], request.user, at)
        else:
            words = form.cleaned_data["words"]
            appeals.move_assignment(found, to, request.user, at, words=words)
    except RuleBroken as broken:
        form.add_error(broken.field if broken.field in form.fields else None, str(broken))
        return _show(request, found, form, 409 if broken.is_conflict else 422, to)
    messages.success(request, _("Done."))
    return redirect("desk:assignment", found.public_id)


def _show(
    request: HttpRequest, found: Assignment, refused: Any, status: int, to: str = ""
) -> HttpResponse:
    found.refresh_from_db(fields=["state", "due_on", "report", "remark"])
    moves = []
    for move in register.moves_of(found, request.user):
        # Every form of the page needs ids of its own.
        empty = MoveForm(auto_id=f"{move.to}-%s")
        form = refused if refused is not None and move.to == to else empty
        moves.append((move, form))
    extends = register.can_extend(found, request.user)
    context = {
        **frame(request, "assignments"),
        "assignment": found,
        "moves": moves,
        "extend_form": (refused if to == EXTEND else ExtendAssignmentForm()) if extends else None,
        "refused": refused,
        "refused_to": to,
    }
    return render(request, "desk/assignment.html", context, status=status)
