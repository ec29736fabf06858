"""Public lists: all surveys, the archive, a topic of the opinion centre."""

from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from blocks.polls.models import Topic
from blocks.polls.reading.lists import Asked, list_context
from core import clock
from core.web.limits import client_address, limited


@require_safe
@limited("search", methods=("GET",), key=client_address)
def surveys(request: HttpRequest) -> HttpResponse:
    """/surveys/?state=…&topic=…&addressee=…&before=…: works as a plain form."""
    context = list_context(Asked.of(request), request, clock.now())
    return render(request, "polls/list.html", context)


@require_safe
@limited("search", methods=("GET",), key=client_address)
def archive(request: HttpRequest) -> HttpResponse:
    """Closed surveys, which stay open to everybody's eyes (F1.54)."""
    asked = replace(Asked.of(request), state="closed")
    context = list_context(asked, request, clock.now())
    return render(request, "polls/archive.html", context)


@require_safe
@limited("search", methods=("GET",), key=client_address)
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    """One matter of the opinion centre and everything that was asked about it (F1.56)."""
    found = Topic.objects.filter(slug=slug, is_active=True).first()
    if found is None:
        raise Http404
    asked = replace(Asked.of(request), topic=slug)
    context = {**list_context(asked, request, clock.now()), "topic": found}
    return render(request, "polls/topic.html", context)
