"""Personal data kept with cases and appeals, for the resident's own export (PD-04)."""

from typing import Any

from crm.appeals.models import AppealDraft
from crm.cases.models import Case, CaseEvent
from crm.residents.models import Resident


class AppealsHoldings:
    """Implements crm.residents.ports.HoldsPersonalData."""

    models = ("crm_cases.Case",)

    def export(self, resident: Resident) -> dict[str, Any]:
        cases = (
            resident.cases.exclude(appeal=None)
            .select_related("appeal", "addressee")
            .order_by("received_at")
        )
        drafts = AppealDraft.objects.filter(user=resident.user_id, state=AppealDraft.State.OPEN)
        return {
            "appeals": [_case(case) for case in cases],
            "drafts": [{"id": draft.public_id, "data": draft.data} for draft in drafts],
        }

    def repoint(self, from_resident: Resident, to_resident: Resident) -> None:
        Case.objects.filter(resident=from_resident).update(resident=to_resident)


def _case(case: Case) -> dict[str, Any]:
    seen = case.events.filter(visibility=CaseEvent.Visibility.AUTHOR).order_by("at", "pk")
    return {
        "number": case.number,
        "kind": case.kind,
        "state": case.state,
        "received_at": case.received_at.isoformat(),
        "addressee": str(case.addressee),
        "subject": case.subject,
        "text": case.appeal.body,
        "answers": case.appeal.values,
        "files": list(case.attachments.filter(for_author=True).values_list("name", flat=True)),
        "timeline": [
            {"at": event.at.isoformat(), "kind": event.kind, "text": event.text} for event in seen
        ],
    }
