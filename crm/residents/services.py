"""Verbs of the residents' room. Each is meant to run inside the caller's transaction."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef

from crm.residents.models import ADDRESS_FIELDS, NAME_FIELDS, Consent, Contact, Resident


@transaction.atomic(savepoint=False)
def recognise(user: Any, at: datetime, consents: Mapping[str, str] | None = None) -> Resident:
    """The resident behind an account, made or brought up to date from the profile.

    `consents` are texts agreed to just now, as purpose and version (PD-01, PD-02). What is known
    already is seen in the same statement and not written again.
    """
    facts = {name: getattr(user, name) for name in (*NAME_FIELDS, *ADDRESS_FIELDS)}
    contacts = _contacts_of(user)
    known = {f"has_{one.kind}": _is_kept(one) for one in contacts}
    consents = consents or {}
    known |= {f"agreed_{purpose}": _is_given(purpose, consents[purpose]) for purpose in consents}
    resident = Resident.objects.filter(user=user).annotate(**known).first()
    if resident is None:
        resident = Resident.objects.create(user=user, created_at=at, **facts)
    elif changed := [name for name, value in facts.items() if getattr(resident, name) != value]:
        for name in changed:
            setattr(resident, name, facts[name])
        resident.save(update_fields=changed)
    keep_contacts(
        resident, [one for one in contacts if not getattr(resident, f"has_{one.kind}", False)]
    )
    for purpose, version in consents.items():
        if not getattr(resident, f"agreed_{purpose}", False):
            give_consent(resident, purpose, version, at)
    return resident


def keep_contacts(resident: Resident, contacts: list[Contact]) -> None:
    """Remember contacts once each; one that is known keeps its mark."""
    for contact in contacts:
        contact.resident = resident
    if contacts:
        Contact.objects.bulk_create(contacts, ignore_conflicts=True)


def give_consent(resident: Resident, purpose: str, version: str, at: datetime) -> None:
    """Remember which text the resident was shown and agreed to (PD-01, PD-02)."""
    Consent.objects.bulk_create(
        [Consent(resident=resident, purpose=purpose, version=version, given_at=at)],
        ignore_conflicts=True,
    )


def _is_kept(contact: Contact) -> Exists:
    return Exists(
        Contact.objects.filter(resident=OuterRef("pk"), kind=contact.kind, value=contact.value)
    )


def _is_given(purpose: str, version: str) -> Exists:
    given = Consent.objects.filter(purpose=purpose, version=version, withdrawn_at=None)
    return Exists(given.filter(resident=OuterRef("pk")))


def _contacts_of(user: Any) -> list[Contact]:
    contacts = []
    if user.email:
        contacts.append(
            Contact(kind=Contact.Kind.EMAIL, value=user.email, mark=Contact.Mark.VERIFIED)
        )
    if user.phone:
        mark = Contact.Mark.VERIFIED if user.phone_verified_at else Contact.Mark.GUESSED
        contacts.append(Contact(kind=Contact.Kind.PHONE, value=str(user.phone), mark=mark))
    return contacts
