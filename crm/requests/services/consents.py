"""Consents are specific, versioned and may be withdrawn (PD-01)."""

from datetime import datetime
from typing import Any

from django.db import transaction

from core.audit import services as journal
from crm.residents.models import Consent, Resident
from crm.residents.services import forget_recognition


@transaction.atomic
def withdraw_consent(pk: int, user: Any, at: datetime) -> Consent:
    """The person's wish; registered records stay, they are kept by law. Twice changes nothing.

    Raises Consent.DoesNotExist for another's.
    """
    consent = Consent.objects.select_for_update().get(pk=pk, resident__user=user)
    if consent.withdrawn_at is None:
        consent.withdrawn_at = at
        consent.save(update_fields=["withdrawn_at"])
        forget_recognition(Resident.objects.filter(pk=consent.resident_id))
        journal.record("residents.consent_withdrawn", user, consent, at, purpose=consent.purpose)
    return consent
