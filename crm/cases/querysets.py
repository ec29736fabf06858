"""Questions that cases are asked, and who may ask them."""

from datetime import date, datetime
from typing import Any, Self

from django.db import models
from django.db.models import Q

from core import clock
from core.accounts.roles import Action
from core.accounts.services import active_break_glass
from core.words.lemmas import lemma, words_of
from crm.cases.duties import ties_of


class CaseQuerySet(models.QuerySet):
    def visible_to(self, user: Any, at: datetime | None = None) -> Self:
        """The cases this person may read; the only way to a confidential row (A-20).

        The author sees their own. The appeals office sees all. Those on duty for an addressee see
        what was written to it, an executor the cases they are named in; neither ever sees a
        complaint about the body they work in (A-08). An administrator sees nothing but in an open
        break-glass session. One small query is asked first, two when a duty covers a branch.
        """
        if user is None or not user.is_authenticated or not user.is_active:
            return self.none()
        if user.can(Action.APPEALS_READ_ALL):
            return self
        if user.can(Action.BREAK_GLASS_OPEN) and active_break_glass(user, at or clock.now()):
            return self
        if not user.can(Action.APPEALS_READ_ASSIGNED) and not user.can(Action.APPEALS_READ_DUTY):
            return self.filter(author=user)
        named = self.model._meta.get_field("participants").related_model
        helping = named.objects.filter(user=user, role=named.Role.CO_EXECUTOR)
        ties = ties_of(user, helping)
        reach = Q(assignee=user)
        # Keys and not subqueries: every side of the OR must be open to an index of its own.
        if ties.helped:
            reach |= Q(pk__in=ties.helped)
        if ties.served and user.can(Action.APPEALS_READ_DUTY):
            reach |= Q(addressee__in=ties.served)
        if ties.bodies:
            reach &= ~Q(against__in=ties.bodies)
        return self.filter(Q(author=user) | reach)

    def open(self) -> Self:
        return self.filter(is_open=True)

    def finished(self) -> Self:
        return self.filter(is_open=False)

    def overdue(self, today: date) -> Self:
        """Past the lawful day and still open (DL-04: overdue is judged by `due`)."""
        return self.filter(is_open=True, due_on__lt=today)

    def without_executor(self) -> Self:
        return self.filter(is_open=True, assignee=None)

    def to_be_signed(self) -> Self:
        return self.filter(state="reply_draft")

    def assigned_to(self, user: Any) -> Self:
        return self.filter(assignee=user)

    def written_by(self, user: Any) -> Self:
        return self.filter(author=user)

    def matching(self, text: str) -> Self:
        """A number, or words of subject and text, inflected or only begun."""
        text = text.strip()
        if not text:
            return self
        if any(sign.isdigit() for sign in text) and ("/" in text or "-" in text or text.isdigit()):
            return self.filter(Q(number__iexact=text) | Q(number__contains=text.upper()))
        found = self
        for word in words_of(text):
            begun = Q(search_text__contains=f" {word}")
            found = found.filter(begun | Q(search_text__contains=f" {lemma(word)}"))
        return found

    def for_list(self) -> Self:
        """With what a row of a list shows, and nothing more."""
        return self.select_related("addressee", "resident", "assignee").defer("search_text")
