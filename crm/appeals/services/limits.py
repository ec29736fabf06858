"""A late complaint: the head may restore its term for a good reason (A-13)."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.accounts.roles import Action
from core.errors import Conflict, RuleBroken
from crm.appeals import notices
from crm.appeals.card_models import Registration
from crm.appeals.limits import limit_of
from crm.appeals.models import Appeal
from crm.appeals.services.corrections import keep_changes
from crm.appeals.services.rights import require
from crm.appeals.services.terms import tell_of_term
from crm.cases.models import Case
from crm.cases.services import lock_case

RESTORABLE = ("submitted", "registered", "assigned", "in_progress", "reply_draft")


@transaction.atomic
def restore_term(case: Case, reason: str, actor: Any, at: datetime) -> Registration:
    """The complaint is considered though it came late; the reason stays on the card, the author is
    told that the term is restored.

    Raises RuleBroken for a complaint that came in time, Conflict when that is decided already.
    """
    case = lock_case(case)
    require(actor, Action.APPEALS_EXTEND, case)
    card = Registration.objects.select_for_update().get(case=case)
    if card.term_restored:
        raise Conflict(_("The term is restored already."), "reason", "restored")
    if case.state not in RESTORABLE:
        raise Conflict(_("The complaint is finished already."), code="finished")
    limit = limit_of(case, Appeal.objects.get(case=case))
    if limit is None or not limit.is_late:
        raise RuleBroken(_("The complaint was filed in time."), "reason", "in_time")
    if not (reason := reason.strip()):
        raise RuleBroken(_("Write why the term is restored."), "reason", "empty")
    card.term_restored, card.term_restored_reason = True, reason
    card.version += 1
    card.save(update_fields=["term_restored", "term_restored_reason", "version"])
    keep_changes(case, {"term_restored_reason": ["", reason]}, actor, at)
    tell_of_term(case, "restored", "", actor, at)
    notices.tell_author(case, at, notices.RESTORED)
    return card
