"""Personal data kept with cases and appeals, for the resident's own export (PD-04)."""

from collections.abc import Sequence
from typing import Any

from core import private_files
from crm.appeals.models import (
    Appeal,
    AppealDraft,
    DraftFile,
    Question,
    Reception,
    Registration,
    Signatory,
)
from crm.cases.models import Case, CaseEvent
from crm.residents.holdings import ANONYMOUS
from crm.residents.models import Resident

_OF_PERSON = (
    *("representative_name", "representative_document", "shorter_term_asked_by"),
    "source_index",
)


class AppealsHoldings:
    """Implements crm.residents.ports.HoldsPersonalData."""

    models = ("crm_cases.Case",)

    def export(self, resident: Resident) -> dict[str, Any]:
        cases = (
            resident.cases.exclude(appeal=None)
            .select_related("appeal", "addressee", "registration")
            .order_by("received_at")
        )
        drafts = AppealDraft.objects.filter(user=resident.user_id, state=AppealDraft.State.OPEN)
        return {
            "appeals": [_case(case) for case in cases],
            "drafts": [{"id": draft.public_id, "data": draft.data} for draft in drafts],
        }

    def repoint(self, from_resident: Resident, to_resident: Resident) -> None:
        Case.objects.filter(resident=from_resident).update(resident=to_resident)

    def anonymise_cases(self, keys: Sequence[int]) -> None:
        """Kinds, results, topics, categories and days stay: reports count by them."""
        Appeal.objects.filter(pk__in=keys).update(
            body="", against_text="", decision_ref="", values={}, resolution_text="", reply_text=""
        )
        Registration.objects.filter(pk__in=keys).update(
            **dict.fromkeys(_OF_PERSON, ""), shorter_term_reason="", shorter_term_answer=""
        )
        # A restored term has a reason: the database holds to it.
        restored = Registration.objects.filter(pk__in=keys, term_restored=True)
        restored.update(term_restored_reason=ANONYMOUS)
        Question.objects.filter(case__in=keys).update(text="", result_reason="")
        Signatory.objects.filter(case__in=keys).update(name=ANONYMOUS, address="", contact="")
        Reception.objects.filter(pk__in=keys).update(content="", result="", note="")
        # Old and new values of corrected cards (services/corrections.py) name people too.
        CaseEvent.objects.filter(case__in=keys, data__has_key="card").update(data={"card": {}})
        self._forget_drafts(AppealDraft.objects.filter(case__in=keys))

    def anonymise_person(self, resident: Resident) -> None:
        """What was begun and never sent belongs to the person alone."""
        if resident.user_id is not None:
            self._forget_drafts(AppealDraft.objects.filter(user=resident.user_id))

    def _forget_drafts(self, drafts: Any) -> None:
        """The bytes of a sent draft's files are the case's and go with it."""
        for file in DraftFile.objects.filter(draft__in=drafts, draft__case=None):
            private_files.forget_file(file.file)
        DraftFile.objects.filter(draft__in=drafts).delete()
        drafts.filter(case=None).delete()
        drafts.update(data={})


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
        "card": _card(case),
        "files": list(case.attachments.filter(for_author=True).values_list("name", flat=True)),
        "timeline": [
            {"at": event.at.isoformat(), "kind": event.kind, "text": event.text} for event in seen
        ],
    }


def _card(case: Case) -> dict[str, Any]:
    """What the registration card says of the author, and whom they named in a list."""
    card: Registration | None = getattr(case, "registration", None)
    if card is None:
        return {}
    people = case.signatories.order_by("order").values("name", "address", "contact")
    return {
        "form_of_receipt": card.receipt_form,
        "sign": card.sign,
        "subject": card.subject,
        "categories": card.categories,
        "social_status": card.social_status,
        "sex": card.sex,
        "considered_first": card.is_priority,
        "representative": card.representative_name,
        "signatories": list(people),
        "shorter_term": {
            "asked_by": card.shorter_term_asked_by,
            "reasons": card.shorter_term_reason,
            "decision": card.shorter_term_decision,
            "answer": card.shorter_term_answer,
        },
    }
