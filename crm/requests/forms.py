"""What is asked of somebody who files a request: no reason, no proof of identity (6.1)."""

import secrets
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from blocks.forms.inputs import CleanLine, CleanText, EmailLine, PhoneLine
from crm.requests.models import PersonalDataRequest, ReplyBy
from crm.requests.services import Asked
from directory.models import Addressee

BODY_LIMIT = 10_000
PERSON, ORGANISATION = "person", "organisation"


class RequestForm(forms.Form):
    """Base of both: the key of this form, the addressee, the text."""

    use_required_attribute = False

    key = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)
    addressee = forms.ModelChoiceField(
        queryset=Addressee.objects.none(),
        label=_("To whom"),
        empty_label=_("Choose the addressee"),
        error_messages={
            "required": _("Choose the addressee"),
            "invalid_choice": _("Choose the addressee"),
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        initial = kwargs.setdefault("initial", {})
        initial.setdefault("key", secrets.token_urlsafe(24))
        super().__init__(*args, **kwargs)
        bodies = Addressee.objects.active().in_order().only("name")
        self.fields["addressee"].queryset = bodies.filter(accepts_appeals=True)


class WhoAsks(forms.Form):
    """A person or an organisation: either may ask for information, the latter under its name."""

    who = forms.ChoiceField(
        label=_("Who asks"),
        choices=[
            (PERSON, pgettext_lazy("applicant", "A person")),
            (ORGANISATION, pgettext_lazy("applicant", "An organisation")),
        ],
        initial=PERSON,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose who asks")},
    )
    organisation_name = CleanLine(
        label=_("Name of the organisation"), max_length=250, required=False
    )

    @property
    def is_organisation(self) -> bool:
        return self.cleaned_data.get("who") == ORGANISATION

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.is_organisation:
            data["organisation_name"] = ""
        elif not data.get("organisation_name"):
            self.add_error("organisation_name", _("Write the name of the organisation"))
        return data


class InformationForm(WhoAsks, RequestForm):
    """`user`: a signed-in requester, whose name and e-mail are known already."""

    last_name = CleanLine(
        label=_("Surname"), max_length=150, required=False, autocomplete="family-name"
    )
    first_name = CleanLine(
        label=_("Given name"), max_length=150, required=False, autocomplete="given-name"
    )
    middle_name = CleanLine(
        label=_("Patronymic"), max_length=150, required=False, autocomplete="additional-name"
    )
    email = EmailLine(
        label=_("E-mail"),
        max_length=254,
        error_messages={
            "required": _("Write the e-mail: the number and the answer will come there."),
            "invalid": _("Write the e-mail in full, for example olena@example.com."),
        },
    )
    phone = PhoneLine(label=_("Phone"), required=False)
    subject = CleanLine(
        label=_("Which information or document you need"),
        help_text=_("In a few words: name, kind or content of the document."),
        max_length=200,
        error_messages={"required": _("Write which information you need")},
    )
    body = CleanText(
        label=_("Description"),
        help_text=_("All that helps to find it. You need not explain why you ask."),
        max_length=BODY_LIMIT,
        error_messages={"required": _("Describe the information you need")},
    )
    reply_by = forms.ChoiceField(
        label=_("How to answer"),
        choices=ReplyBy.choices,
        initial=ReplyBy.EMAIL,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how to answer")},
    )
    post_address = CleanLine(
        label=_("Postal address"),
        help_text=_("Only when you want the answer by post."),
        max_length=150,
        required=False,
        autocomplete="street-address",
    )

    def __init__(self, *args: Any, user: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["body"].widget.attrs["rows"] = 8
        if user is not None:
            del self.fields["email"], self.fields["phone"]
            if user.last_name:
                for name in ("last_name", "first_name", "middle_name"):
                    del self.fields[name]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "last_name" in self.fields and not self.is_organisation:
            if not data.get("last_name"):
                self.add_error("last_name", _("Write the surname"))
            if not data.get("first_name"):
                self.add_error("first_name", _("Write the name"))
        if data.get("reply_by") == ReplyBy.POST and not data.get("post_address"):
            self.add_error("post_address", _("Write the address to send the answer to."))
        return data

    def asked(self) -> Asked:
        data = self.cleaned_data
        names = ("last_name", "first_name", "middle_name")
        person = {name: data[name] for name in names if data.get(name)}
        if data.get("post_address") and self.user is None:
            person["addr_street"] = data["post_address"]
        body = data["body"]
        if data.get("post_address") and self.user is not None:
            body = _("%(text)s\n\nPostal address: %(address)s") % {
                "text": body,
                "address": data["post_address"],
            }
        return Asked(
            key=data["key"],
            addressee=data["addressee"],
            subject=data["subject"],
            body=str(body),
            reply_by=data["reply_by"],
            organisation_name=data["organisation_name"],
            person=person,
            email=data.get("email", ""),
            phone=str(data.get("phone") or ""),
        )


class PersonalDataForm(RequestForm):
    """Which right, and in one's own words what is wanted."""

    right = forms.ChoiceField(
        label=_("What you ask for"),
        choices=PersonalDataRequest.Right.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you ask for.")},
    )
    body = CleanText(
        label=_("Explanation"),
        help_text=_("For example, what is written wrongly and how it should be."),
        max_length=BODY_LIMIT,
        error_messages={"required": _("Write what you ask for")},
    )
    field_order = ("key", "right", "body", "addressee")


class WithdrawForm(forms.Form):
    use_required_attribute = False

    reason = CleanText(
        required=False,
        max_length=2_000,
        label=_("Why you withdraw it"),
        help_text=_("You need not explain."),
    )
