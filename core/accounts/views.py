"""Personal pages beside allauth's: profile, phone, tokens, break-glass, own data."""

from typing import Any

from allauth.account.internal.flows.email_verification import send_verification_email_to_address
from allauth.account.models import EmailAddress
from allauth.account.utils import get_next_redirect_url
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.generic import View

from core import clock
from core.accounts import services
from core.accounts.models import PhoneCode, User
from core.accounts.profile_forms import (
    BreakGlassForm,
    PhoneCodeForm,
    PhoneForm,
    ProfileForm,
    ResendForm,
    TokenForm,
)
from core.accounts.roles import Action
from core.errors import RuleBroken
from core.notify.channels import channel_names

personal = [login_required, never_cache]


def _refuse(form: Any, refusal: RuleBroken) -> None:
    """A rule's sentence beside its field."""
    field = refusal.field if refusal.field in form.fields else None
    form.add_error(field, str(refusal))


def _copy(request: HttpRequest) -> User:
    """A form writes into its object while it checks; the visitor's own stays as it is kept."""
    return User.objects.get(pk=request.user.pk)


@method_decorator(personal, name="dispatch")
class ProfileView(View):
    """Names, residence, language. With `next` everything an appeal needs is asked for at once."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._show(request, ProfileForm(instance=_copy(request)))

    def post(self, request: HttpRequest) -> HttpResponse:
        wanted = get_next_redirect_url(request)
        form = ProfileForm(request.POST, instance=_copy(request), is_strict=bool(wanted))
        if not form.is_valid():
            return self._show(request, form, status=422)
        services.save_profile(request.user, form.cleaned_data, at=clock.now())
        if wanted:
            return redirect(wanted)
        messages.success(request, _("We have saved your profile."))
        return redirect("accounts:profile")

    def _show(self, request: HttpRequest, form: ProfileForm, status: int = 200) -> HttpResponse:
        person = request.user
        context = {
            "form": form,
            "missing": [
                form.fields[name].label for name in person.missing_for_appeal if name in form.fields
            ],
            "next_url": get_next_redirect_url(request) or "",
        }
        return render(request, "accounts/profile.html", context, status=status)


@method_decorator(personal, name="dispatch")
class PhoneView(View):
    """Add a phone, then repeat the code. Without a channel for short messages there is no page."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if "sms" not in channel_names():
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._show(request)

    def post(self, request: HttpRequest) -> HttpResponse:
        step = {
            "send": self._send,
            "confirm": self._confirm,
            "remove": self._remove,
            "cancel": self._cancel,
        }.get(request.POST.get("step", ""))
        return step(request) if step else self._show(request, status=422)

    def _send(self, request: HttpRequest) -> HttpResponse:
        form = PhoneForm(request.POST)
        if form.is_valid():
            try:
                phone = form.cleaned_data["phone"]
                services.send_phone_code(request.user, str(phone), at=clock.now())
            except RuleBroken as refusal:
                _refuse(form, refusal)
            else:
                return redirect(request.get_full_path())
        return self._show(request, phone_form=form, status=422)

    def _confirm(self, request: HttpRequest) -> HttpResponse:
        form = PhoneCodeForm(request.POST)
        if form.is_valid():
            try:
                services.confirm_phone(request.user, form.cleaned_data["code"], at=clock.now())
            except RuleBroken as refusal:
                _refuse(form, refusal)
            else:
                messages.success(request, _("Your phone is confirmed. You can log in with it."))
                return redirect(get_next_redirect_url(request) or "accounts:phone")
        return self._show(request, code_form=form, status=422)

    def _remove(self, request: HttpRequest) -> HttpResponse:
        try:
            services.remove_phone(request.user, at=clock.now())
        except RuleBroken as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("We have removed your phone."))
        return redirect("accounts:phone")

    def _cancel(self, request: HttpRequest) -> HttpResponse:
        PhoneCode.objects.filter(user=request.user).delete()
        return redirect(request.get_full_path())

    def _show(
        self,
        request: HttpRequest,
        phone_form: PhoneForm | None = None,
        code_form: PhoneCodeForm | None = None,
        status: int = 200,
    ) -> HttpResponse:
        pending = PhoneCode.objects.filter(user=request.user, expires_at__gt=clock.now()).first()
        form = code_form if code_form or (pending and not phone_form) else phone_form
        context = {
            "person": request.user,
            "pending": pending if phone_form is None else None,
            "form": form or (PhoneCodeForm() if pending else PhoneForm()),
            "next_url": get_next_redirect_url(request) or "",
        }
        return render(request, "accounts/phone.html", context, status=status)


@method_decorator(personal, name="dispatch")
class TokensView(View):
    """Keys for programs; a new one is shown on the answer to its own request and never again."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._show(request, TokenForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        at = clock.now()
        if "revoke" in request.POST:
            return self._revoke(request)
        form = TokenForm(request.POST)
        if form.is_valid():
            try:
                token, raw = services.create_token(
                    request.user,
                    form.cleaned_data["name"],
                    form.cleaned_data["scopes"],
                    at=at,
                    expires_at=form.expires_at(at),
                )
            except RuleBroken as refusal:
                _refuse(form, refusal)
            else:
                return self._show(request, TokenForm(), token=token, raw=raw, status=201)
        return self._show(request, form, status=422)

    def _revoke(self, request: HttpRequest) -> HttpResponse:
        number = request.POST["revoke"]
        is_own = number.isdecimal() and len(number) < 19
        if not is_own or not services.revoke_token(request.user, int(number), at=clock.now()):
            raise Http404
        messages.success(request, _("The token no longer works."))
        return redirect("accounts:tokens")

    def _show(
        self, request: HttpRequest, form: TokenForm, status: int = 200, **extra: Any
    ) -> HttpResponse:
        live = request.user.personal_tokens.live(clock.now()).order_by("-created_at")
        context = {
            "form": form,
            "tokens": [
                (token, [services.tokens.SCOPES[s] for s in token.scopes]) for token in live
            ],
            **extra,
        }
        return render(request, "accounts/tokens.html", context, status=status)


@method_decorator(personal, name="dispatch")
class BreakGlassView(View):
    """Open and close one's own session; for everybody else the page does not exist."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.user.is_authenticated and not request.user.can(Action.BREAK_GLASS_OPEN):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._show(request, BreakGlassForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        if "close" in request.POST:
            services.close_break_glass(request.user, at=clock.now())
            messages.success(request, _("The session is closed."))
            return redirect("accounts:break_glass")
        form = BreakGlassForm(request.POST)
        if form.is_valid():
            data = form.cleaned_data
            try:
                services.open_break_glass(
                    request.user, data["reason"], at=clock.now(), minutes=data["minutes"]
                )
            except RuleBroken as refusal:
                _refuse(form, refusal)
            else:
                return redirect(get_next_redirect_url(request) or "accounts:break_glass")
        return self._show(request, form, status=422)

    def _show(self, request: HttpRequest, form: BreakGlassForm, status: int = 200) -> HttpResponse:
        sessions = request.user.break_glass_sessions.order_by("-opened_at")[:10]
        context = {
            "form": form,
            "session": services.active_break_glass(request.user, clock.now()),
            "sessions": sessions,
            "next_url": get_next_redirect_url(request) or "",
        }
        return render(request, "accounts/break_glass.html", context, status=status)


@never_cache
def resend_confirmation(request: HttpRequest) -> HttpResponse:
    """Send the confirm link once more. The answer never tells whether there is such an account."""
    form = ResendForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        address = (
            EmailAddress.objects.filter(email=form.cleaned_data["email"].lower(), verified=False)
            .select_related("user")
            .first()
        )
        if address is not None and address.user.is_active:
            with transaction.atomic():
                send_verification_email_to_address(request, address, signup=True)
        return render(request, "account/verification_sent.html", {"is_repeated": True})
    status = 422 if form.is_bound else 200
    context = {"form": form, "next_url": get_next_redirect_url(request) or ""}
    return render(request, "account/resend.html", context, status=status)
