"""Refuse to start when a confidential record could be reached through Wagtail."""

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error, register
from django.db.models import Model
from wagtail.search.index import Indexed

from crm.base import ConfidentialModel

PREFIX = "crm_"


def confidential_models() -> list[type[Model]]:
    """Every model of the crm rooms."""
    return [
        model
        for config in apps.get_app_configs()
        if config.label.startswith(PREFIX)
        for model in config.get_models(include_auto_created=True)
    ]


@register()
def check_walls(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """crm.E001 … E006: one for each way around the wall."""
    found: list[CheckMessage] = []
    for model in confidential_models():
        found += _faults(model)
    return [*found, *_holders_missing()]


def _faults(model: type[Model]) -> Iterable[CheckMessage]:
    if not issubclass(model, ConfidentialModel):
        yield Error(
            f"{model._meta.label} is not a ConfidentialModel.",
            hint="Inherit crm.base.ConfidentialModel.",
            obj=model,
            id="crm.E001",
        )
    if issubclass(model, Indexed):
        yield Error(
            f"{model._meta.label} would be found by Wagtail's search.",
            hint="Search cases through Case.objects.visible_to(user).matching(text).",
            obj=model,
            id="crm.E002",
        )
    if not getattr(model, "wagtail_reference_index_ignore", False):
        yield Error(
            f"{model._meta.label} would stand in Wagtail's reference index.",
            hint="Keep wagtail_reference_index_ignore = True.",
            obj=model,
            id="crm.E003",
        )
    if _is_snippet(model):
        yield Error(
            f"{model._meta.label} is a Wagtail snippet.",
            hint="Confidential records are worked on in crm.desk only.",
            obj=model,
            id="crm.E004",
        )
    if _is_in_admin_or_api(model):
        yield Error(
            f"{model._meta.label} has a viewset in the Wagtail admin or in its API.",
            hint="Staff work in crm.desk, residents' programs through crm.appeals.api.",
            obj=model,
            id="crm.E006",
        )


def _is_in_admin_or_api(model: type[Model]) -> bool:
    from wagtail.admin.viewsets import viewsets
    from wagtail.api.v3.registry import registry

    shown = {getattr(viewset, "model", None) for viewset in viewsets.viewsets}
    in_api = registry.get(model._meta.label) is not None
    return model in shown or in_api or hasattr(model, "api_fields")


def _is_snippet(model: type[Model]) -> bool:
    from wagtail.snippets.models import get_snippet_models

    return model in get_snippet_models()


def _holders_missing() -> Iterable[CheckMessage]:
    """crm.E005: a model that points to a resident must be exported with the resident."""
    from crm.residents.models import Resident
    from crm.residents.ports import holders

    held = {label for holder in holders() for label in holder.models}
    for model in confidential_models():
        points = any(
            field.related_model is Resident
            for field in model._meta.get_fields()
            if field.concrete and field.is_relation
        )
        if points and model._meta.label not in held:
            yield Error(
                f"{model._meta.label} points to a resident, but no room exports it.",
                hint="Name it in a HoldsPersonalData provider (crm.residents.ports).",
                obj=model,
                id="crm.E005",
            )
