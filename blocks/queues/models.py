"""The offer: which queues there are, for what, where and by which rules. Nothing about a person."""

from datetime import time
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from blocks.forms.models import FormDefinition, FormRevision
from blocks.queues.closures import Closure as Closure
from blocks.queues.outcomes import Outcome as Outcome
from blocks.queues.outcomes import usual_outcomes
from core import clock
from core.words import TextField
from directory.editions import OFFERS
from directory.models import Addressee, Edition, Schedule

FARTHEST = 60
"""Days: exceptions of schedules are read so far ahead (directory.schedules.openings)."""


def _whole(least: int, most: int) -> list:
    return [MinValueValidator(least), MaxValueValidator(most)]


def _refuse_files(form: FormDefinition | None) -> None:
    """Visitors bring their papers along: a ticket keeps no files."""
    revision = FormRevision.objects.latest_of(form) if form is not None else None
    if revision is not None and any(one["type"] == "file" for one in revision.fields):
        raise ValidationError(
            {"form": _("This form asks for files. Choose one without them: visitors bring papers.")}
        )


class QueueQuerySet(models.QuerySet["Queue"]):
    def on_offer(self):
        """What residents may book now: the queue works and so does its addressee."""
        return self.filter(is_active=True, addressee__is_active=True)

    def with_edition(self):
        """So that blocks.queues.offers asks nothing while nothing has changed."""
        return self.annotate(edition=Edition.objects.token_of(OFFERS))


class Queue(ClusterableModel):
    """Places that one addressee gives by time, with the rules of giving them (Q-01…Q-16).

    Terms are in minutes where not said otherwise; days are those of the city.
    """

    addressee = models.ForeignKey(
        Addressee, on_delete=models.PROTECT, related_name="queues", verbose_name=_("Addressee")
    )
    name = TextField(pgettext_lazy("name of a thing", "Name"))
    slug = models.SlugField(_("Address on the site"), max_length=60, unique=True)
    description = TextField(_("Description"), blank=True, widget="textarea")
    place = TextField(_("Where to come"), blank=True, help_text=_("Floor, hall or entrance."))
    form = models.ForeignKey(
        FormDefinition,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Questions"),
        help_text=_("What the visitor is asked besides name and phone."),
    )
    horizon_days = models.PositiveSmallIntegerField(
        _("Days ahead that can be booked"), default=21, validators=_whole(1, FARTHEST)
    )
    new_days_open_at = models.TimeField(_("New days open at"), default=time(6))
    lead_minutes = models.PositiveIntegerField(
        _("Booked at the latest, minutes before"), default=30, validators=_whole(0, 20160)
    )
    hold_minutes = models.PositiveSmallIntegerField(
        _("A place is held, minutes"), default=5, validators=_whole(1, 30)
    )
    cancel_minutes = models.PositiveIntegerField(
        _("Moved or cancelled at the latest, minutes before"),
        default=60,
        validators=_whole(0, 20160),
    )
    max_services = models.PositiveSmallIntegerField(
        _("Services in one visit"), default=1, validators=_whole(1, 10)
    )
    max_active = models.PositiveSmallIntegerField(
        _("Tickets of one person at a time"), default=1, validators=_whole(1, 50)
    )
    max_a_day = models.PositiveSmallIntegerField(
        _("Tickets of one person for a day"), default=2, validators=_whole(1, 50)
    )
    max_a_month = models.PositiveSmallIntegerField(
        _("Tickets of one person for a month"), default=4, validators=_whole(1, 200)
    )
    early_minutes = models.PositiveSmallIntegerField(
        _("Arrival is marked from, minutes before"), default=15, validators=_whole(0, 240)
    )
    grace_minutes = models.PositiveSmallIntegerField(
        _("A place waits for who is late, minutes"), default=5, validators=_whole(0, 120)
    )
    calls = models.PositiveSmallIntegerField(
        _("Calls before the visitor is absent"), default=2, validators=_whole(1, 5)
    )
    absent_minutes = models.PositiveSmallIntegerField(
        _("Waited for after the last call, minutes"), default=2, validators=_whole(0, 30)
    )
    absences = models.PositiveSmallIntegerField(
        _("Absences after which booking is closed"), default=3, validators=_whole(0, 20)
    )
    absences_within_days = models.PositiveSmallIntegerField(
        _("Absences are counted, days"), default=90, validators=_whole(1, 365)
    )
    closed_for_days = models.PositiveSmallIntegerField(
        _("Booking is closed for, days"), default=30, validators=_whole(1, 365)
    )
    booked_share = models.PositiveSmallIntegerField(
        _("Share of places given by booking, percent"),
        default=100,
        validators=_whole(0, 100),
        help_text=_("The rest is kept for those who come without booking."),
    )
    overbooking = models.PositiveSmallIntegerField(
        _("Places given beyond the number, percent"), default=0, validators=_whole(0, 100)
    )
    walk_in_share = models.PositiveSmallIntegerField(
        _("Turns of visitors without booking, percent"),
        default=30,
        validators=_whole(0, 100),
        help_text=_("Of every hundred calls while both kinds are waiting."),
    )
    reminders = models.CharField(
        _("Reminders, hours before"),
        max_length=40,
        blank=True,
        default="24, 2",
        validators=[RegexValidator(r"^\d{1,3}(, *\d{1,3}){0,3}$", _("Up to four numbers: 24, 2."))],
        help_text=_("Numbers with commas. Empty: nobody is reminded."),
    )
    offer_minutes = models.PositiveSmallIntegerField(
        _("A freed place is kept for who waits for it, minutes"),
        default=30,
        validators=_whole(5, 1440),
    )
    takes_walk_ins = models.BooleanField(_("Takes visitors without booking"), default=True)
    is_active = models.BooleanField(pgettext_lazy("queue", "Works"), default=True)
    paused_at = models.DateTimeField(null=True, blank=True, editable=False)
    pause_reason = TextField(blank=True, editable=False)
    paused_until = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    objects = QueueQuerySet.as_manager()

    class Meta:
        verbose_name = _("queue")
        verbose_name_plural = _("queues")
        constraints = [
            models.CheckConstraint(
                condition=Q(booked_share__lte=100, overbooking__lte=100, walk_in_share__lte=100),
                name="queue_shares_are_percents",
            ),
            models.CheckConstraint(
                condition=Q(horizon_days__gte=1, horizon_days__lte=FARTHEST),
                name="queue_horizon_is_in_sight",
            ),
        ]

    def __str__(self) -> str:
        return str(self.name)

    def clean(self) -> None:
        super().clean()
        _refuse_files(self.form)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A new queue comes with the usual outcomes of a visit, to be changed as one likes."""
        is_new = self._state.adding
        super().save(*args, **kwargs)
        if is_new and not Outcome.objects.filter(queue=self).exists():
            Outcome.objects.bulk_create(usual_outcomes(self.pk))

    @property
    def is_paused(self) -> bool:
        return self.paused_at is not None

    @property
    def reminder_hours(self) -> list[int]:
        """Hours before the visit, the earliest letter first (Q-07)."""
        return sorted({int(part) for part in self.reminders.split(",") if part.strip()})[::-1]


class Service(models.Model):
    """What one comes for: how long it takes, what to bring, what it costs.

    Services with one letter share its row of numbers, so no two tickets of a day are called alike.
    """

    sort_order_field = "order"

    queue = ParentalKey(Queue, on_delete=models.CASCADE, related_name="services")
    name = TextField(pgettext_lazy("name of a thing", "Name"))
    letter = models.CharField(
        _("Letter on tickets"),
        max_length=1,
        default="А",
        validators=[RegexValidator(r"^[А-ЩЬЮЯҐЄІЇ]$", _("One capital Ukrainian letter."))],
    )
    minutes = models.PositiveSmallIntegerField(
        _("Takes, minutes"), default=15, validators=_whole(5, 480)
    )
    buffer_minutes = models.PositiveSmallIntegerField(
        _("Break after it, minutes"), default=0, validators=_whole(0, 120)
    )
    documents = TextField(
        _("What to bring"), blank=True, widget="textarea", help_text=_("One thing to a line.")
    )
    price = TextField(_("Price"), blank=True, help_text=_("Empty: free of charge."))
    form = models.ForeignKey(
        FormDefinition,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Questions of its own"),
        help_text=_("Instead of the queue's."),
    )
    lead_minutes = models.PositiveIntegerField(
        _("Booked at the latest, minutes before"),
        null=True,
        blank=True,
        validators=_whole(0, 20160),
        help_text=_("Empty: as for the queue."),
    )
    max_people = models.PositiveSmallIntegerField(
        _("People on one ticket"), default=1, validators=_whole(1, 10)
    )
    extra_minutes = models.PositiveSmallIntegerField(
        _("More time for each further person, minutes"), default=0, validators=_whole(0, 120)
    )
    is_active = models.BooleanField(pgettext_lazy("service", "Offered"), default=True)
    order = models.IntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("service")
        verbose_name_plural = _("services")
        constraints = [
            models.CheckConstraint(condition=Q(minutes__gte=5), name="service_takes_some_time"),
        ]

    def __str__(self) -> str:
        return str(self.name)

    def lasts(self, people: int = 1) -> int:
        """Minutes with the visitor."""
        return self.minutes + self.extra_minutes * (people - 1)

    def occupies(self, people: int = 1) -> int:
        """Minutes that nobody else gets, with the break after it."""
        return self.lasts(people) + self.buffer_minutes

    @property
    def parts(self) -> tuple["Service", ...]:
        """As blocks.queues.together has several."""
        return (self,)

    @property
    def main(self) -> "Service":
        return self

    @property
    def document_lines(self) -> list[str]:
        return [line.strip() for line in str(self.documents).splitlines() if line.strip()]

    def clean(self) -> None:
        super().clean()
        self.letter = self.letter.upper()
        _refuse_files(self.form)


class Window(models.Model):
    """A counter, a room or an official who receives: when, for what and how many at once.

    `official` is whose leave closes the window. No services: all of the queue's.
    """

    sort_order_field = "order"

    queue = ParentalKey(Queue, on_delete=models.CASCADE, related_name="windows")
    name = TextField(
        pgettext_lazy("name of a thing", "Name"), help_text=_("“Window 3”, “Room 12”.")
    )
    schedule = models.ForeignKey(
        Schedule, on_delete=models.PROTECT, related_name="+", verbose_name=_("Schedule")
    )
    official = models.ForeignKey(
        Addressee,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Official"),
        help_text=_("On leave of this official the window is closed."),
    )
    specialists = models.ManyToManyField(
        settings.AUTH_USER_MODEL, blank=True, related_name="+", verbose_name=_("Who serves here")
    )
    services = models.ManyToManyField(
        Service, blank=True, related_name="windows", verbose_name=_("Services")
    )
    seats = models.PositiveSmallIntegerField(
        _("Visitors at one time"), default=1, validators=_whole(1, 100)
    )
    is_active = models.BooleanField(pgettext_lazy("window", "Works"), default=True)
    order = models.IntegerField(default=0, editable=False)

    class Meta:
        verbose_name = pgettext_lazy("counter", "window")
        verbose_name_plural = pgettext_lazy("counter", "windows")
        constraints = [
            models.CheckConstraint(condition=Q(seats__gte=1), name="window_has_a_seat"),
        ]

    def __str__(self) -> str:
        return str(self.name)

    def clean(self) -> None:
        super().clean()
        if self.schedule_id and self.queue_id:
            reach = {self.queue.addressee_id, self.official_id}
            if self.schedule.addressee_id not in reach:
                raise ValidationError(
                    {"schedule": _("Choose a schedule of the addressee or of the official.")}
                )


class Availability(models.Model):
    """What a public page says of a queue without asking the confidential side: pushed by
    crm.publishing after every change."""

    queue = models.OneToOneField(
        Queue, on_delete=models.CASCADE, primary_key=True, related_name="availability"
    )
    next_free_at = models.DateTimeField(null=True)
    waiting = models.PositiveIntegerField(default=0)
    wait_minutes = models.PositiveIntegerField(null=True)
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(next_free_at=None) | Q(next_free_at__gte=F("updated_at")),
                name="next_free_time_is_ahead",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.queue_id}: {self.next_free_at}"


class Stale(models.Model):
    """Something has changed that the public page tells of: written in the same transaction.

    Rows are only added, so that bookings of one queue never wait for each other here;
    crm.publishing takes all of a queue away with what it publishes.
    """

    queue = models.ForeignKey(Queue, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.queue_id}: {self.at}"
