"""Who may open the cabinet, and whose it is. One's own appeals: crm.appeals.access."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from crm.residents.models import Resident

View = Callable[..., HttpResponse]


def own_page(view: View) -> View:
    """A page of the cabinet: for whoever is signed in, never kept by a cache."""

    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return view(request, *args, **kwargs)

    return guarded


def resident_of(user: Any) -> Resident | None:
    """The card of this person in the city's register, once they have written anything."""
    return Resident.objects.filter(user=user).first()
