"""What is written at the counter."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from phonenumber_field.formfields import PhoneNumberField

from blocks.queues.models import Queue, Service, Window
from blocks.queues.outcomes import outcomes_of
from crm.tickets.cells import Start
from crm.tickets.offer import parse_stamp, stamp
from crm.tickets.services.serving import COMMENT_LIMIT


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files at once; what they are is judged by content in the service."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        return [super(FilesField, self).clean(one, initial) for one in data or [] if one]


class FinishForm(forms.Form):
    """How the visit ended."""

    use_required_attribute = False
    outcome = forms.ChoiceField(
        label=_("How the visit ended"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how the visit ended.")},
    )
    comment = forms.CharField(
        label=pgettext_lazy("about a visit", "Note"),
        required=False,
        max_length=COMMENT_LIMIT,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Only those who work with the queue see it."),
    )
    files = FilesField(label=_("Files"), required=False)

    def __init__(self, queue_id: int, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(one.code, str(one.name)) for one in outcomes_of(queue_id)]
        self.fields["outcome"].choices = offered  # type: ignore[attr-defined]


class OfQueue(forms.ModelChoiceField):
    """Services and windows of several queues: each with its queue's name."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name} · {obj.queue.name}"


class TransferForm(forms.Form):
    """Where to send the visitor: services and windows of the same addressee."""

    use_required_attribute = False
    service = OfQueue(Service.objects.none(), label=_("Service"), empty_label=None)
    window = OfQueue(
        Window.objects.none(),
        label=pgettext_lazy("counter", "Window"),
        required=False,
        empty_label=_("Any window"),
    )

    def __init__(self, addressee_id: int, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "transfer-%s")
        super().__init__(*args, **kwargs)
        here = {"queue__addressee": addressee_id, "queue__is_active": True, "is_active": True}
        for name, model in (("service", Service), ("window", Window)):
            rows = model.objects.filter(**here).select_related("queue")
            self.fields[name].queryset = rows.order_by("queue", "order", "pk")  # type: ignore[attr-defined]


class VisitorNameForm(forms.Form):
    """Who has come without booking."""

    use_required_attribute = False
    visitor = forms.CharField(
        label=pgettext_lazy("of a person", "Surname, name, patronymic"),
        max_length=200,
        error_messages={"required": _("Write who comes")},
    )
    phone = PhoneNumberField(label=_("Phone"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "name-%s")
        super().__init__(*args, **kwargs)


class NextVisitForm(forms.Form):
    """The next visit: one of the times that staff may give."""

    use_required_attribute = False
    at = forms.ChoiceField(label=_("Time of the next visit"))

    def __init__(self, starts: list[tuple[Start, str]], *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "next-%s")
        super().__init__(*args, **kwargs)
        self.fields["at"].choices = [(stamp(one.at), label) for one, label in starts]  # type: ignore[attr-defined]

    def clean_at(self) -> Any:
        return parse_stamp(self.cleaned_data["at"])


class WalkInForm(forms.Form):
    """A ticket at the reception desk."""

    use_required_attribute = False
    service = forms.ModelChoiceField(Service.objects.none(), label=_("Service"), empty_label=None)
    visitor = forms.CharField(
        label=pgettext_lazy("of a person", "Surname, name, patronymic"),
        max_length=200,
        required=False,
    )
    phone = PhoneNumberField(label=_("Phone"), required=False)
    priority = forms.ChoiceField(label=_("Out of turn"), required=False)
    press = forms.CharField(widget=forms.HiddenInput, max_length=40)

    def __init__(
        self, queue: Queue, priorities: list[tuple[str, str]], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        services = Service.objects.filter(queue=queue, is_active=True)
        self.fields["service"].queryset = services.order_by("order", "pk")  # type: ignore[attr-defined]
        self.fields["priority"].choices = [("", _("In turn")), *priorities]  # type: ignore[attr-defined]
