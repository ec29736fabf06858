"""Personal data kept on the resident's own card (PD-04)."""

from collections.abc import Sequence
from typing import Any

from core.notify.models import OutboxMessage, State
from crm.residents.models import ADDRESS_FIELDS, NAME_FIELDS, Consent, Contact, Resident
from crm.residents.services import forget_recognition

ANONYMOUS = "Знеособлено"
"""Written into the record itself, in the language of the office."""


class CardHoldings:
    """Implements crm.residents.ports.HoldsPersonalData."""

    models = ("crm_residents.Contact", "crm_residents.Consent")

    def export(self, resident: Resident) -> dict[str, Any]:
        fields = (*NAME_FIELDS, *ADDRESS_FIELDS)
        return {
            "card": {name: getattr(resident, name) for name in fields},
            "contacts": list(resident.contacts.values("kind", "value", "mark")),
            "consents": [
                {
                    "purpose": one.purpose,
                    "version": one.version,
                    "given": one.given_at.isoformat(),
                    "withdrawn": one.withdrawn_at.isoformat() if one.withdrawn_at else None,
                }
                for one in resident.consents.order_by("given_at")
            ],
        }

    def repoint(self, from_resident: Resident, to_resident: Resident) -> None:
        known = set(to_resident.contacts.values_list("kind", "value"))
        for contact in from_resident.contacts.all():
            if (contact.kind, contact.value) not in known:
                Contact.objects.filter(pk=contact.pk).update(resident=to_resident)
        Consent.objects.filter(resident=from_resident).update(resident=to_resident)
        forget_recognition(Resident.objects.filter(pk__in=[from_resident.pk, to_resident.pk]))

    def anonymise_cases(self, keys: Sequence[int]) -> None:
        """Nothing here belongs to a case."""

    def anonymise_person(self, resident: Resident) -> None:
        """The card stays empty for what points to it; letters lose address and text."""
        mails = resident.contacts.filter(kind=Contact.Kind.EMAIL).values_list("value", flat=True)
        blank = {"to_address": "", "subject": "", "body_text": "", "body_html": "", "user": None}
        blank |= {"attachment_name": "", "attachment_type": "", "attachment": ""}
        gone = OutboxMessage.objects.exclude(state__in=(State.QUEUED, State.SENDING))
        gone.filter(to_address__in=list(mails)).update(**blank)
        if resident.user_id is not None:
            gone.filter(user=resident.user_id).update(**blank)
        resident.contacts.all().delete()
        for name in (*NAME_FIELDS, *ADDRESS_FIELDS):
            setattr(resident, name, False if name == "has_no_middle_name" else "")
        resident.last_name, resident.recognised_as = ANONYMOUS, ""
        resident.save()
