"""Verbs of the form builder. The asking room keeps the answers; this one judges and shows."""

import json
from functools import cache
from pathlib import Path
from typing import Any, cast

from django.db import transaction

from blocks.forms.building import (
    BuiltForm,
    build_form,
    clean_to_json,
    initial_from_json,
    typed_to_json,
)
from blocks.forms.displaying import display
from blocks.forms.models import FormDefinition, FormRevision

__all__ = [
    "BuiltForm",
    "build_form",
    "clean_to_json",
    "current_revision",
    "display",
    "ensure_ready_forms",
    "initial_from_json",
    "typed_to_json",
]

_READY = Path(__file__).parent / "data" / "ready_forms.json"


def current_revision(form: FormDefinition) -> FormRevision | None:
    """The revision new answers are given under; None while the form was never published."""
    return FormRevision.objects.latest_of(form)


@transaction.atomic
def ensure_ready_forms() -> list[FormDefinition]:
    """The forms every city starts with. Those that exist stay as the editors left them."""
    return [_ensure(ready) for ready in _ready_forms()]


def _ensure(ready: dict[str, Any]) -> FormDefinition:
    existing = FormDefinition.objects.filter(slug=ready["slug"]).first()
    if existing is not None:
        return existing
    form = FormDefinition(
        **{key: ready[key] for key in ("slug", "name", "applicant", "purpose", "intro")}
    )
    blocks = [{"type": field["type"], "value": field["value"]} for field in ready["fields"]]
    form.fields = cast(Any, json.dumps(blocks))
    form.save()
    return form


@cache
def _ready_forms() -> list[dict[str, Any]]:
    return json.loads(_READY.read_text("utf-8"))
