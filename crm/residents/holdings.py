"""Personal data kept on the resident's own card (PD-04)."""

from typing import Any

from crm.residents.models import ADDRESS_FIELDS, NAME_FIELDS, Consent, Contact, Resident


class CardHoldings:
    """Implements crm.residents.ports.HoldsPersonalData."""

    models = ("crm_residents.Contact", "crm_residents.Consent")

    def export(self, resident: Resident) -> dict[str, Any]:
        fields = (*NAME_FIELDS, *ADDRESS_FIELDS)
        return {
            "card": {name: getattr(resident, name) for name in fields},
            "contacts": list(resident.contacts.values("kind", "value", "mark")),
            "consents": [
                {"purpose": one.purpose, "version": one.version, "given": one.given_at.isoformat()}
                for one in resident.consents.order_by("given_at")
            ],
        }

    def repoint(self, from_resident: Resident, to_resident: Resident) -> None:
        known = set(to_resident.contacts.values_list("kind", "value"))
        for contact in from_resident.contacts.all():
            if (contact.kind, contact.value) not in known:
                Contact.objects.filter(pk=contact.pk).update(resident=to_resident)
        Consent.objects.filter(resident=from_resident).update(resident=to_resident)
