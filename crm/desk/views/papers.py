"""Documents printed from the desk: forms of a case, the journal of a period."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from core import clock
from core.errors import RuleBroken
from core.paper import pdf_response
from crm.appeals.papers import kinds
from crm.appeals.papers.printing import print_case_form, print_journal
from crm.cases.access import open_case_for
from crm.cases.profiles import by_clocks_of
from crm.cases.states import INQUIRY_KINDS
from crm.desk.access import desk_page, office_page
from crm.desk.periods import PeriodForm
from crm.desk.views.lists import frame
from crm.requests.papers import kinds as inquiry_papers
from crm.requests.papers.data import print_request_form


@desk_page
@require_safe
def case_paper(request: HttpRequest, public_id: str, code: str) -> HttpResponse:
    """A form of a case as PDF; one that does not fit its state is the absent page."""
    at = clock.now()
    case = open_case_for(request.user, public_id, f"desk.paper.{code}"[:60], at)
    is_inquiry = case.kind in INQUIRY_KINDS
    form = (inquiry_papers if is_inquiry else kinds).form_for(case, code)
    if form is None or case.author_id == request.user.pk:
        raise Http404
    try:
        set_form = print_request_form if is_inquiry else print_case_form
        with by_clocks_of(case):
            pdf = set_form(case, form, request.user, at)
    except RuleBroken as broken:
        messages.error(request, str(broken))
        return redirect("desk:case", public_id)
    return pdf_response(pdf, f"{case.number} {form.label}.pdf".replace("/", "-"))


@office_page
@require_safe
def journal(request: HttpRequest) -> HttpResponse:
    """Choose a period; the button opens the journal as PDF."""
    form = PeriodForm(request.GET if "since" in request.GET else None, today=clock.today())
    if form.is_bound and form.is_valid():
        try:
            since, until = form.cleaned_data["since"], form.cleaned_data["until"]
            pdf = print_journal(since, until, request.user, clock.now())
            return pdf_response(pdf, f"journal-{since}-{until}.pdf")
        except RuleBroken as broken:
            form.add_error(broken.field if broken.field in form.fields else None, str(broken))
    context = {**frame(request, "journal"), "form": form}
    return render(request, "desk/journal.html", context, status=422 if form.is_bound else 200)
