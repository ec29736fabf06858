"""The form side of Text: one labelled input per language."""

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from core.words.text import Text


def languages() -> list[str]:
    """Languages that labels are kept in: settings.WORDS_LANGUAGES, else those of the site."""
    chosen = getattr(settings, "WORDS_LANGUAGES", None)
    return list(chosen or [code for code, _name in settings.LANGUAGES])


def language_name(code: str) -> str:
    """The language's own name: українська, English."""
    try:
        return get_language_info(code)["name_local"]
    except KeyError:
        return code


class TextWidget(forms.MultiWidget):
    """Inputs `name_uk`, `name_en`, each with its label and its `lang`."""

    template_name = "words/text_widget.html"
    use_fieldset = True

    class Media:
        css: ClassVar = {"all": ["words/text_widget.css"]}

    def __init__(
        self,
        attrs: dict | None = None,
        *,
        codes: Sequence[str] = (),
        multiline: bool = False,
        required_languages: Iterable[str] = (),
        max_length: int | None = None,
        textarea: type[forms.Textarea] = forms.Textarea,
    ) -> None:
        self.codes = list(codes) or languages()
        self.required_languages = tuple(required_languages)
        self.group_label = ""
        limit = {"maxlength": max_length} if max_length else {}
        kind = textarea if multiline else forms.TextInput
        rows = {"rows": 4} if multiline else {}
        super().__init__(
            {code: kind({"lang": code, **rows, **limit}) for code in self.codes}, attrs
        )

    def decompress(self, value: Any) -> list[str | None]:
        text = value if isinstance(value, Text) else Text(value)
        return [text.get(code) for code in self.codes]

    def get_context(self, name: str, value: Any, attrs: dict | None) -> dict:
        if not isinstance(value, list):
            value = self.decompress(value)
        context = super().get_context(name, value, attrs)
        context["widget"]["group_label"] = self.group_label
        for code, part in zip(self.codes, context["widget"]["subwidgets"], strict=True):
            part["language"] = code
            part["language_name"] = language_name(code)
            if self.is_required and code in self.required_languages:
                part["attrs"]["required"] = True
            else:
                part["attrs"].pop("required", None)
        return context


class TextFormField(forms.MultiValueField):
    """Cleans to a Text; languages that are not asked for may stay empty."""

    widget = TextWidget

    def __init__(
        self,
        *,
        required_languages: Iterable[str] = (),
        multiline: bool = False,
        max_length: int | None = None,
        codes: Sequence[str] = (),
        textarea: type[forms.Textarea] = forms.Textarea,
        required: bool = True,
        widget: Any = None,
        **kwargs: Any,
    ) -> None:
        self.codes = list(codes) or languages()
        self.required_languages = tuple(c for c in required_languages if c in self.codes)
        if widget is None:
            widget = TextWidget(
                codes=self.codes,
                multiline=multiline,
                required_languages=self.required_languages,
                max_length=max_length,
                textarea=textarea,
            )
        fields = [forms.CharField(required=False, max_length=max_length) for _code in self.codes]
        super().__init__(
            fields, require_all_fields=False, required=required, widget=widget, **kwargs
        )

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> forms.BoundField:
        """The group of inputs is called as the field is: Wagtail's panels give it no label."""
        bound = super().get_bound_field(form, field_name)
        self.widget.group_label = bound.label
        return bound

    def prepare_value(self, value: Any) -> Any:
        return value if isinstance(value, (list, Text)) else Text(value)

    def compress(self, values: list) -> Text:
        return Text(dict(zip(self.codes, values, strict=False)))

    def clean(self, value: Any) -> Text:
        text = super().clean(value)
        missing = [code for code in self.required_languages if self.required and not text.get(code)]
        if missing:
            raise forms.ValidationError(
                _("Fill in the text in: %(languages)s.")
                % {"languages": ", ".join(language_name(code) for code in missing)},
                code="required",
            )
        return text

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return Text(initial) != self.clean(data)
        except forms.ValidationError:
            return True
