"""The register of queues: their list, the form in tabs, a copy, what is worth a warning."""

from typing import Any

from django.contrib.admin import SimpleListFilter
from django.contrib.admin.utils import quote
from django.db import models, transaction
from django.db.models import Count, ProtectedError, QuerySet, RestrictedError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import re_path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from wagtail.admin import messages
from wagtail.permissions import policy_registry
from wagtail_modeladmin.views import InstanceSpecificView

from blocks.queues.models import Queue
from blocks.queues.opening import days_ahead
from blocks.queues.registers.forms import CopyForm, queue_slug
from blocks.queues.registers.panels import NEW_FORM, WHOLE_FORM
from blocks.queues.services import copy_queue
from core import clock
from core.words.dates import date_words
from directory.registers.base import (
    Register,
    RegisterButtons,
    RegisterCreateView,
    RegisterEditView,
)

NEXT_DAYS = 5

STATES = {
    "works": pgettext_lazy("queue", "Works"),
    "paused": pgettext_lazy("queue", "Paused"),
    "stopped": pgettext_lazy("queue", "Does not work"),
}


def state_of(queue: Queue) -> str:
    if not queue.is_active:
        return "stopped"
    return "paused" if queue.is_paused else "works"


class StateFilter(SimpleListFilter):
    title = pgettext_lazy("state of a queue", "State")
    parameter_name = "state"

    def lookups(self, request: Any, model_admin: Any) -> list[tuple[str, Any]]:
        return list(STATES.items())

    def queryset(self, request: Any, queryset: Any) -> QuerySet:
        match self.value():
            case "works":
                return queryset.filter(is_active=True, paused_at=None)
            case "paused":
                return queryset.filter(is_active=True, paused_at__isnull=False)
            case "stopped":
                return queryset.filter(is_active=False)
        return queryset


class QueueCreateView(RegisterCreateView):
    """Windows need schedules of the addressee, so they are asked for once it is known."""

    def get_edit_handler(self) -> Any:
        return NEW_FORM.bind_to_model(Queue)

    def form_valid(self, form: Any) -> HttpResponse:
        super().form_valid(form)
        messages.info(self.request, _("Now add windows: without them there are no free times."))
        return redirect(self.url_helper.get_action_url("edit", quote(self.instance.pk)))


class QueueEditView(RegisterEditView):
    def get_edit_handler(self) -> Any:
        return WHOLE_FORM.bind_to_model(Queue)

    def get_page_subtitle(self) -> str:
        return f"{self.instance} · {self.instance.addressee}"

    def form_valid(self, form: Any) -> HttpResponse:
        """Somebody may book at the very moment a service or a window is removed."""
        try:
            with transaction.atomic():
                response = super().form_valid(form)
        except (ProtectedError, RestrictedError):
            said = _("Somebody has just booked what you wanted to remove, so nothing is changed.")
            messages.error(self.request, said)
            return redirect(self.request.path)
        for level, said in remarks_on(self.instance):
            getattr(messages, level)(self.request, said)
        return response


def remarks_on(queue: Queue) -> list[tuple[str, str]]:
    """What a keeper should know after saving: what never opens, and the days that come."""
    if not queue.is_active:
        return []
    if not queue.services.filter(is_active=True).exists():
        return [("warning", _("There is no service that is offered: nobody can book."))]
    ahead = days_ahead(queue, clock.now())
    if not ahead:
        return [("warning", _("There is no window that works: nobody can book."))]
    told = [
        (
            "warning",
            _("“%(window)s” never opens within %(days)s days ahead: look at its schedule.")
            % {"window": window, "days": queue.horizon_days},
        )
        for window, days in ahead.items()
        if not days
    ]
    days = sorted({day for found in ahead.values() for day in found})[:NEXT_DAYS]
    if days:
        listed = ", ".join(date_words(day) for day in days)
        told.append(("info", _("Next days of reception: %(days)s.") % {"days": listed}))
    return told


class QueueCopyView(InstanceSpecificView):
    """A name for the copy; then its own form opens."""

    template_name = "queues/admin/copy.html"

    def check_action_permitted(self, user: Any) -> bool:
        return self.permission_helper.user_can_edit_obj(user, self.instance)

    def get_page_title(self) -> str:
        return _("Copy the queue “%(name)s”") % {"name": self.instance}

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        name = {code: f"{text} (2)" for code, text in self.instance.name.items() if text}
        form = more.pop("form", None) or CopyForm(initial={"name": name})
        return super().get_context_data(form=form, **more)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = CopyForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        name = form.cleaned_data["name"]
        copy = copy_queue(self.instance, name, queue_slug(str(name)), request.user, clock.now())
        said = _("“%(name)s” is copied. It takes nobody until you mark it as working.")
        messages.success(request, said % {"name": self.instance})
        return redirect(self.url_helper.get_action_url("edit", quote(copy.pk)))


class QueueButtons(RegisterButtons):
    def get_buttons_for_obj(self, obj: models.Model, **kwargs: Any) -> list[dict[str, Any]]:
        copy = {
            "url": reverse("blocks_queues_queue_copy", args=[obj.pk]),
            "label": _("Copy"),
            "classname": self.finalise_classname(["button-secondary", "button-small"]),
            "title": _("Copy the queue “%(name)s”") % {"name": obj},
        }
        return [*super().get_buttons_for_obj(obj, **kwargs), copy]


class QueueRegister(Register):
    model = Queue
    menu_label = gettext_lazy("Queues")
    menu_icon = "calendar-alt"
    menu_order = 255
    edit_handler = WHOLE_FORM
    create_view_class = QueueCreateView
    edit_view_class = QueueEditView
    button_helper_class = QueueButtons
    search_fields = ("slug", "addressee__search_text")
    list_display = ("name_in_list", "addressee", "state_in_list", "windows_in_list")
    list_filter = (StateFilter,)
    list_select_related = ("addressee",)
    ordering = ("addressee__sort_name", "pk")

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        policy = policy_registry.get_by_type(Queue)
        mine = policy.instances_user_has_permission_for(request.user, "change")
        return mine.annotate(windows_count=Count("windows")).order_by(*self.ordering)

    def get_admin_urls_for_registration(self) -> tuple[Any, ...]:
        base = self.url_helper.base_url_path

        def show(request: HttpRequest, instance_pk: str) -> HttpResponse:
            return QueueCopyView.as_view(model_admin=self, instance_pk=instance_pk)(request)

        return (
            *super().get_admin_urls_for_registration(),
            re_path(rf"^{base}/copy/(?P<instance_pk>\d+)/$", show, name="blocks_queues_queue_copy"),
        )

    def refusal_to_delete(self, target: Any) -> str:
        return _(
            "There are visits to “%(name)s”, so it cannot be deleted. Take the mark “Works” off "
            "instead: nobody will book it any more, and the visits stay."
        ) % {"name": target}

    def name_in_list(self, queue: Queue) -> str:
        return str(queue.name)

    name_in_list.short_description = pgettext_lazy("name of a thing", "Name")  # type: ignore[attr-defined]

    def state_in_list(self, queue: Queue) -> str:
        return str(STATES[state_of(queue)])

    state_in_list.short_description = StateFilter.title  # type: ignore[attr-defined]

    def windows_in_list(self, queue: Any) -> int:
        return queue.windows_count

    windows_in_list.short_description = gettext_lazy("Windows")  # type: ignore[attr-defined]
    windows_in_list.admin_order_field = "windows_count"  # type: ignore[attr-defined]
