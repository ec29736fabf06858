"""Personal data kept with requests, for the person's own export (PD-04)."""

from collections.abc import Sequence
from typing import Any

from core import private_files
from crm.cases.models import Case, CaseEvent
from crm.cases.states import INQUIRY_KINDS
from crm.requests.models import (
    MODELS,
    DataExport,
    InformationRequest,
    PersonalDataRequest,
    inquiry_of,
)
from crm.residents.models import Resident


class RequestsHoldings:
    """Implements crm.residents.ports.HoldsPersonalData."""

    models = ("crm_requests.InformationRequest", "crm_requests.PersonalDataRequest")

    def export(self, resident: Resident) -> dict[str, Any]:
        cases = resident.cases.filter(kind__in=INQUIRY_KINDS).select_related("addressee")
        return {"requests": [_case(case) for case in cases.order_by("received_at", "pk")]}

    def repoint(self, from_resident: Resident, to_resident: Resident) -> None:
        """Cases point to the card and are moved by the room of appeals; nothing here does."""

    def anonymise_cases(self, keys: Sequence[int]) -> None:
        """Rights, grounds, decisions, pages and fees stay: they are counted."""
        blank = dict.fromkeys(("body", "reply_text", "refusal_text", "appeal_note"), "")
        for model in MODELS.values():
            model.objects.filter(pk__in=keys).update(**blank)
        InformationRequest.objects.filter(pk__in=keys).update(restricted_test={})
        PersonalDataRequest.objects.filter(pk__in=keys).update(identity_note="")

    def anonymise_person(self, resident: Resident) -> None:
        """Archives of the person are deleted with the rest."""
        archives = DataExport.objects.filter(user=resident.user_id)
        for archive in archives.exclude(user=None).exclude(file=""):
            private_files.forget_file(archive.file)
        archives.exclude(user=None).update(file="", state=DataExport.State.EXPIRED)


def _case(case: Case) -> dict[str, Any]:
    inquiry = inquiry_of(case)
    seen = case.events.filter(visibility=CaseEvent.Visibility.AUTHOR).order_by("at", "pk")
    return {
        "number": case.number,
        "kind": case.kind,
        "state": case.state,
        "received_at": case.received_at.isoformat(),
        "addressee": str(case.addressee),
        "subject": case.subject,
        "text": inquiry.body,
        "files": list(case.attachments.filter(for_author=True).values_list("name", flat=True)),
        "timeline": [
            {"at": event.at.isoformat(), "kind": event.kind, "text": event.text} for event in seen
        ],
    }
