"""Public pages of the register: no session, no token, the same for everybody."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from blocks.answers.models import PublishedAnswer
from blocks.answers.reading import Asked, language_links, page_context
from core.web.limits import client_address, limited


@require_safe
@limited("search", methods=("GET",), key=client_address)
def answers(request: HttpRequest) -> HttpResponse:
    """/answers/?q=…&year=…&page=…: works as a plain form."""
    return render(request, "answers/list.html", page_context(Asked.of(request), request))


@require_safe
def answer(request: HttpRequest, public_id: str) -> HttpResponse:
    rows = PublishedAnswer.objects.select_related("addressee")
    found = get_object_or_404(rows, public_id=public_id)
    context = {"answer": found, "alternates": language_links(request)}
    return render(request, "answers/answer.html", context)
