"""What the office is asked: why it cancels, why it stops, how it goes on."""

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from blocks.queues.models import Queue
from core import clock
from core.words import Text
from crm.tickets.services.office import REASON_LENGTH, Scope
from crm.tickets.services.pausing import KEEP, SHIFT, WAYS

TIME = forms.TimeInput({"type": "time"}, "%H:%M")

PAUSES = {
    "alarm": Text(uk="Повітряна тривога", en="Air raid alarm"),
    "power": Text(uk="Немає електропостачання", en="Power cut"),
    "technical": Text(uk="Технічна несправність", en="Technical fault"),
}


class ScopeForm(forms.Form):
    """Which visits of the day; it stands in the address of the check page."""

    use_required_attribute = False

    since = forms.TimeField(label=pgettext_lazy("time", "From"), required=False, widget=TIME)
    until = forms.TimeField(label=pgettext_lazy("time", "To"), required=False, widget=TIME)
    window = forms.TypedChoiceField(
        label=pgettext_lazy("counter", "Window"), required=False, coerce=int, empty_value=None
    )

    def __init__(self, queue: Queue, day: date, data: Any = None) -> None:
        super().__init__(data)
        self.queue, self.day = queue, day
        self.chosen = tuple(data.getlist("visit")) if hasattr(data, "getlist") else ()
        windows = queue.windows.order_by("order", "pk")
        self.fields["window"].choices = [
            ("", pgettext_lazy("windows", "All")),
            *((one.pk, str(one)) for one in windows),
        ]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        since, until = told.get("since"), told.get("until")
        if since and until and until <= since:
            self.add_error("until", _("The end is before the beginning."))
        return told

    def scope(self) -> Scope:
        """Only of a valid form."""
        told = self.cleaned_data
        since, until = told.get("since"), told.get("until")
        span = None
        if since or until:
            zone = clock.local(clock.now()).tzinfo
            last = time(23, 59, 59, 999999)
            span = (
                datetime.combine(self.day, since or time(0), zone),
                datetime.combine(self.day, until or last, zone),
            )
        windows = (told["window"],) if told.get("window") else ()
        return Scope(self.queue, self.day, self.chosen, span, windows)


class ReasonForm(forms.Form):
    """Why, and whether the times are taken off offer."""

    use_required_attribute = False

    reason = forms.CharField(
        label=_("Why the office cancels"),
        help_text=_("Visitors read it in the letter and on the ticket."),
        max_length=REASON_LENGTH,
        error_messages={"required": _("Write why: visitors read it.")},
    )
    closes = forms.BooleanField(
        label=_("Do not give these times to anybody else"),
        help_text=_("Without this mark the times go back on offer at once."),
        required=False,
        initial=True,
    )

    def __init__(self, data: Any = None, *, may_close: bool = True) -> None:
        super().__init__(data)
        if not may_close:
            del self.fields["closes"]


class PauseForm(forms.Form):
    """A ready reason, or words of one's own."""

    use_required_attribute = False

    why = forms.ChoiceField(
        label=_("Why the queue stops"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose why the queue stops.")},
    )
    words = forms.CharField(
        label=_("In your own words"),
        help_text=_("Shown on the booking page, the board and the terminal."),
        max_length=200,
        required=False,
    )

    until = forms.DateTimeField(
        label=_("When the reception is expected to go on"),
        help_text=_(
            "Empty if nobody knows. Visitors read it; the queue goes on when you say so here."
        ),
        required=False,
        widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={"invalid": _("Give a date and a time.")},
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        ready = [(code, str(text)) for code, text in PAUSES.items()]
        self.fields["why"].choices = [*ready, ("other", _("Another reason"))]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        if told.get("why") == "other" and not told.get("words", "").strip():
            self.add_error("words", _("Write why: visitors read it."))
        return told

    def reason(self) -> Text:
        """Only of a valid form; words of one's own stand beside a ready reason."""
        told = self.cleaned_data
        words = told["words"].strip()
        ready = PAUSES.get(told["why"])
        if ready is None:
            return Text(uk=words)
        if not words:
            return ready
        return Text({code: f"{text}. {words}" for code, text in ready.items()})


class ResumeForm(forms.Form):
    """How visits of the rest of the day go on."""

    use_required_attribute = False

    how = forms.ChoiceField(
        label=_("Visits of the rest of today"),
        widget=forms.RadioSelect,
        choices=list(WAYS.items()),
        initial=KEEP,
        error_messages={"required": _("Choose how to go on.")},
    )
    minutes = forms.IntegerField(
        label=_("Later by, minutes"),
        help_text=_("In steps of five. Visits that do not fit today get other times offered."),
        required=False,
        min_value=5,
        max_value=240,
        widget=forms.NumberInput({"step": 5}),
    )
    reason = forms.CharField(
        label=_("What to tell those whose visits are cancelled"),
        max_length=REASON_LENGTH,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        if told.get("how") == SHIFT and "minutes" not in self.errors:
            minutes = told.get("minutes")
            if not minutes or minutes % 5:
                self.add_error("minutes", _("Give the minutes in steps of five."))
        return told
