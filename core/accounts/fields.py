"""Form fields that understand what people type."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from phonenumber_field.formfields import PhoneNumberField

from core.accounts import phones
from core.errors import RuleBroken


class PhoneField(PhoneNumberField):
    """A phone in any usual writing; the value is a PhoneNumber in E.164."""

    default_validators: list = []

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Phone"))
        kwargs.setdefault("widget", forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        text = str(value).strip() if value else ""
        if not text:
            return self.empty_value
        try:
            return phones.normalise(text)
        except RuleBroken as refusal:
            raise forms.ValidationError(refusal.message, code=refusal.code) from refusal
