"""Control (R-06): put on by an official, taken off by the same official or the one they name."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from core.accounts.roles import Action
from core.audit import services as journal
from core.errors import Conflict, RuleBroken
from crm.appeals.card_models import Registration
from crm.appeals.services.rights import NotAllowed, may, require
from crm.cases.models import Case, CaseEvent
from crm.cases.services import lock_case, write_event


@transaction.atomic
def put_on_control(case: Case, reason: str, actor: Any, at: datetime) -> Case:
    """Nobody else will be able to file the appeal before this official agrees."""
    case = lock_case(case)
    require(actor, Action.APPEALS_CONTROL, case)
    if not case.is_open:
        raise Conflict(_("The appeal is finished."), code="finished")
    card = Registration.objects.select_for_update().get(case=case)
    if card.is_on_control:
        raise Conflict(
            _("%(name)s has put this appeal on control already.")
            % {"name": _name(card.on_control_by)},
            code="on_control",
        )
    card.is_on_control, card.on_control_by, card.control_delegate = True, actor, None
    card.off_control_by = None
    _keep(card)
    _tell(case, "on", actor, at, text=reason.strip())
    return case


@transaction.atomic
def delegate_control(case: Case, person: Any, actor: Any, at: datetime) -> Case:
    """The official lets a colleague take the appeal off control in their place."""
    case = lock_case(case)
    card = Registration.objects.select_for_update().get(case=case)
    if not card.is_on_control or card.on_control_by_id != actor.pk:
        raise NotAllowed(_("Only who put it on control may do this."), code="not_controller")
    if (
        person.pk == actor.pk
        or not person.is_active
        or not may(person, Action.APPEALS_CONTROL, case)
    ):
        raise RuleBroken(_("This person cannot control the appeal."), "person", "person")
    card.control_delegate = person
    _keep(card)
    _tell(case, "delegated", actor, at, person=person.short_name)
    return case


@transaction.atomic
def take_off_control(case: Case, actor: Any, at: datetime, reason: str = "") -> Case:
    """An interim reply is no reason: the appeal must have ended, or the control was a mistake."""
    case = lock_case(case)
    card = Registration.objects.select_for_update().get(case=case)
    if not card.is_on_control:
        raise Conflict(_("The appeal is not on control."), code="not_on_control")
    check_off_control(card, actor)
    _off(card, actor)
    _tell(case, "off", actor, at, text=reason.strip())
    return case


def check_off_control(card: Registration, actor: Any) -> None:
    """Refuse everybody but the official who put it on control and the one they named."""
    if card.is_on_control and actor.pk not in (card.on_control_by_id, card.control_delegate_id):
        raise NotAllowed(
            _("It is on control: only %(name)s may take it off.")
            % {"name": _name(card.on_control_by)},
            code="not_controller",
        )


def file_off_control(case: Case, actor: Any) -> None:
    """Part of filing an answered appeal: its card says who took it off control."""
    card = Registration.objects.select_for_update().filter(case=case).first()
    if card is not None:
        check_off_control(card, actor)
        _off(card, actor)


def _off(card: Registration, actor: Any) -> None:
    card.is_on_control, card.off_control_by = False, actor
    _keep(card)


def _keep(card: Registration) -> None:
    """`version` grows, so that an older form of the card does not undo it."""
    card.version = F("version") + 1
    card.save(
        update_fields=[
            *("is_on_control", "on_control_by", "off_control_by", "control_delegate", "version")
        ]
    )


def _tell(case: Case, what: str, actor: Any, at: datetime, *, text: str = "", **facts: Any) -> None:
    journal.record(f"appeal.control_{what}", actor, case, at, **facts)
    write_event(case, CaseEvent.Kind.CONTROL, actor, at, text=text, data={"what": what, **facts})


def _name(person: Any) -> str:
    return person.short_name if person is not None else ""
