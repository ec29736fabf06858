"""A person's own data: archive, consents, who looked (PD-01, PD-04, PD-05)."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from core import clock
from core.private_files import serve
from core.web.limits import limited
from crm.cabinet.access import own_page, resident_of
from crm.requests.models import DataExport
from crm.requests.purposes import purpose_of
from crm.requests.services.archives import ask_for_archive, open_archive
from crm.requests.services.consents import withdraw_consent
from crm.requests.viewings import viewings_of
from crm.residents.models import Consent

ARCHIVES = 3


@own_page
@require_safe
def data(request: HttpRequest) -> HttpResponse:
    """What the city knows of this person, and where to change it."""
    resident = resident_of(request.user)
    consents = resident.consents.order_by("given_at", "pk") if resident else []
    archives = DataExport.objects.filter(user=request.user).order_by("-requested_at", "-pk")
    context = {
        "section": "data",
        "consents": [(one, purpose_of(one.purpose)) for one in consents],
        "archives": archives[:ARCHIVES],
    }
    return render(request, "cabinet/data.html", context)


@own_page
@require_safe
def viewings(request: HttpRequest) -> HttpResponse:
    """Who has looked at the person's records: when, in which role, on which screen."""
    found = viewings_of(resident_of(request.user), request.user)
    return render(request, "cabinet/viewings.html", {"section": "data", "viewings": found})


@own_page
@require_POST
@limited("requests.archive")
def ask_archive(request: HttpRequest) -> HttpResponse:
    """The worker makes the archive; a letter says when it can be fetched."""
    ask_for_archive(request.user, clock.now())
    messages.success(request, _("The archive is being made. A letter will tell you when."))
    return redirect("cabinet:data")


@own_page
@require_safe
def archive(request: HttpRequest, public_id: str) -> HttpResponseBase:
    found = open_archive(request.user, public_id, clock.now())
    return serve(found.file, "vikno-my-data.zip", "application/zip")


@own_page
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """PD-01: a consent may be withdrawn; what is registered stays."""
    try:
        withdraw_consent(pk, request.user, clock.now())
    except Consent.DoesNotExist:
        raise Http404 from None
    messages.success(request, _("The consent is withdrawn. What is registered stays."))
    return redirect("cabinet:data")
