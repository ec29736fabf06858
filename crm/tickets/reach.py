"""Who works at which queue: specialists at their windows, those who answer for the addressee."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.decorators.cache import never_cache

from blocks.queues.models import Queue, Window
from core.accounts.roles import AT_QUEUES, Action
from directory.models import Addressee, Duty

View = Callable[..., HttpResponseBase]
DUTIES = (Duty.Role.MODERATOR, Duty.Role.HEAD)


def queue_page(view: View) -> View:
    """A page of the desk for those who have to do with queues; others get the absent page."""

    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        user = request.user
        if not user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not any(user.can(action) for action in AT_QUEUES):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def queues_served_by(user: Any) -> QuerySet[Queue]:
    """Queues at one of whose windows this person sits."""
    if not user.can(Action.TICKETS_SERVE):
        return Queue.objects.none()
    served = Window.specialists.through.objects.filter(user=user)
    return Queue.objects.filter(
        pk__in=Window.objects.filter(pk__in=served.values("window")).values("queue")
    )


def queues_managed_by(user: Any) -> QuerySet[Queue]:
    """Queues of addressees that this person answers for."""
    if not user.can(Action.TICKETS_MANAGE):
        return Queue.objects.none()
    return Queue.objects.filter(addressee__in=Addressee.objects.serving(user, *DUTIES))


@dataclass(frozen=True)
class Reach:
    """One queue and what this person does at it."""

    queue: Queue
    serves: bool
    manages: bool


def reaches_of(user: Any) -> list[Reach]:
    """Every queue of this person, those that work first."""
    served = set(queues_served_by(user).values_list("pk", flat=True))
    managed = set(queues_managed_by(user).values_list("pk", flat=True))
    rows = Queue.objects.filter(pk__in=served | managed).select_related("addressee")
    rows = rows.order_by("-is_active", "addressee__sort_name", "pk")
    return [Reach(one, one.pk in served, one.pk in managed) for one in rows]


def reach_of(user: Any, slug: str) -> Reach:
    """Raises Http404 for a foreign queue exactly as for an absent one."""
    queue = Queue.objects.select_related("addressee").filter(slug=slug).first()
    if queue is None:
        raise Http404
    found = Reach(
        queue,
        queues_served_by(user).filter(pk=queue.pk).exists(),
        queues_managed_by(user).filter(pk=queue.pk).exists(),
    )
    if not (found.serves or found.manages):
        raise Http404
    return found


def windows_of(user: Any, reach: Reach) -> QuerySet[Window]:
    """Windows where this person may sit down: their own; all, for who answers for the queue."""
    windows = Window.objects.filter(queue=reach.queue, is_active=True)
    if not reach.manages:
        windows = windows.filter(Q(specialists=user)).distinct()
    return windows.order_by("order", "pk")
