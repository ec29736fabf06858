"""Questions that cases are asked, and who may ask them."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Self

from django.db import models
from django.db.models import Q

from core import clock
from core.accounts.roles import Action
from core.accounts.services import active_break_glass
from core.literals import HasPart, OneOf
from core.words.lemmas import lemma, words_of
from crm.cases.duties import ties_of

PART_LENGTH = 4
"""Shorter parts than this stand in too many words to mean anything but a beginning."""

LIST_FIELDS = (
    *("public_id", "kind", "number", "state", "is_open", "subject", "channel", "hide_identity"),
    *("author", "against", "received_at", "registered_on", "due_on", "answered_at", "updated_at"),
    *("addressee__slug", "addressee__name", "addressee__short_name"),
    *("assignee__last_name", "assignee__first_name", "assignee__middle_name"),
    *("resident__user", "resident__last_name", "resident__first_name", "resident__middle_name"),
    *("resident__addr_street", "resident__addr_building", "resident__addr_block"),
    *("resident__addr_flat", "resident__addr_settlement", "resident__addr_postcode"),
)
"""What rows of lists and the API's listing show, and a face is made of."""


class CaseQuerySet(models.QuerySet):
    served_by: tuple[int, frozenset[int]] | None = None
    """Set by `visible_to`: the person asked for, and the addressees they answer for."""

    def visible_to(self, user: Any, at: datetime | None = None, *, with_own: bool = True) -> Self:
        """The cases this person may read; the only way to a confidential row (A-20).

        The author sees their own. The appeals office sees all. Those on duty for an addressee see
        what was written to it, once the office has passed it on (A-27), an executor the cases they
        are named in; neither ever sees a complaint about the body they work in (A-08). An
        administrator sees nothing but in an open break-glass session. One small query is asked
        first, two when a duty covers a branch.

        `with_own=False` leaves out what the person wrote as a resident: work and one's own letters
        do not mix, and a list without that OR walks one index.
        """
        if user is None or not user.is_authenticated or not user.is_active:
            return self.none()
        if self._is_open_to(user, at):
            return self if with_own else self.exclude(author=user)
        if not user.can(Action.APPEALS_READ_ASSIGNED) and not user.can(Action.APPEALS_READ_DUTY):
            return self.filter(author=user) if with_own else self.none()
        reach, served = self._reach_of(user)
        if with_own:
            found = self.filter(Q(author=user) | reach)
        else:
            found = self.filter(reach).exclude(author=user)
        found.served_by = (user.pk, frozenset(served))
        return found

    def _is_open_to(self, user: Any, at: datetime | None) -> bool:
        """Whether the person sees every case there is."""
        if user.can(Action.APPEALS_READ_ALL):
            return True
        return user.can(Action.BREAK_GLASS_OPEN) and bool(
            active_break_glass(user, at or clock.now())
        )

    def _reach_of(self, user: Any) -> tuple[Q, list[int]]:
        """What duties and assignments open, less complaints about one's own body; and the keys of
        the addressees the person answers for."""
        named = self.model._meta.get_field("participants").related_model
        helping = named.objects.filter(user=user, role=named.Role.CO_EXECUTOR)
        ties = ties_of(user, helping)
        reach = Q(assignee=user)
        # Keys and not subqueries: every side of the OR must be open to an index of its own.
        if ties.helped:
            reach |= Q(pk__in=ties.helped)
        if ties.served and user.can(Action.APPEALS_READ_DUTY):
            reach |= Q(addressee__in=ties.served, is_with_office=False)
        if ties.bodies:
            reach &= ~Q(against__in=ties.bodies)
        return reach, ties.served

    def open(self) -> Self:
        return self.filter(is_open=True)

    def finished(self) -> Self:
        return self.filter(is_open=False)

    def in_states(self, states: Iterable[str]) -> Self:
        """A rare state among a million closed cases is found by its index."""
        return self.filter(OneOf("state", states))

    def overdue(self, today: date) -> Self:
        """Past the lawful day and still open (DL-04: overdue is judged by `due`)."""
        return self.filter(is_open=True, due_on__lt=today)

    def without_executor(self) -> Self:
        return self.filter(is_open=True, assignee=None)

    def to_be_signed(self) -> Self:
        return self.in_states(["reply_draft"])

    def assigned_to(self, user: Any) -> Self:
        return self.filter(assignee=user)

    def written_by(self, user: Any) -> Self:
        return self.filter(author=user)

    def matching(self, text: str) -> Self:
        """A number, or words of subject and text: inflected, only begun, or a part of four letters.

        On PostgreSQL a trigram index answers each of these (crm_cases 0002).
        """
        text = text.strip()
        if not text:
            return self
        if any(sign.isdigit() for sign in text) and ("/" in text or "-" in text or text.isdigit()):
            return self._numbered(text)
        found = self
        for word in words_of(text):
            part = word if len(word) >= PART_LENGTH else f" {word}"
            found = found.filter(
                Q(HasPart("search_text", part)) | Q(HasPart("search_text", f" {lemma(word)}"))
            )
        return found

    def _numbered(self, text: str) -> Self:
        """The very number where there is one, else every number with this part."""
        spellings = {text, text.upper()}
        exact = self.filter(number__in=spellings)
        if exact.exists():
            return exact
        part = Q()
        for spelling in spellings:
            part |= Q(HasPart("number", spelling))
        return self.filter(part)

    def for_list(self) -> Self:
        """With what a row of a list shows, and nothing more."""
        return self.select_related("addressee", "resident", "assignee").only(*LIST_FIELDS)
