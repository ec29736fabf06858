"""Adjectives of tickets, and who may see one."""

from datetime import date, datetime
from typing import Any, Self

from django.db import models
from django.db.models import Q

from blocks.queues.models import Window
from core.accounts.roles import Action
from crm.tickets import states
from directory.editions import OFFERS
from directory.models import Addressee, Duty, Edition


class TicketQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        """One's own; those of queues one serves at; those of addressees one answers for; those one
        has booked for a caller (Q-06)."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        reach = Q(author=user)
        if user.can(Action.TICKETS_SERVE):
            served = Window.specialists.through.objects.filter(user=user)
            reach |= Q(
                queue__in=Window.objects.filter(pk__in=served.values("window")).values("queue")
            )
        if user.can(Action.TICKETS_MANAGE):
            duties = (Duty.Role.MODERATOR, Duty.Role.HEAD)
            reach |= Q(queue__addressee__in=Addressee.objects.serving(user, *duties))
        if user.can(Action.TICKETS_BOOK):
            reach |= Q(booked_by=user)
        return self.filter(reach).exclude(state__in=(states.HELD, states.LAPSED))

    def with_offer(self) -> Self:
        """For `supply.know_offer`: with the queue and the edition of what is offered."""
        return self.select_related("queue").annotate(edition=Edition.objects.token_of(OFFERS))

    def active(self) -> Self:
        return self.filter(state__in=states.ACTIVE)

    def keeping_places(self) -> Self:
        """Held or booked: their cells are not free."""
        return self.filter(state__in=states.HOLDING)

    def run_out(self, at: datetime) -> Self:
        return self.filter(state=states.HELD, held_until__lte=at)

    def of_person(self, author: Any, phone: str) -> Self:
        """By account and by phone, whichever is known (Q-02)."""
        who = Q()
        if author is not None:
            who |= Q(author=author)
        if phone:
            who |= Q(phone=phone)
        return self.filter(who) if who else self.none()

    def on_day(self, day: date) -> Self:
        return self.filter(day=day)
