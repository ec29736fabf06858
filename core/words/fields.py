"""TextField: a model column that holds a Text."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.fields.json import KeyTransform
from django.utils.translation import gettext as _

from core.words import forms
from core.words.text import Text


class TextField(models.JSONField):
    """JSON by language. Accepts a Text, a dict or a string (Ukrainian).

    `required_languages` are asked for unless the field may be blank; `max_length` limits each
    language; `widget="textarea"` gives several lines. Lookups by language: `name__uk="Рада"`.
    Sorting goes by a column of `core.words.sort_key`, never by this one.
    """

    def __init__(
        self,
        *args: Any,
        required_languages: Iterable[str] = ("uk",),
        widget: str = "input",
        **kwargs: Any,
    ) -> None:
        self.required_languages = tuple(required_languages)
        self.widget = widget
        kwargs.setdefault("default", Text)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple:
        """Only what the column is: the look of the form stays out of migrations."""
        name, path, args, kwargs = super().deconstruct()
        if kwargs.get("default") is Text:
            del kwargs["default"]
        return name, path, args, kwargs

    def clone(self) -> "TextField":
        copy = super().clone()
        copy.required_languages, copy.widget = self.required_languages, self.widget
        return copy

    def to_python(self, value: Any) -> Text | None:
        return _text(value)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        value = super().from_db_value(value, expression, connection)
        return value if isinstance(expression, KeyTransform) else _text(value)

    def get_prep_value(self, value: Any) -> Any:
        return dict(value) if isinstance(value, Text) else super().get_prep_value(value)

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = _text(super().pre_save(model_instance, add))
        setattr(model_instance, self.attname, value)
        return value

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        super().validate(value, model_instance)
        if not self.blank:
            missing = [code for code in self.required_languages if not value.get(code)]
            if missing:
                raise ValidationError(
                    _("Fill in the text in: %(languages)s.")
                    % {"languages": ", ".join(forms.language_name(code) for code in missing)},
                    code="required",
                )
        if self.max_length and any(len(words) > self.max_length for words in value.values()):
            raise ValidationError(
                _("Keep each language within %(limit)s characters.") % {"limit": self.max_length},
                code="max_length",
            )

    def value_from_object(self, obj: models.Model) -> Text | None:
        return _text(super().value_from_object(obj))

    def save_form_data(self, instance: models.Model, data: Any) -> None:
        """Languages the form does not show (an installation may drop one) are kept."""
        before = _text(getattr(instance, self.attname, None)) or Text()
        hidden = {code: words for code, words in before.items() if code not in forms.languages()}
        super().save_form_data(instance, Text({**hidden, **(data or {})}))

    def value_to_string(self, obj: models.Model) -> Any:
        value = self.value_from_object(obj)
        return None if value is None else dict(value)

    def formfield(self, **kwargs: Any) -> Any:
        defaults = {
            "form_class": forms.TextFormField,
            "required_languages": () if self.blank else self.required_languages,
            "multiline": self.widget == "textarea",
            "max_length": self.max_length,
            "show_hidden_initial": False,
        }
        defaults.update(kwargs)
        # JSONField would pass its encoder and decoder; a Text needs neither.
        return models.Field.formfield(self, **defaults)


def _text(value: Any) -> Text | None:
    if value is None or isinstance(value, Text):
        return value
    if isinstance(value, (str, dict)):
        return Text(value)
    raise ValidationError(_("A text by language is expected."), code="invalid")
