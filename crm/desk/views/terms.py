"""The calculator of terms."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.words import Text
from crm.desk.access import desk_page
from crm.desk.calculator import TermForm
from crm.desk.views.lists import frame
from directory.reckoning import Reckoner


@desk_page
@require_safe
def terms(request: HttpRequest) -> HttpResponse:
    """A question in the address, so that an answer can be sent to a colleague as a link."""
    form = TermForm(request.GET if "rule" in request.GET else None, reckoner=Reckoner())
    answer = form.answer() if form.is_bound else None
    context = {
        **frame(request, "terms"),
        "form": form,
        "answer": answer,
        "explanation": str(Text(answer.explanation)) if answer else "",
    }
    status = 422 if form.is_bound and answer is None else 200
    return render(request, "desk/terms.html", context, status=status)
