"""Forms: an editor's form of an addressee's page, and the filters of the catalogue."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm


class AddresseePageForm(WagtailAdminPageForm):
    """Makes the addressee's record together with its page, once the page leaves the editor's hands.

    A draft (autosaved ones too) never makes a record; sending for approval or publishing does.
    """

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.is_deferred_validation:
            return cleaned
        if not (cleaned.get("addressee") or cleaned.get("record_kind")):
            self.add_error(
                "addressee",
                ValidationError(
                    _("Choose an addressee, or the kind of a new one."), code="required"
                ),
            )
        return cleaned

    def save(self, commit: bool = True) -> Any:
        from home.services import give_record

        page = super().save(commit=False)
        if not self.is_deferred_validation:
            give_record(page)
        if commit:
            page.save()
            self.save_m2m()
        return page
