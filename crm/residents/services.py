"""Verbs of the residents' room. Each is meant to run inside the caller's transaction."""

import json
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from crm.residents.models import ADDRESS_FIELDS, NAME_FIELDS, Consent, Contact, Resident


@transaction.atomic(savepoint=False)
def recognise(user: Any, at: datetime, consents: Mapping[str, str] | None = None) -> Resident:
    """The resident behind an account, made or brought up to date from the profile.

    `consents` are texts agreed to just now, as purpose and version (PD-01, PD-02). Whoever comes
    again with the same profile and the same texts costs one statement.
    """
    facts = {name: getattr(user, name) for name in (*NAME_FIELDS, *ADDRESS_FIELDS)}
    contacts, consents = _contacts_of(user), consents or {}
    seen = _digest(facts, contacts, consents)
    resident = Resident.objects.filter(user=user).first()
    if resident is None:
        resident = Resident(user=user, created_at=at)
    elif resident.recognised_as == seen:
        return resident
    for name, value in facts.items():
        setattr(resident, name, value)
    resident.recognised_as = seen
    resident.save()
    keep_contacts(resident, contacts)
    for purpose, version in consents.items():
        give_consent(resident, purpose, version, at)
    return resident


def forget_recognition(residents: QuerySet[Resident]) -> None:
    """Take in anew what comes next: a consent was withdrawn, or a contact left the card."""
    residents.update(recognised_as="")


def _digest(facts: Mapping[str, Any], contacts: list[Contact], consents: Mapping[str, str]) -> str:
    ways = [[one.kind, one.value, one.mark] for one in contacts]
    return sha256(json.dumps([facts, ways, dict(consents)], sort_keys=True).encode()).hexdigest()


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
