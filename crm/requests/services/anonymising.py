"""The act: records over their time lose the person, and a document says which (PD-07, R-08)."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core import clock
from core.accounts.roles import Action
from core.accounts.services import erase_account
from core.audit import services as journal
from core.errors import Conflict, RuleBroken
from core.ids import next_number
from crm.cases.anonymising import anonymise_cases
from crm.cases.models import Case
from crm.cases.rights import NotAllowed
from crm.requests.models import AnonymisationAct, AnonymisedCase, RetentionHold
from crm.requests.retention import Due, due_for_anonymising
from crm.residents import ports
from crm.residents.models import Resident


@transaction.atomic
def anonymise_due(
    actor: Any, at: datetime, *, key: str, seen: int | None = None
) -> AnonymisationAct:
    """Anonymise what is over its time and write the act; the same key makes one act.

    `seen` is how many the dry run showed: the act refuses when there are others by now. Raises
    RuleBroken when there is nothing to do.
    """
    if not actor.can(Action.RETENTION_RUN):
        raise NotAllowed(_("Only an administrator may anonymise."), code="not_allowed")
    known = AnonymisationAct.objects.filter(entry_key=key).first()
    if known is not None:
        return known
    today = clock.local(at).date()
    due = due_for_anonymising(today)
    locked = set(
        Case.objects.select_for_update()
        .filter(pk__in=[one.case.pk for one in due], anonymised_at=None)
        .values_list("pk", flat=True)
    )
    due = [one for one in due if one.case.pk in locked]
    if seen is not None and len(due) != seen:
        raise Conflict(_("The list has changed. Look at it again."), code="changed")
    if not due:
        raise RuleBroken(_("There is nothing to anonymise."), code="nothing")
    act = AnonymisationAct.objects.create(
        number=f"АЗ-{next_number(f'anonymisation:{today.year}')}/{today.year % 100:02d}",
        at=at,
        actor=actor,
        ended_before=today,
        entry_key=key,
    )
    _write_lines(act, due)
    act.files_count, act.people_count = anonymise_records([one.case for one in due], actor, at)
    act.cases_count = len(due)
    act.save(update_fields=["cases_count", "files_count", "people_count"])
    journal.record(
        "retention.anonymised", actor, act, at, cases=act.cases_count, files=act.files_count
    )
    return act


def anonymise_records(cases: list[Case], actor: Any, at: datetime) -> tuple[int, int]:
    """Every room takes the person out of these cases; people who are left with none go too.

    Answers how many files were deleted and how many people anonymised.
    """
    keys = [case.pk for case in cases]
    people = {case.resident_id for case in cases if case.resident_id is not None}
    files = anonymise_cases(cases, at)
    for holder in ports.holders():
        holder.anonymise_cases(keys)
    return files, _anonymise_people(people, actor, at)


def _anonymise_people(keys: Iterable[int], actor: Any, at: datetime) -> int:
    """People with no record left; whoever has an account keeps it while it is not closed."""
    nobody = Q(user=None) | Q(user__is_active=False)
    idle = Resident.objects.filter(nobody, pk__in=keys, cases=None).select_related("user")
    many = 0
    for resident in idle:
        for holder in ports.holders():
            holder.anonymise_person(resident)
        if resident.user is not None:
            erase_account(resident.user, actor=actor, at=at)
        many += 1
    return many


def _write_lines(act: AnonymisationAct, due: list[Due]) -> None:
    AnonymisedCase.objects.bulk_create(
        AnonymisedCase(
            act=act,
            case=one.case,
            considered_on=one.considered_on,
            kept_until=one.kept_until,
            files=one.files,
        )
        for one in due
    )


@transaction.atomic
def hold_case(case: Case, until: date, reason: str, actor: Any, at: datetime) -> RetentionHold:
    """Keep a record longer than the schedule says, by decision (R-08)."""
    if not actor.can(Action.RETENTION_RUN):
        raise NotAllowed(_("Only an administrator may anonymise."), code="not_allowed")
    if not reason.strip():
        raise RuleBroken(_("Write by which decision it is kept longer."), "reason", "empty")
    if until <= clock.local(at).date():
        raise RuleBroken(_("Choose a day in the future."), "until", "past")
    hold, _new = RetentionHold.objects.update_or_create(
        case=case,
        defaults={
            "until": until,
            "reason": reason.strip(),
            "decided_by": actor,
            "decided_at": at,
        },
    )
    journal.record("retention.held", actor, case, at, until=str(until))
    return hold
