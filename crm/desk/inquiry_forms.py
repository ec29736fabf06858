"""What is written on the card of a request (6.1, PD-04)."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from blocks.forms.inputs import CleanLine, CleanText, FilesField
from core.private_files.kinds import ALL
from crm.desk.forms import REASON_LENGTH, ReasonForm, WrittenForm
from crm.desk.path_forms import term_to_forward
from crm.publishing.answers import found_in
from crm.requests import rules
from crm.requests.services.answers import TO_GRANT
from crm.requests.services.handling import forward_by
from crm.residents.models import ADDRESS_FIELDS, NAME_FIELDS, Resident
from directory.models import ClassifierValue, CopyingFee
from directory.values import Values

ANSWER_LENGTH = 20_000


class TermForm(ReasonForm):
    """Why a term is moved; the requester reads it."""

    reason = CleanText(
        max_length=REASON_LENGTH,
        label=_("Why"),
        help_text=_("The requester reads this."),
        error_messages={"required": _("Write why.")},
    )

    def __init__(self, *args: Any, card: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)


class ExtendInquiryForm(TermForm):
    prefix_of_id = "extend"


class UrgentForm(TermForm):
    prefix_of_id = "urgent"


class ForwardInquiryForm(ReasonForm):
    prefix_of_id = "forward"

    to_body = CleanLine(
        max_length=250,
        label=_("To which body"),
        error_messages={"required": _("Write where the request is forwarded.")},
    )
    reason = CleanText(
        required=False, max_length=REASON_LENGTH, label=_("Why that body holds the information")
    )

    def __init__(self, *args: Any, card: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to_body"].help_text = term_to_forward(forward_by(card.case), card.today)


class DraftForm(ReasonForm):
    """`version` is the draft that was read: nobody overwrites a colleague's text unseen."""

    prefix_of_id = "draft"

    text = CleanText(
        max_length=ANSWER_LENGTH,
        label=_("Text of the answer"),
        error_messages={"required": _("Write the text.")},
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, card: Any, **kwargs: Any) -> None:
        inquiry = card.appeal
        kwargs["initial"] = {"text": inquiry.reply_text, "version": inquiry.version}
        super().__init__(*args, **kwargs)
        self.fields["text"].widget.attrs["rows"] = 8


class SignAnswerForm(DraftForm):
    prefix_of_id = "sign"

    decision = forms.ChoiceField(
        label=_("Decision"),
        choices=[(one.value, one.label) for one in TO_GRANT],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the decision.")},
    )
    copied_pages = forms.IntegerField(
        label=_("Pages copied or printed"), required=False, min_value=0, max_value=100_000
    )
    files = FilesField(
        kinds=ALL,
        max_count=settings.UPLOAD_MAX_FILES,
        max_bytes=settings.UPLOAD_MAX_FILE_BYTES,
        label=_("Files of the answer"),
        required=False,
    )

    def __init__(self, *args: Any, card: Any, **kwargs: Any) -> None:
        super().__init__(*args, card=card, **kwargs)
        if card.case.kind == rules.INFORMATION:
            del self.fields["decision"]
            self.fields["copied_pages"].help_text = _price_words(card.today)
        else:
            del self.fields["copied_pages"]


class RefuseInquiryForm(ReasonForm):
    """One of the listed grounds; restricted information needs all three parts of the test."""

    prefix_of_id = "refuse"

    ground = forms.ChoiceField(
        label=_("Ground of refusal"),
        error_messages={"required": _("Choose the ground of refusal.")},
    )
    reason = CleanText(
        max_length=REASON_LENGTH,
        label=_("Reason of the refusal"),
        help_text=_("The requester reads it with your name and the date."),
        error_messages={"required": _("Write the reason.")},
    )
    aim = CleanText(required=False, max_length=REASON_LENGTH, label=rules.TEST["aim"])
    harm = CleanText(required=False, max_length=REASON_LENGTH, label=rules.TEST["harm"])
    balance = CleanText(required=False, max_length=REASON_LENGTH, label=rules.TEST["balance"])
    appeal_note = CleanText(
        max_length=REASON_LENGTH,
        label=_("How to appeal"),
        initial=rules.HOW_TO_APPEAL,
        error_messages={"required": _("Write how to appeal.")},
    )

    def __init__(self, *args: Any, card: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if card.case.kind != rules.INFORMATION:
            for name in ("ground", *rules.TEST):
                del self.fields[name]
            return
        grounds = Values.of(rules.REFUSAL_GROUNDS).choices(rules.REFUSAL_GROUNDS, card.today)
        self.fields["ground"].choices = [("", _("Choose the ground")), *grounds]
        for name in rules.TEST:
            self.fields[name].help_text = _("Only for information of restricted access.")
            self.fields[name].widget.attrs["rows"] = 2

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "ground" not in self.fields or not data.get("ground"):
            return data
        values = ClassifierValue.objects.filter(classifier__code=rules.REFUSAL_GROUNDS)
        found = values.filter(code=data["ground"], meaning=rules.RESTRICTED)
        if found.exists():
            for part in rules.TEST:
                if not data.get(part):
                    message = _("Restricted information is withheld only when this is shown.")
                    self.add_error(part, message)
        return data


class CorrectForm(WrittenForm):
    """The fields of the person's card as they should be; empty stays as it is."""

    prefix_of_id = "correct"

    reason = CleanText(
        max_length=REASON_LENGTH,
        label=_("Why it is corrected and by which document"),
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Write why.")},
    )

    def __init__(self, *args: Any, card: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in (*NAME_FIELDS, *ADDRESS_FIELDS):
            if name == "has_no_middle_name":
                continue
            kept = Resident._meta.get_field(name)
            self.fields[name] = CleanLine(
                label=kept.verbose_name.capitalize(),
                max_length=kept.max_length,
                required=not kept.blank,
                initial=getattr(card.case.resident, name),
            )

    def changes(self) -> dict[str, str]:
        return {name: value for name, value in self.cleaned_data.items() if name != "reason"}


class EraseForm(WrittenForm):
    """What the law does not order to keep is anonymised at once; `held` says what stays."""

    prefix_of_id = "erase"

    reason = CleanText(
        max_length=REASON_LENGTH,
        label=_("Why it is deleted"),
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Write why.")},
    )
    sure = forms.BooleanField(
        label=_("I have checked: this cannot be undone"),
        error_messages={"required": _("Confirm that you have checked.")},
    )

    def __init__(self, *args: Any, card: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = card.erasable_words


class PublishForm(WrittenForm):
    """The public question and answer; text that tells who asked is refused, saying where."""

    prefix_of_id = "publish"

    title = CleanLine(
        max_length=200,
        label=_("Which information was asked for"),
        error_messages={"required": _("Write the text.")},
    )
    question = CleanText(
        max_length=ANSWER_LENGTH,
        label=_("Public text of the question"),
        error_messages={"required": _("Write the text.")},
    )
    answer = CleanText(
        max_length=ANSWER_LENGTH,
        label=_("Public text of the answer"),
        error_messages={"required": _("Write the text.")},
    )
    confirmed = forms.BooleanField(
        label=_("I have read the text: there is no personal data in it"),
        error_messages={"required": _("Confirm that there is no personal data in the text.")},
    )

    def __init__(self, *args: Any, card: Any, **kwargs: Any) -> None:
        first = {"title": card.case.subject, "question": card.appeal.body}
        kwargs["initial"] = {**first, "answer": card.appeal.reply_text}
        super().__init__(*args, **kwargs)
        self.case = card.case
        for name in ("question", "answer"):
            self.fields[name].widget.attrs["rows"] = 8

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for name in ("title", "question", "answer"):
            found = found_in(self.case, data.get(name) or "")
            if found:
                self.add_error(name, found.split("\n"))
        return data


class UnpublishForm(TermForm):
    prefix_of_id = "unpublish"

    reason = CleanText(
        max_length=REASON_LENGTH,
        label=_("Why it is taken out"),
        error_messages={"required": _("Write why.")},
    )


def _price_words(day: Any) -> str:
    price = CopyingFee.on(day)
    if price is None:
        return gettext("The city has set no price: copies are free.")
    return gettext("%(free)s pages are free, each further one costs %(price)s UAH.") % {
        "free": price.free_pages,
        "price": price.page_price,
    }
