"""What the author may write after sending."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from blocks.forms.inputs import CleanText, FilesField
from core.private_files.kinds import ALL
from crm.appeals.services.authors import ADDITION_LIMIT
from crm.appeals.services.pleas import PLEA_LIMIT, Plea


class AddForm(forms.Form):
    use_required_attribute = False

    text = CleanText(
        required=False,
        max_length=ADDITION_LIMIT,
        label=_("What to add"),
        help_text=_("An explanation, a new circumstance, an answer to the executor."),
    )
    files = FilesField(
        required=False,
        kinds=ALL,
        max_count=settings.UPLOAD_MAX_FILES,
        max_bytes=settings.UPLOAD_MAX_FILE_BYTES,
        label=_("Files"),
    )


class PleadForm(forms.Form):
    """One form for everything the author may ask for (A-15, A-18)."""

    use_required_attribute = False

    what = forms.ChoiceField(
        label=_("What you ask for"),
        choices=Plea.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you ask for.")},
    )
    words = CleanText(
        required=False,
        max_length=PLEA_LIMIT,
        label=_("Explanation"),
        help_text=_("Reasons must be given for a shorter term."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="ask-%s", **kwargs)
        self.fields["words"].widget.attrs["rows"] = 4


class WithdrawForm(forms.Form):
    use_required_attribute = False

    reason = CleanText(
        required=False,
        max_length=2_000,
        label=_("Why you withdraw it"),
        help_text=_("You need not explain."),
    )
