"""Form fields of the builder: typed text cleaned, numbers and dates as people write them."""

import datetime as dt
import decimal
import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy
from phonenumber_field.formfields import PhoneNumberField

from blocks.forms import rules
from core import clock
from core.errors import RuleBroken
from core.private_files import inspect_upload
from core.private_files.kinds import accept


class _Unlimited:
    """No `maxlength` attribute: it cuts pasted text silently; the check says so in words."""

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        attrs = super().widget_attrs(widget)  # type: ignore[misc]
        attrs.pop("maxlength", None)
        return attrs


class CleanLine(_Unlimited, forms.CharField):
    """One line of text."""

    def __init__(self, *, autocomplete: str = "", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        if autocomplete:
            self.widget.attrs["autocomplete"] = autocomplete

    def to_python(self, value: Any) -> str:
        return super().to_python(rules.clean_line(str(value)) if value else value)


class CleanText(_Unlimited, forms.CharField):
    """Text of several lines."""

    widget = forms.Textarea(attrs={"rows": 6})

    def to_python(self, value: Any) -> str:
        return super().to_python(rules.clean_text(str(value)) if value else value)


class EmailLine(_Unlimited, forms.EmailField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.widget.attrs["autocomplete"] = "email"

    def to_python(self, value: Any) -> str:
        return super().to_python(rules.clean_line(str(value)) if value else value)


class PhoneLine(PhoneNumberField):
    """A telephone number; 80671234567, as people dictate it, is understood too."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.widget.input_type = "tel"
        self.widget.attrs["autocomplete"] = "tel"
        self.error_messages["invalid"] = _("Enter a phone number such as 067 123 45 67.")

    def to_python(self, value: Any) -> Any:
        typed = rules.clean_line(str(value)) if value else ""
        digits = re.sub(r"\D", "", typed)
        if len(digits) == 11 and digits.startswith("80"):
            typed = "+3" + digits
        return super().to_python(typed)


class LocalisedNumber(forms.DecimalField):
    """A number with a comma or a point, spaces between thousands allowed."""

    widget = forms.TextInput(attrs={"inputmode": "decimal"})

    def to_python(self, value: Any) -> decimal.Decimal | None:
        typed = rules.clean_line(str(value)) if value not in self.empty_values else ""
        typed = re.sub(r"[\s\u00a0\u202f]", "", typed).replace(",", ".")
        if len(typed) > 40 or re.search(r"[^0-9.+-]", typed):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(typed)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {}

    def prepare_value(self, value: Any) -> Any:
        return number_format(value) if isinstance(value, decimal.Decimal) else value


class WhenField(forms.DateField):
    """A day, typed or picked; may be limited to the past or the future."""

    def __init__(self, *, allowed: str = "any", **kwargs: Any) -> None:
        self.allowed = allowed
        formats = ["%Y-%m-%d", "%d.%m.%Y", "%d.%m.%y", "%d/%m/%Y"]
        super().__init__(input_formats=formats, **kwargs)
        self.widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        self.error_messages["invalid"] = _("Enter a day such as 10.03.2026.")

    def validate(self, value: dt.date | None) -> None:
        super().validate(value)
        if value is None:
            return
        today = clock.today()
        if self.allowed == "past" and value > today:
            raise ValidationError(
                _("This day has not come yet. The latest is %(day)s."),
                params={"day": date_format(today)},
            )
        if self.allowed == "future" and value < today:
            raise ValidationError(
                _("This day has passed. The earliest is %(day)s."),
                params={"day": date_format(today)},
            )
        if not 1900 <= value.year <= 2200:
            raise ValidationError(self.error_messages["invalid"], code="invalid")


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"


class FilesField(forms.FileField):
    """Several files, checked by content. The asking room keeps them; the form only judges."""

    widget = FilesInput

    def __init__(
        self, *, kinds: Sequence[str], max_count: int, max_bytes: int, **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self.kinds, self.max_count, self.max_bytes = tuple(kinds), max_count, max_bytes
        self.kept = 0
        self.widget.attrs["accept"] = accept(self.kinds)

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        files = [file for file in (data if isinstance(data, (list, tuple)) else [data]) if file]
        if not files:
            if self.required and not self.kept:
                raise ValidationError(self.error_messages["required"], code="required")
            return []
        if len(files) + self.kept > self.max_count:
            raise ValidationError(
                ngettext_lazy(
                    "No more than %(count)d file may be added here.",
                    "No more than %(count)d files may be added here.",
                    "count",
                ),
                params={"count": self.max_count},
                code="too_many",
            )
        return [self._check(super(FilesField, self).clean(file)) for file in files]

    def _check(self, file: Any) -> Any:
        if file.size > self.max_bytes:
            limit = filesizeformat(self.max_bytes)
            raise ValidationError(
                _("The file “%(name)s” is larger than %(limit)s."),
                params={"name": file.name, "limit": limit},
                code="too_large",
            )
        try:
            inspect_upload(file, self.kinds)
        except RuleBroken as broken:
            raise ValidationError(str(broken), code="wrong_content") from broken
        return file
