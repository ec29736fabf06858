"""What an administrator says of a program that is told of visits."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from blocks.queues.models import Queue
from crm.tickets.happenings import KINDS
from crm.tickets.models import HookSubscription
from crm.tickets.services.subscribing import Wish


class _Queues(forms.ModelMultipleChoiceField):
    def label_from_instance(self, queue: Any) -> str:
        return f"{queue.addressee}: {queue}"


class SubscriptionForm(forms.ModelForm):
    """A new subscription, or a kept one."""

    use_required_attribute = False

    kinds = forms.MultipleChoiceField(
        label=_("Events"),
        choices=list(KINDS.items()),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose the events.")},
    )
    queues = _Queues(
        queryset=Queue.objects.select_related("addressee").order_by("addressee__sort_name", "pk"),
        label=_("Queues"),
        help_text=_("None chosen: all queues, those to come too."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = HookSubscription
        fields = ("name", "url", "with_people")
        help_texts = {
            "url": _("https only; addresses of our own network are not called."),
            "with_people": _("Only when the program needs it by law. Otherwise number and times."),
        }

    def __init__(self, *args: Any, instance: HookSubscription | None = None, **kwargs: Any) -> None:
        kept = {"kinds": instance.kinds, "queues": instance.queues} if instance else {}
        super().__init__(*args, instance=instance, initial=kept, **kwargs)

    def wish(self) -> Wish:
        """Only of a valid form."""
        told = self.cleaned_data
        return Wish(
            told["name"], told["url"], told["kinds"], list(told["queues"]), told["with_people"]
        )
