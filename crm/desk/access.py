"""Who comes to the desk at all. Whoever does not, finds no such page."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from core import clock
from core.accounts.roles import Action
from core.accounts.services import active_break_glass
from crm.reports.access import may_export, may_read

View = Callable[..., HttpResponse]


def works_at_desk(user: Any) -> bool:
    """Staff with the right, or an administrator in an open break-glass session."""
    return user.can(Action.DESK_OPEN) or active_break_glass(user, clock.now()) is not None


def desk_page(view: View) -> View:
    """A page of the desk: signed out people sign in, others get the absent page."""
    return _guarded(view, works_at_desk)


def intake_page(view: View) -> View:
    """A page of those who write down what came by telephone, on paper or in person."""
    return _guarded(view, lambda user: user.can(Action.APPEALS_INTAKE))


def figures_page(view: View) -> View:
    """Figures without names: also for those who read no appeal (domain.md 15)."""
    return _guarded(view, may_read)


def export_page(view: View) -> View:
    """A page of those who may take lists away."""
    return _guarded(view, lambda user: works_at_desk(user) and may_export(user))


def assigning_page(view: View) -> View:
    """A page of those who name executors: heads and moderators (13.1)."""
    return _guarded(view, lambda user: user.can(Action.APPEALS_ASSIGN))


def office_page(view: View) -> View:
    """A page of the appeals office."""
    return _guarded(view, lambda user: user.can(Action.APPEALS_REGISTER))


def retention_page(view: View) -> View:
    """A page of those who anonymise what has been kept long enough (PD-07)."""
    return _guarded(view, lambda user: user.can(Action.RETENTION_RUN))


def auditor_page(view: View) -> View:
    return _guarded(view, lambda user: user.can(Action.AUDIT_READ))


def _guarded(view: View, may: Callable[[Any], bool]) -> View:
    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not may(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded
