"""What the author may write after sending."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from blocks.forms.inputs import CleanText, FilesField
from core.private_files.kinds import ALL
from crm.appeals.services.authors import ADDITION_LIMIT


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


class WithdrawForm(forms.Form):
    use_required_attribute = False

    reason = CleanText(
        required=False,
        max_length=2_000,
        label=_("Why you withdraw it"),
        help_text=_("You need not explain."),
    )
