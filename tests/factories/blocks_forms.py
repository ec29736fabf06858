"""Forms with intentions: `FormFactory(asking=[("text", "Номер договору", {"required": True})])`."""

import json
from typing import Any

import factory

from blocks.forms.models import FormDefinition


def field(kind: str, label: str, **settings: Any) -> dict[str, Any]:
    """A block of the builder as it is stored; options may be given as plain words."""
    options = settings.pop("options", None)
    value: dict[str, Any] = {"label": {"uk": label, "en": settings.pop("en", "")}, **settings}
    if options is not None:
        value["options"] = [{"label": {"uk": option, "en": ""}} for option in options]
    return {"type": kind, "value": value}


class FormFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = FormDefinition

    class Params:
        asking: Any = None

    slug = factory.Sequence(lambda n: f"form-{n}")
    name = {"uk": "Звернення", "en": "Appeal"}
    fields = factory.LazyAttribute(
        lambda form: json.dumps(
            [field(kind, label, **extra) for kind, label, extra in (form.asking or [])]
        )
    )
