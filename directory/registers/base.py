"""What all registers share: rights by policy, a line in the journal, a kind refusal to delete."""

from typing import Any

from django.contrib.admin.utils import quote
from django.db import models, transaction
from django.db.models import ProtectedError, RestrictedError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from wagtail.admin import messages
from wagtail.admin.panels import InlinePanel
from wagtail.admin.panels.base import get_form_for_model
from wagtail.permissions import policy_registry
from wagtail_modeladmin.helpers import ButtonHelper, PermissionHelper
from wagtail_modeladmin.options import ModelAdmin
from wagtail_modeladmin.views import CreateView, DeleteView, EditView

from core import clock, slots
from core.audit.services import record
from directory.forms import sorted_formset

ANY = ("add", "change", "delete")


class PolicyHelper(PermissionHelper):
    """Asks the policy registered with Wagtail, so a register and a chooser agree."""

    @property
    def policy(self) -> Any:
        return policy_registry.get_by_type(self.model)

    def user_can_list(self, user: Any) -> bool:
        return self.policy.user_has_any_permission(user, ANY)

    def user_has_any_permissions(self, user: Any) -> bool:
        return self.user_can_list(user)

    def user_can_create(self, user: Any) -> bool:
        return self.policy.user_has_permission(user, "add")

    def user_can_edit_obj(self, user: Any, obj: models.Model) -> bool:
        return self.policy.user_has_permission_for_instance(user, "change", obj)

    def user_can_delete_obj(self, user: Any, obj: models.Model) -> bool:
        return self.policy.user_has_permission_for_instance(user, "delete", obj)


class JournalMixin:
    """Saving and its line in the journal stand or fall together."""

    verb = "changed"

    def form_valid(self, form: Any) -> HttpResponse:
        with transaction.atomic():
            response = super().form_valid(form)  # type: ignore[misc]
            target = self.instance  # type: ignore[attr-defined]
            changed = sorted({*form.changed_data, *_changed_parts(form)})
            record(
                _action(target, self.verb), self.request.user, target, clock.now(), fields=changed
            )  # type: ignore[attr-defined]
        return response


class RegisterButtons(ButtonHelper):
    """One button per row; deleting stands on the record's own page."""

    def add_button(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        label = pgettext("button of a register", "Add")
        return {**super().add_button(*args, **kwargs), "label": label, "title": label}

    def get_buttons_for_obj(self, obj: models.Model, **kwargs: Any) -> list[dict[str, Any]]:
        return super().get_buttons_for_obj(obj, **{**kwargs, "exclude": ["delete"]})


class RegisterCreateView(JournalMixin, CreateView):
    verb = "added"


class RegisterEditView(JournalMixin, EditView):
    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        tell_what_follows(self.request, self.instance)
        return response


class RegisterDeleteView(DeleteView):
    """What other records point to stays; those records are never shown here."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        target, name = self.instance, str(self.instance)
        try:
            with transaction.atomic():
                record(_action(target, "deleted"), request.user, target, clock.now(), name=name)
                target.delete()
        except (ProtectedError, RestrictedError):
            messages.error(request, self.model_admin.refusal_to_delete(target))
            return redirect(self.url_helper.get_action_url("edit", quote(target.pk)))
        messages.success(request, _("“%(name)s” is deleted.") % {"name": name})
        return redirect(self.index_url)


class Register(ModelAdmin):
    """A flat register that administrators keep."""

    permission_helper_class = PolicyHelper
    button_helper_class = RegisterButtons
    create_view_class = RegisterCreateView
    edit_view_class = RegisterEditView
    delete_view_class = RegisterDeleteView
    history_view_enabled = False
    list_per_page = 50
    form_view_extra_css = ["directory/registers.css"]
    index_view_extra_css = ["directory/registers.css"]

    def refusal_to_delete(self, target: models.Model) -> str:
        return _("“%(name)s” is in use, so it cannot be deleted.") % {"name": target}


class RowsPanel(InlinePanel):
    """An inline panel with its rows in order and, where needed, a form of its own."""

    def __init__(
        self,
        *args: Any,
        order: tuple[str, ...] = ("order", "pk"),
        form: Any = None,
        leaving_out: models.Q | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.order, self.form, self.leaving_out = order, form, leaving_out

    def clone_kwargs(self) -> dict[str, Any]:
        own = {"order": self.order, "form": self.form, "leaving_out": self.leaving_out}
        return {**super().clone_kwargs(), **own}

    def get_form_options(self) -> dict[str, Any]:
        options = super().get_form_options()
        rows = options["formsets"][self.relation_name]
        rows["formset"] = sorted_formset(*self.order, leaving_out=self.leaving_out)
        if self.form is not None:
            rows["form"] = get_form_for_model(self.db_field.related_model, form_class=self.form)
        return options


def tell_what_follows(request: HttpRequest, target: models.Model) -> None:
    """What rooms above say of a change that is saved: visits that no longer fit the hours."""
    if said := slots.render("after_change", target=target, viewer=request.user):
        messages.warning(request, said)


def _write_down(verb: str, actor: Any, target: models.Model, form: Any) -> None:
    """Names of the changed fields, never their values."""
    changed = sorted({*form.changed_data, *_changed_parts(form)})
    record(_action(target, verb), actor, target, clock.now(), fields=changed)


def _action(target: models.Model, verb: str) -> str:
    return f"{target._meta.app_label}.{target._meta.model_name}.{verb}"


def _changed_parts(form: Any) -> list[str]:
    """Names of inline panels with a changed row."""
    return [name for name, rows in getattr(form, "formsets", {}).items() if rows.has_changed()]
