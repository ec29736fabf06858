"""Verbs of the residents' room. Each is meant to run inside the caller's transaction."""

from datetime import datetime
from typing import Any

from django.db import transaction

from crm.residents.models import ADDRESS_FIELDS, NAME_FIELDS, Consent, Contact, Resident


@transaction.atomic(savepoint=False)
def recognise(user: Any, at: datetime) -> Resident:
    """The resident behind an account, made or brought up to date from the profile."""
    facts = {name: getattr(user, name) for name in (*NAME_FIELDS, *ADDRESS_FIELDS)}
    resident = Resident.objects.filter(user=user).first()
    if resident is None:
        resident = Resident.objects.create(user=user, created_at=at, **facts)
    elif changed := [name for name, value in facts.items() if getattr(resident, name) != value]:
        for name in changed:
            setattr(resident, name, facts[name])
        resident.save(update_fields=changed)
    keep_contacts(resident, _contacts_of(user))
    return resident


def keep_contacts(resident: Resident, contacts: list[Contact]) -> None:
    """Remember contacts once each; one that is known keeps its mark."""
    for contact in contacts:
        contact.resident = resident
    Contact.objects.bulk_create(contacts, ignore_conflicts=True)


def give_consent(resident: Resident, purpose: str, version: str, at: datetime) -> None:
    """Remember which text the resident was shown and agreed to (PD-01, PD-02)."""
    Consent.objects.bulk_create(
        [Consent(resident=resident, purpose=purpose, version=version, given_at=at)],
        ignore_conflicts=True,
    )


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
