"""What the author asks for while the answer is awaited: to take part in the check, to see the
materials (A-18), a shorter term (A-15)."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.accounts.roles import Action
from core.audit import services as journal
from core.errors import Conflict, RuleBroken
from crm.appeals import notices
from crm.appeals.card_models import Registration, Wish
from crm.appeals.services.authors import check_author
from crm.appeals.services.rights import require
from crm.cases.duties import is_staff_of
from crm.cases.models import Case, CaseEvent
from crm.cases.people import responsible_for
from crm.cases.services import lock_case, write_event
from directory.models import Duty

PLEA_LIMIT = 3_000


class Plea(models.TextChoices):
    """What may be asked for."""

    ATTEND = "attend", pgettext_lazy("the author asks", "To take part in the check of the appeal")
    MATERIALS = "materials", pgettext_lazy("the author asks", "To see the materials of the check")
    SHORTER = "shorter", pgettext_lazy("the author asks", "For a shorter term")


WAITS_IN: Mapping[str, str] = {
    Plea.ATTEND: "asks_to_attend",
    Plea.MATERIALS: "asks_for_materials",
}
"""The mark on the registration card while staff have not answered."""


@transaction.atomic
def plead(case: Case, what: str, text: str, actor: Any, at: datetime) -> CaseEvent:
    """The author asks, until the answer is given; the executor, or who names one, gets a link.

    What waits is not asked twice; a shorter term is decided on once.
    """
    text = text.strip()
    if what not in Plea:
        raise RuleBroken(_("Choose what you ask for."), "what", "what")
    if len(text) > PLEA_LIMIT:
        raise RuleBroken(_("The text is too long."), "words", "too_long")
    case = lock_case(case)
    check_author(case, actor)
    card = Registration.objects.select_for_update().filter(case=case).first()
    if card is None or not case.is_open:
        raise Conflict(_("Nothing can be asked for: the appeal is finished."), code="finished")
    if what == Plea.SHORTER:
        _wish_for_shorter(card, text, actor)
    else:
        _wait_for_answer(card, Plea(what))
    event = write_event(
        case,
        CaseEvent.Kind.ADDITION,
        actor,
        at,
        visibility=CaseEvent.Visibility.AUTHOR,
        text=text,
        data={"said": f"asks_{what}"},
    )
    journal.record("appeal.asked", actor, case, at, what=what)
    notices.tell_staff(case, _who_answers(case, what), notices.PLEADED, at)
    return event


@transaction.atomic
def answer_plea(
    case: Case, what: str, text: str, actor: Any, at: datetime, *, files: Iterable[int] = ()
) -> CaseEvent:
    """Staff answer a wish to attend or to see materials; chosen `files` open to the author."""
    case = lock_case(case)
    require(actor, Action.APPEALS_NOTE, case)
    card = Registration.objects.select_for_update().filter(case=case).first()
    name = WAITS_IN.get(what)
    if not case.is_open or card is None or name is None or not getattr(card, name):
        raise Conflict(_("The author does not ask for this, or it is answered."), code="not_asked")
    if not text.strip():
        raise RuleBroken(_("Write the answer to the author."), "text", "empty")
    chosen = case.attachments.filter(pk__in=list(files), for_author=False)
    opened = list(chosen.values_list("public_id", flat=True))
    chosen.update(for_author=True)
    setattr(card, name, False)
    card.save(update_fields=[name])
    event = write_event(
        case,
        CaseEvent.Kind.SYSTEM,
        actor,
        at,
        visibility=CaseEvent.Visibility.AUTHOR,
        text=text.strip(),
        data={"said": f"answered_{what}", "opened": opened},
    )
    journal.record("appeal.plea_answered", actor, case, at, what=what, opened=len(opened))
    notices.tell_author(case, at, notices.PLEA_ANSWERED)
    return event


def _wish_for_shorter(card: Registration, text: str, actor: Any) -> None:
    if not text:
        raise RuleBroken(_("Write why you need the reply sooner."), "words", "empty")
    if card.asks_shorter_term:
        raise Conflict(
            _("A shorter term is asked for already; wait for the decision."), "what", "asked"
        )
    if card.shorter_term_decision == Wish.REFUSED:
        raise Conflict(
            _(
                "A shorter term of this appeal has been refused, and it is decided on once. The "
                "reasons are above, in the course of the appeal. The term of the law stays."
            ),
            "what",
            "refused",
        )
    if card.shorter_term_decision:
        raise Conflict(_("The term of this appeal is already shortened."), "what", "granted")
    card.shorter_term_asked_by, card.shorter_term_reason = actor.full_name[:250], text
    card.version += 1
    card.save(update_fields=["shorter_term_asked_by", "shorter_term_reason", "version"])


def _wait_for_answer(card: Registration, what: Plea) -> None:
    name = WAITS_IN[what]
    if getattr(card, name):
        raise Conflict(_("You have asked for this already; the answer comes."), "what", "asked")
    setattr(card, name, True)
    card.save(update_fields=[name])


def _who_answers(case: Case, what: str) -> list[Any]:
    """The executor, else moderators and the office; of a shorter term the heads too, as they
    decide. Never the blamed (A-08)."""
    people = [case.assignee] if case.assignee else []
    if not people:
        people = list(responsible_for(case))
    if what == Plea.SHORTER and not case.is_with_office:
        heads = Duty.objects.over(case.addressee).in_roles(Duty.Role.HEAD).people()
        known = {one.pk for one in people}
        people += [
            one for one in heads if one.pk not in known and not is_staff_of(one, case.against)
        ]
    return people
