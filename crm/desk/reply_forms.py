"""The executor's form of a reply: the text, and a result for every question (group 9)."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from blocks.forms.inputs import CleanText
from crm.appeals import card_rules
from crm.appeals import forms as appeals
from crm.appeals.models import REPLY_RESULTS
from crm.desk.forms import REASON_LENGTH, OverReplyForm
from crm.desk.sheets import Sheet

# Nothing is chosen for the executor: the first result would too often stay.
RESULTS = [("", _("Choose the result")), *((code.value, code.label) for code in REPLY_RESULTS)]


class ReplyForm(OverReplyForm, appeals.ReplyForm):
    """One result where there is one question, else one for each that is still open."""

    prefix_of_id = "reply"

    def __init__(self, *args: Any, sheet: Sheet | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sheet = sheet
        self.questions = sheet.open_questions if sheet else []
        self.fields["result"].choices = RESULTS
        if len(self.questions) > 1:
            del self.fields["result"]
        for question in self.questions:
            self._ask(question)

    def _ask(self, question: Any) -> None:
        number = question.number
        matter = question.text or self.sheet.values.label(card_rules.TOPICS, question.topic)
        if len(self.questions) > 1:
            self.fields[f"result_{number}"] = forms.ChoiceField(
                label=_("Result of question %(number)s: %(matter)s")
                % {"number": number, "matter": matter},
                choices=RESULTS,
                error_messages={"required": _("Choose the result")},
            )
            self.initial[f"result_{number}"] = question.result
        self.fields[f"reason_{number}"] = CleanText(
            label=_("Why it is refused and by which law"),
            help_text=_("Only for a refusal."),
            widget=forms.Textarea(attrs={"rows": 2}),
            max_length=REASON_LENGTH,
            required=False,
        )
        self.initial[f"reason_{number}"] = question.result_reason

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        results = {}
        for question in self.questions:
            number = question.number
            result = data.get(f"result_{number}", data.get("result", ""))
            reason = data.get(f"reason_{number}") or ""
            if result == card_rules.REFUSED and not reason:
                message = _("Write why it is refused and by which law.")
                self.add_error(f"reason_{number}", message)
            results[number] = (result, reason if result == card_rules.REFUSED else "")
        data["results"] = results or None
        data.setdefault("result", card_rules.roll_up(result for result, _why in results.values()))
        return data
