"""The page shown when a form's token is old or foreign: what was typed is given back."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from core.web.limits import wants_problem
from core.web.problems import problem_response

HIDDEN = (
    "csrfmiddlewaretoken",
    "password",
    "password1",
    "password2",
    "oldpassword",
    "code",
    "next",
)
LONGEST = 60_000


def page_has_grown_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 that loses nothing: the texts are on the page to be copied, never sent by itself."""
    if wants_problem(request):
        return problem_response(403, code="csrf")
    typed = [
        (name, value[:LONGEST])
        for name, value in request.POST.items()
        if name not in HIDDEN and len(value) > 2
    ]
    return render(request, "403_csrf.html", {"typed": typed}, status=403)
