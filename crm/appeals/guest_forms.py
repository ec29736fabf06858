"""Who writes, where no account is needed: the same as in a profile, and where to answer."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from blocks.forms.inputs import EmailLine
from core.accounts.profile_forms import ProfileForm


class GuestForm(ProfileForm):
    """A-02, A-03: name, residence and an e-mail; nothing is asked of the list of accounts."""

    email = EmailLine(
        label=_("E-mail"),
        help_text=_("We will send a link there: the appeal is sent when you open it."),
        max_length=254,
        error_messages={
            "required": _("Write the e-mail: the link and the reply will come there."),
            "invalid": _("Write the e-mail in full, for example olena@example.com."),
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, is_strict=True, **kwargs)

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()
