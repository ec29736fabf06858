"""Forms behind the register: a queue with its rules, its services and its windows."""

from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db.models import Model, ProtectedError, Q, QuerySet, RestrictedError
from django.db.models.deletion import Collector
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm

from blocks.queues.access import addressees_of
from blocks.queues.models import Queue, Service, Window
from core.accounts.roles import Action, roles_that_may
from core.words.forms import TextFormField
from directory.forms import sorted_formset
from directory.models import Addressee, Duty, Schedule
from directory.slugs import free_slug

PEOPLE = (Addressee.Kind.OFFICIAL, Addressee.Kind.DEPUTY)
LONGEST_SLUG = 60


def is_in_use(record: Model) -> bool:
    """Whether some room keeps records about it: visits, above all."""
    collector = Collector(using=record._state.db or "default", origin=[record])
    try:
        collector.collect([record])
    except (ProtectedError, RestrictedError):
        return True
    return False


class QueueForm(WagtailAdminModelForm):
    """The addressee is chosen once: tickets show personal data to those who serve that one."""

    slug = forms.SlugField(
        label=gettext_lazy("Address on the site"),
        max_length=LONGEST_SLUG,
        required=False,
        help_text=gettext_lazy("Latin letters and hyphens. Empty: made of the name."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.fields.get("addressee")
        if isinstance(chosen, forms.ModelChoiceField):
            chosen.queryset = addressees_of(self.for_user).active().in_order("uk")

    def clean_slug(self) -> str:
        slug = self.cleaned_data["slug"]
        others = Queue.objects.exclude(pk=self.instance.pk)
        if slug and others.filter(slug=slug).exists():
            raise ValidationError(_("Another queue has this address."))
        return slug

    def clean(self) -> dict[str, Any]:
        told = super().clean()
        if not told.get("slug") and told.get("name"):
            told["slug"] = queue_slug(str(told["name"]), self.instance.pk)
        return told

    def save(self, commit: bool = True) -> Queue:
        queue = super().save(commit=commit)
        if commit and "windows" in self.formsets:
            rows = self.formsets["windows"]
            for form in rows.forms:
                if form.instance.pk and form not in rows.deleted_forms:
                    form.save_links()
        return queue


class ServiceForm(WagtailAdminModelForm):
    letter = forms.CharField(
        label=gettext_lazy("Letter on tickets"),
        max_length=1,
        initial="А",
        help_text=gettext_lazy(
            "One capital Ukrainian letter. Services with the same letter share its row of numbers."
        ),
    )

    def clean_letter(self) -> str:
        return self.cleaned_data["letter"].upper()


class ChoiceOfSchedules(forms.ModelChoiceField):
    """Schedules of several owners: each is called with whose it is."""

    owner: Addressee | None = None

    def label_from_instance(self, schedule: Any) -> str:
        is_own = self.owner is not None and schedule.addressee_id == self.owner.pk
        return str(schedule) if is_own else f"{schedule.addressee}: {schedule}"


class WindowForm(WagtailAdminModelForm):
    """`served_by` and `gives` become rows of their own once the window is kept."""

    schedule = ChoiceOfSchedules(
        Schedule.objects.none(),
        label=gettext_lazy("Schedule"),
        help_text=gettext_lazy(
            "Of the addressee, or of the official who receives here. Schedules are kept in the "
            "register of addressees, under “When”."
        ),
    )
    gives = forms.ModelMultipleChoiceField(
        Service.objects.none(),
        label=gettext_lazy("Services"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy(
            "None marked: all of the queue's. A new service can be marked here once it is saved."
        ),
    )
    served_by = forms.ModelMultipleChoiceField(
        get_user_model()._default_manager.none(),
        label=gettext_lazy("Who serves here"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy(
            "Those who have a duty at this addressee. Duties are given in the register of "
            "addressees, under “Work”."
        ),
    )

    def __init__(self, *args: Any, queue: Queue | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.queue = queue
        if queue is None or not queue.pk:
            return
        people, known = officials_of(queue.addressee), self.instance
        official, schedule = self.fields["official"], self.fields["schedule"]
        official.queryset = Addressee.objects.filter(  # type: ignore[attr-defined]
            Q(pk__in=people.values("pk")) | Q(pk=known.official_id)
        ).in_order("uk")
        owners = Q(addressee=queue.addressee_id) | Q(addressee__in=people.values("pk"))
        owners |= Q(pk=known.schedule_id) | Q(addressee=known.official_id)
        schedule.owner = queue.addressee  # type: ignore[attr-defined]
        schedule.queryset = (  # type: ignore[attr-defined]
            Schedule.objects.filter(owners)
            .select_related("addressee")
            .order_by("addressee__depth", "addressee__sort_name", "order", "pk")
        )
        self.fields["gives"].queryset = queue.services.order_by("order", "pk")  # type: ignore[attr-defined]
        self.fields["served_by"].queryset = servers_of(queue, known)  # type: ignore[attr-defined]
        if known.pk:
            self.initial["gives"] = [one.pk for one in known.services.all()]
            self.initial["served_by"] = [one.pk for one in known.specialists.all()]

    def clean(self) -> dict[str, Any]:
        told = super().clean()
        schedule, official = told.get("schedule"), told.get("official")
        if schedule is not None and self.queue is not None:
            reach = {self.queue.addressee_id, official.pk if official else None}
            if schedule.addressee_id not in reach:
                self.add_error(
                    "schedule", _("Choose a schedule of the addressee or of the official.")
                )
        return told

    def save_links(self) -> None:
        """Who serves and what is given; a service removed by the same form is left out."""
        if {"gives", "served_by"} & set(self.changed_data):
            kept = self.instance.queue.services.values_list("pk", flat=True)
            chosen = {one.pk for one in self.cleaned_data["gives"]}
            self.instance.services.set(chosen & set(kept))
            self.instance.specialists.set(self.cleaned_data["served_by"])


def officials_of(addressee: Addressee) -> QuerySet:
    """People of the addressee and of what stands below it; the addressee itself if a person."""
    return Addressee.objects.active().under(addressee).of_kind(*PEOPLE)


def servers_of(queue: Queue, window: Window) -> QuerySet:
    """Whoever may serve and has a duty at the addressee, in its branch or over it; and who does
    already."""
    branch = Addressee.objects.under(queue.addressee)
    duties = Duty.objects.over(queue.addressee) | Duty.objects.filter(
        addressee__in=branch.values("pk")
    )
    roles = roles_that_may(Action.TICKETS_SERVE)
    may = Q(pk__in=duties.values("user"), role_grants__role__in=roles, is_active=True)
    if window.pk:
        may |= Q(pk__in=window.specialists.through.objects.filter(window=window).values("user"))
    users = get_user_model()._default_manager
    return users.filter(may).distinct().order_by("last_name", "first_name", "pk")


def rows_of(*order: str) -> type:
    """A child formset whose rows know the queue, and which keeps what visits point to."""

    class QueueRows(sorted_formset(*order)):  # type: ignore[misc]
        def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
            told = super().get_form_kwargs(index)
            if issubclass(self.model, Window):
                told["queue"] = self.instance
            return told

        def clean(self) -> None:
            super().clean()
            kept = [form for form in self.deleted_forms if is_in_use(form.instance)]
            if not kept:
                return
            for form in kept:
                # The row comes back to the page instead of staying hidden as deleted.
                form.data = form.data.copy()
                form.data[form.add_prefix("DELETE")] = ""
            names = ", ".join(f"“{form.instance}”" for form in kept)
            raise ValidationError(
                _(
                    "There are visits to %(names)s, so it cannot be deleted. Take its mark off "
                    "instead: nobody will book it any more, and the visits stay."
                )
                % {"names": names},
                code="in_use",
            )

    return QueueRows


class CopyForm(forms.Form):
    """What a copy is called. Everything else comes from the queue it is made of."""

    name = TextFormField(label=gettext_lazy("Name of the new queue"), required_languages=["uk"])


def queue_slug(name: str, leaving_out: int | None = None) -> str:
    taken = Queue.objects.exclude(pk=leaving_out)
    return free_slug(taken, name[:LONGEST_SLUG])[:LONGEST_SLUG] or "queue"
