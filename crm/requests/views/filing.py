"""Filing a request: anybody asks for information, a signed-in person uses rights to data."""

from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from core import clock
from core.errors import RuleBroken
from core.web.limits import limited
from crm.requests import services
from crm.requests.forms import InformationForm, PersonalDataForm
from crm.requests.notices import key_of
from directory.models import Addressee


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@limited("requests.file")
def information(request: HttpRequest) -> HttpResponse:
    """One page; a guest goes on to the page of the link that the letter carries too."""
    user = request.user if request.user.is_authenticated else None
    if request.method != "POST":
        initial = {"addressee": _named(request.GET.get("to", ""))}
        return _show(request, InformationForm(user=user, initial=initial))
    form = InformationForm(request.POST, user=user)
    if not form.is_valid():
        return _show(request, form, status=422)
    try:
        case = services.open_information_request(form.asked(), user, clock.now())
    except RuleBroken as broken:
        form.add_error(None, str(broken))
        return _show(request, form, status=409)
    if user is None:
        return redirect("requests:follow", key_of(case))
    return redirect("cabinet:appeal", case.public_id)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@limited("requests.file")
def personal_data(request: HttpRequest) -> HttpResponse:
    """For whoever is signed in: data are shown and changed only for their own person."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    if request.method != "POST":
        initial = {"addressee": _first_body(), "right": request.GET.get("right", "")}
        return _show_personal(request, PersonalDataForm(initial=initial))
    form = PersonalDataForm(request.POST)
    if not form.is_valid():
        return _show_personal(request, form, status=422)
    data = form.cleaned_data
    try:
        case = services.open_personal_data_request(
            data["right"],
            data["body"],
            data["addressee"],
            request.user,
            clock.now(),
            key=data["key"],
        )
    except RuleBroken as broken:
        form.add_error(broken.field if broken.field in form.fields else None, str(broken))
        return _show_personal(request, form, status=422)
    return redirect("cabinet:appeal", case.public_id)


def _named(slug: str) -> Addressee | None:
    return Addressee.objects.active().accepting_appeals().filter(slug=slug).first()


def _first_body() -> Addressee | None:
    """The city itself: the head of the tree among those that take letters."""
    bodies = Addressee.objects.active().accepting_appeals()
    return bodies.order_by("depth", "pk").first()


def _show(request: HttpRequest, form: Any, status: int = 200) -> HttpResponse:
    return render(request, "requests/information.html", {"form": form}, status=status)


def _show_personal(request: HttpRequest, form: Any, status: int = 200) -> HttpResponse:
    context = {"form": form, "section": "data"}
    return render(request, "requests/personal_data.html", context, status=status)
