"""Programs that are told of visits: kept by an administrator (F1.46)."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from core import clock
from core.accounts.roles import Action
from core.errors import RuleBroken
from core.web.frame import desk_frame
from crm.tickets.happenings import KINDS
from crm.tickets.hook_forms import SubscriptionForm
from crm.tickets.models import HookDelivery, HookSubscription
from crm.tickets.services import subscribing

SHOWN = 50
View = Callable[..., HttpResponseBase]
STATE = HookDelivery.State


def keeper_page(view: View) -> View:
    """For administrators; others get the absent page."""

    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not request.user.can(Action.SITE_CONFIGURE):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@keeper_page
@require_http_methods(["GET", "HEAD", "POST"])
def hooks(request: HttpRequest) -> HttpResponse:
    """The list, and a form for one more; the answer to it shows the secret, once."""
    posted = request.POST if request.method == "POST" else None
    form, made, secret = SubscriptionForm(posted), None, ""
    if posted is not None and form.is_valid():
        try:
            made, secret = subscribing.subscribe(form.wish(), request.user, clock.now())
            form = SubscriptionForm()
        except RuleBroken as broken:
            form.add_error(broken.field if broken.field in form.fields else None, str(broken))
    waiting = Count("deliveries", filter=Q(deliveries__state__in=(STATE.QUEUED, STATE.FAILED)))
    dead = Count("deliveries", filter=Q(deliveries__state=STATE.DEAD))
    rows = HookSubscription.objects.annotate(waiting=waiting, dead=dead).order_by("name", "pk")
    context = {
        **desk_frame(request, "hooks"),
        "rows": [(one, _kinds(one)) for one in rows],
        "form": form,
        "made": made,
        "secret": secret,
    }
    status = 422 if posted is not None and made is None else 200
    return render(request, "tickets/office/hooks.html", context, status=status)


@keeper_page
@require_http_methods(["GET", "HEAD", "POST"])
def hook(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """One program: what it is told, and what became of the last deliveries."""
    found = get_object_or_404(HookSubscription, public_id=public_id)
    posted = request.POST if request.method == "POST" else None
    form = SubscriptionForm(posted, instance=found)
    if posted is not None and form.is_valid():
        kept = HookSubscription.objects.get(pk=found.pk)
        try:
            subscribing.change(kept, form.wish(), request.user, clock.now())
        except RuleBroken as broken:
            form.add_error(broken.field if broken.field in form.fields else None, str(broken))
        else:
            messages.success(request, _("The subscription is changed."))
            return redirect("tickets:hook", public_id)
    return _page(request, found, form, status=422 if posted is not None else 200)


@keeper_page
@require_POST
def hook_step(request: HttpRequest, public_id: str, step: str) -> HttpResponseBase:
    """Stop, start, a new secret, removing, sending again."""
    found = get_object_or_404(HookSubscription, public_id=public_id)
    user, at = request.user, clock.now()
    match step:
        case "stop":
            subscribing.stop(found, user, at)
        case "start":
            subscribing.start(found, user, at)
        case "secret":
            secret = subscribing.renew_secret(found, user, at)
            return _page(request, found, SubscriptionForm(instance=found), secret=secret)
        case "remove":
            subscribing.remove(found, user, at)
            messages.success(request, _("The subscription is removed."))
            return redirect("tickets:hooks")
        case "again":
            rows = HookDelivery.objects.filter(subscription=found)
            delivery = get_object_or_404(rows, public_id=request.POST.get("delivery", ""))
            if subscribing.send_again(delivery, user, at):
                messages.success(request, _("It is sent again under the same id."))
        case _:
            raise Http404
    return redirect("tickets:hook", public_id)


def _page(
    request: HttpRequest,
    found: HookSubscription,
    form: SubscriptionForm,
    *,
    status: int = 200,
    secret: str = "",
) -> HttpResponse:
    deliveries = found.deliveries.select_related("event__ticket").order_by("-pk")[:SHOWN]
    context = {
        **desk_frame(request, "hooks"),
        "hook": HookSubscription.objects.get(pk=found.pk),
        "form": form,
        "secret": secret,
        "deliveries": [(one, KINDS.get(one.kind, one.kind)) for one in deliveries],
    }
    return render(request, "tickets/office/hook.html", context, status=status)


def _kinds(subscription: HookSubscription) -> str:
    return ", ".join(str(KINDS[one]).lower() for one in subscription.kinds if one in KINDS)
