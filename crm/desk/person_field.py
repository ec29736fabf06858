"""A choice among colleagues that were read once for all the forms of a card."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class PersonField(forms.ChoiceField):
    """Cleans to the person. Unlike a ModelChoiceField it asks the database nothing."""

    default_error_messages = {
        "invalid_choice": forms.ModelChoiceField.default_error_messages["invalid_choice"],
        "required": _("Choose who will do it"),
    }

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._people: dict[str, Any] = {}

    def offer(self, people: Iterable[Any]) -> None:
        """Who may be chosen, in this order."""
        self._people = {str(person.pk): person for person in people}
        named = [(pk, person.short_name) for pk, person in self._people.items()]
        self.choices = [("", _("Choose a person")), *named]

    def clean(self, value: Any) -> Any:
        return self._people.get(super().clean(value))
