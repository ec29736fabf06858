"""The registration card: confirmed by a clerk, corrected later, each change told (13.1, R-04)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.accounts.roles import Action
from core.errors import Conflict, RuleBroken
from crm.appeals import card_rules, notices
from crm.appeals.card_models import Reception, Registration, Signatory, Subject
from crm.appeals.card_rules import Asked, Signed
from crm.appeals.models import Appeal, AppealKind
from crm.appeals.services.corrections import check_version, keep_changes, note_changes
from crm.appeals.services.questions import has_main_question, rewrite_questions, write_questions
from crm.appeals.services.rights import require
from crm.cases.models import Case
from crm.cases.profiles import profile_of_case
from crm.cases.services import begin_from, lock_case, move_case
from directory.values import Values

OF_APPEAL = {"kind": "appeal_kind", "signed_on": "signed_on", "pages": "pages"}
OF_CASE = ("hide_identity",)
CORRECTABLE = (
    *("submitted", "registered", "assigned", "in_progress", "reply_draft", "answered"),
    *("returned", "forwarded", "not_considered", "joined", "withdrawn"),
)


@transaction.atomic
def confirm_registration(
    case: Case,
    actor: Any,
    at: datetime,
    *,
    kind: str = "",
    card: Mapping[str, Any] | None = None,
    questions: Sequence[Asked] = (),
    signatories: Sequence[Signed] | None = None,
    reception: Mapping[str, Any] | None = None,
    version: int | None = None,
) -> Case:
    """The clerk confirms kind, sign, form, subject, type and questions; index and terms are there
    since submission (13.1). Whoever comes second is told who was first.
    """
    case = lock_case(case)
    require(actor, Action.APPEALS_REGISTER, case)
    registration = Registration.objects.select_for_update().get(case=case)
    if case.state != "submitted" and registration.registered_by_id:
        raise Conflict(
            _("%(name)s has already registered this appeal.")
            % {"name": registration.registered_by.short_name},
            code="registered",
        )
    begin_from(case, "submitted")
    was_kept = case.is_with_office
    move_case(case, "registered", actor, at)
    said = {**(card or {}), **({"kind": kind} if kind else {})}
    check_version(registration, version)
    changes = _write(case, registration, said, signatories, at)
    if changes := changes | write_reception(case, reception):
        note_changes(case, changes, actor, at)
    if questions or not has_main_question(case):
        write_questions(case, questions, at)
    Registration.objects.filter(case=case).update(registered_by=actor)
    notices.tell_of_registration(case, actor, at, was_kept=was_kept)
    return case


@transaction.atomic
def correct_card(
    case: Case,
    said: Mapping[str, Any],
    actor: Any,
    at: datetime,
    *,
    version: int,
    signatories: Sequence[Signed] | None = None,
    questions: Sequence[Asked] | None = None,
    reception: Mapping[str, Any] | None = None,
) -> Registration:
    """Change what is named in `said`, by whoever saw the latest version of the card; questions
    only while the appeal is open.

    Old and new values stay on the timeline for staff; the journal keeps those that say nothing of
    a person. Raises Conflict when somebody else corrected the card meanwhile.
    """
    case = lock_case(case)
    require(actor, Action.APPEALS_REGISTER, case)
    if case.state not in CORRECTABLE:
        raise Conflict(_("The appeal is filed: its card is not changed any more."), code="closed")
    registration = Registration.objects.select_for_update().get(case=case)
    check_version(registration, version)
    changes = _write(case, registration, said, signatories, at)
    changes |= write_reception(case, reception)
    if questions is not None and case.is_open:
        changes |= rewrite_questions(case, questions, at)
    if changes:
        registration.version += 1
        registration.save(update_fields=["version"])
        keep_changes(case, changes, actor, at)
    return registration


def _write(
    case: Case,
    registration: Registration,
    said: Mapping[str, Any],
    signatories: Sequence[Signed] | None,
    at: datetime,
) -> dict[str, list[Any]]:
    """Judge and write what was said; returns old and new values of what changed."""
    appeal = Appeal.objects.select_for_update().get(case=case)
    changes: dict[str, tuple[Any, Any]] = {}
    for name, new in said.items():
        record = appeal if name in OF_APPEAL else case if name in OF_CASE else registration
        column = OF_APPEAL.get(name, name)
        if (old := getattr(record, column)) != new:
            changes[column] = (old, new)
            setattr(record, column, new)
    if signatories is not None:
        changes |= _differing_people(case, signatories)
    if not changes:
        return {}
    _judge(changes, registration, profile_of_case(case).local(case.received_at).date())
    registration.save()
    appeal.save(update_fields=list(OF_APPEAL.values()))
    if signatories is not None:
        write_signatories(case, signatories)
    case.updated_at = at
    case.save(update_fields=["updated_at", *OF_CASE])
    return {name: [_plain(old), _plain(new)] for name, (old, new) in changes.items()}


def new_card(guessed: Mapping[str, Any], said: Mapping[str, Any], day: date) -> Registration:
    """The unsaved card of a submission: guessed from its channel, and what a person said, judged.

    Asks for classifiers only when something was said.
    """
    card = Registration(**{**guessed, **said})
    if said:
        first = Registration()
        _judge({name: (getattr(first, name), said[name]) for name in said}, card, day)
    return card


def _judge(changes: Mapping[str, tuple[Any, Any]], card: Registration, day: date) -> None:
    values = Values.of()
    _check_codes(changes, values, day)
    if card.subject != Subject.COLLECTIVE:
        card.signatories_count = 1
    for fault in card_rules.faults_of(vars(card)):
        raise RuleBroken(fault.message, fault.field, "incomplete")
    card.is_priority |= values.are_priority(card.categories)


def write_reception(case: Case, said: Mapping[str, Any] | None) -> dict[str, list[Any]]:
    """The card of a personal reception (R-07); returns old and new values of what changed."""
    if said is None:
        return {}
    card = Reception.objects.filter(case=case).first() or Reception(case=case)
    changes = {}
    for name, new in said.items():
        if (old := getattr(card, name)) != new:
            changes[name] = [str(old or ""), str(new or "")]
            setattr(card, name, new)
    if changes:
        card.save()
    return changes


def write_signatories(case: Case, people: Iterable[Signed]) -> None:
    """The whole list anew; whoever also wrote the appeal is the contact person."""
    author = case.resident.full_name.casefold() if case.resident else ""
    Signatory.objects.filter(case=case).delete()
    rows = [Signatory(case=case, order=n, **one._asdict()) for n, one in enumerate(people, start=1)]
    contact = next((one for one in rows if author and one.name.casefold() == author), None)
    if contact is not None:
        contact.is_contact_person = True
    Signatory.objects.bulk_create(rows)


def _differing_people(case: Case, people: Sequence[Signed]) -> dict[str, tuple[Any, Any]]:
    rows = case.signatories.order_by("order").values_list("name", "address", "contact")
    known = [Signed(*row) for row in rows]
    if known == list(people):
        return {}
    return {"signatories": (len(known), len(people))}


def _check_codes(changes: Mapping[str, tuple[Any, Any]], values: Values, day: date) -> None:
    """A code must be in force on the day of receipt, or stand on the card already."""
    wrong = _("There is no such value in the classifier.")
    for name, (old, new) in changes.items():
        if name == "appeal_kind" and new not in AppealKind.values:
            raise RuleBroken(_("There is no such kind of appeal."), "kind", "kind")
        if name == "categories":
            group, codes, kept = card_rules.CATEGORIES, new, old
        elif name in card_rules.GROUP_OF:
            group, codes, kept = card_rules.GROUP_OF[name], [new] if new else [], [old]
        else:
            continue
        if not all(values.has(group, code, day, keep=kept) for code in codes):
            raise RuleBroken(wrong, name, "classifier")


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
