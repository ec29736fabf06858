"""The technical administrator's glass: appeals are read only in an open, logged session."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.accounts.models import BreakGlass, User
from core.accounts.roles import Action
from core.audit.services import record
from core.errors import RuleBroken

LEAST_REASON = 10
LONGEST_MINUTES = 240


def active_break_glass(user: User, at: datetime) -> BreakGlass | None:
    """The open session, if any. No query for people who may not have one."""
    if not user.is_authenticated or not user.can(Action.BREAK_GLASS_OPEN):
        return None
    return BreakGlass.objects.filter(user=user).open_at(at).order_by("-ends_at").first()


@transaction.atomic
def open_break_glass(
    user: User, reason: str, *, at: datetime, minutes: int | None = None
) -> BreakGlass:
    """Begin a session: a reason in words, an end, a line in the journal."""
    if not user.can(Action.BREAK_GLASS_OPEN):
        raise RuleBroken(_("Only an administrator may open a break-glass session."))
    reason = reason.strip()
    if len(reason) < LEAST_REASON:
        raise RuleBroken(
            _("Write why you need to see appeals: in one sentence at least."), field="reason"
        )
    minutes = minutes or settings.BREAK_GLASS_MINUTES
    if not 1 <= minutes <= LONGEST_MINUTES:
        raise RuleBroken(
            _("A session lasts from 1 to %(longest)s minutes.") % {"longest": LONGEST_MINUTES},
            field="minutes",
        )
    User.objects.select_for_update().get(pk=user.pk)
    if active_break_glass(user, at):
        raise RuleBroken(_("You already have an open session."))
    session = BreakGlass.objects.create(
        user=user, reason=reason, opened_at=at, ends_at=at + timedelta(minutes=minutes)
    )
    record("accounts.break_glass_opened", user, session, at, reason=reason, minutes=minutes)
    return session


@transaction.atomic
def close_break_glass(user: User, *, at: datetime) -> None:
    """End the session before its time."""
    session = active_break_glass(user, at)
    if session is None:
        return
    session.closed_at = at
    session.save(update_fields=["closed_at"])
    record("accounts.break_glass_closed", user, session, at)
