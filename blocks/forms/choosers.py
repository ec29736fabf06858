"""The block by which a page offers forms."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.snippets.blocks import SnippetChooserBlock


class FormChooserBlock(SnippetChooserBlock):
    """Chooses a published form; its value is a FormDefinition."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("icon", "form")
        kwargs.setdefault("label", _("Form"))
        super().__init__("blocks_forms.FormDefinition", **kwargs)

    def clean(self, value: Any) -> Any:
        form = super().clean(value)
        if form is not None and not form.is_active:
            raise ValidationError(_("This form is not published, so nobody could fill it in."))
        return form

    def get_api_representation(self, value: Any, context: Any = None) -> Any:
        if value is None:
            return None
        return {
            "slug": value.slug,
            "name": dict(value.name),
            "applicant": value.applicant,
            "purpose": value.purpose,
        }
