"""What a print form says of a case: only what this viewer may know, all of it in Ukrainian.

Papers of a city are in the state language (A-23), whatever language the desk is shown in.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from core.words import Text
from core.words.dates import moment_words
from core.words.typography import typeset
from crm.appeals.models import Appeal, Question, Reception, Registration
from crm.cases.models import Attachment, Case, CaseEvent
from crm.cases.papers import LANGUAGE, day, frame_of
from crm.cases.states import table_of
from crm.residents.faces import Face, face_of
from directory.values import Values

Kind = CaseEvent.Kind


def data_of(case: Case, viewer: Any, at: datetime) -> dict[str, Any]:
    """Everything the templates may print; eight statements at most."""
    with translation.override(LANGUAGE):
        return _data_of(case, viewer, at)


def _data_of(case: Case, viewer: Any, at: datetime) -> dict[str, Any]:
    appeal = Appeal.objects.select_related("reply_drafted_by", "reply_signed_by").get(pk=case.pk)
    card = _card_of(case)
    face = face_of(case.resident, viewer, case, with_contacts=True)
    events = list(case.events.select_related("actor").order_by("at", "pk"))
    values = Values.of()
    files = Attachment.objects.filter(case=case).order_by("pk")
    return {
        **frame_of(at, viewer, case.number),
        "title": f"{case.number}. {typeset(case.subject)}",
        "stamp": _("Draft") if case.state == "reply_draft" else "",
        **_facts(case, appeal),
        "author": _author(case, appeal, face),
        "representative": _representative(card, face),
        "signatories": card.signatories_count,
        "files": list(files.values_list("name", flat=True)),
        "card": _card(card, face, values, case),
        "questions": _questions(case, values),
        **_story(events, case),
        "reply": _reply(case, appeal),
        "forwarded": _forwarded(events, appeal),
        "returned": _on_ground(events, appeal, "returned"),
        "refused": _on_ground(events, appeal, "not_considered"),
        "reception": _reception(case),
        "clerk": card.registered_by.full_name if card.registered_by else "",
    }


def _card_of(case: Case) -> Registration:
    people = ("registered_by", "on_control_by", "off_control_by")
    found = Registration.objects.select_related(*people).filter(pk=case.pk).first()
    return found or Registration(case=case)


def _facts(case: Case, appeal: Appeal) -> dict[str, Any]:
    term = case.main_clock
    return {
        "number": case.number,
        "kind": appeal.get_appeal_kind_display() if appeal.appeal_kind else "",
        "channel": case.get_channel_display(),
        "state": case.state_label,
        "is_open": case.is_open,
        "received": moment_words(case.received_at),
        "received_on": day(case.received_at),
        "registered_on": day(case.registered_on),
        "signed_on": day(appeal.signed_on),
        "due_on": day(case.due_on),
        "target_on": day(case.target_on),
        "term_words": str(Text(term.explanation)) if term else "",
        "extended_until": day(case.due_on) if case.is_extended else "",
        "addressee": typeset(str(case.addressee.name)),
        "against": typeset(str(case.against.name)) if case.against else appeal.against_text,
        "subject": typeset(case.subject),
        "text": typeset(appeal.body),
        "pages": appeal.pages,
        "reply_channel": appeal.get_reply_channel_display(),
        "executor": case.assignee.full_name if case.assignee else "",
        "result": appeal.get_result_display() if appeal.result else "",
        "result_code": appeal.result,
    }


def _author(case: Case, appeal: Appeal, face: Face) -> dict[str, Any]:
    return {
        "name": face.name,
        "short_name": face.short_name,
        "address": typeset(face.address),
        "contacts": [contact.value for contact in face.contacts],
        "is_hidden": face.is_hidden,
        "wants_hidden": case.hide_identity,
        "organisation": "" if face.is_hidden else typeset(appeal.organisation_name),
    }


def _representative(card: Registration, face: Face) -> dict[str, str]:
    """Whoever speaks for somebody hidden would give the name away."""
    if face.is_hidden:
        return {"name": "", "document": ""}
    return {"name": card.representative_name, "document": card.representative_document}


def _card(card: Registration, face: Face, values: Values, case: Case) -> dict[str, Any]:
    """The registration card (R-04); what says something of the person follows the face (A-19)."""

    def coded(group: str, code: str) -> str:
        return f"{code} {values.label(group, code)}" if code else ""

    def personal(group: str, codes: Iterable[str]) -> list[str]:
        return [] if face.is_hidden else [coded(group, code) for code in codes if code]

    decided = str(card.get_shorter_term_decision_display() or "")
    shorter = (card.shorter_term_asked_by, card.shorter_term_reason, decided)
    return {
        "receipt_form": coded("receipt_form", card.receipt_form),
        "sign": coded("receipt_sign", card.sign),
        "sex": "".join(personal("sex", [card.sex])),
        "subject": coded("subject", card.subject),
        "letter_type": coded("type", card.letter_type),
        "categories": personal("author_category", card.categories),
        "social_status": "".join(personal("social_status", [card.social_status])),
        "is_priority": card.is_priority,
        "is_on_control": card.is_on_control,
        "on_control_by": _name(card.on_control_by),
        "off_control_by": _name(card.off_control_by),
        "off_control_on": day(case.closed_at) if card.off_control_by else "",
        "source": card.source_body,
        "source_index": card.source_index,
        "source_on": day(card.source_on),
        "file_number": card.file_number,
        "original_place": card.original_place,
        "envelope_on": day(card.envelope_on),
        "shorter_term": "" if face.is_hidden else "; ".join(filter(None, shorter)),
        "term_restored": card.term_restored_reason if card.term_restored else "",
    }


def _questions(case: Case, values: Values) -> list[dict[str, Any]]:
    results = values_of_results(values)
    return [
        {
            "number": one.number,
            "code": one.topic,
            "topic": values.label("question", one.topic),
            "text": typeset(one.text),
            "is_main": one.is_main,
            "result": results.get(one.result, ""),
        }
        for one in Question.objects.filter(case=case).order_by("number")
    ]


def values_of_results(values: Values) -> dict[str, str]:
    return {one.code: str(one.label) for one in values.rows if one.group == "result"}


def _story(events: list[CaseEvent], case: Case) -> dict[str, Any]:
    """Resolutions, movement and interim replies, from the one timeline."""
    table = table_of(case.kind)
    resolutions, movement, interim = [], [], []
    for event in events:
        line = {"on": day(event.at), "who": _name(event.actor), "text": typeset(event.text)}
        if event.kind == Kind.RESOLUTION:
            named = event.data.get("executors") or [event.data.get("executor_name", "")]
            names = [one if isinstance(one, str) else "" for one in named]
            resolutions.append({**line, "executors": ", ".join(filter(None, names))})
        elif event.kind == Kind.INTERIM:
            interim.append(line)
        elif event.kind == Kind.STATE and event.data.get("to") in table.states:
            movement.append({**line, "what": str(table.label(event.data["to"]))})
    return {"resolutions": resolutions, "movement": movement, "interim": interim}


def _reply(case: Case, appeal: Appeal) -> dict[str, str]:
    signer = appeal.reply_signed_by
    return {
        "text": typeset(appeal.reply_text),
        "index": appeal.outgoing_index,
        "on": day(case.answered_at),
        "signed_by": f"{signer.first_name} {signer.last_name.upper()}".strip() if signer else "",
        "drafted_by": _name(appeal.reply_drafted_by),
    }


def _ended(events: list[CaseEvent], state: str) -> dict[str, str]:
    for event in reversed(events):
        if event.kind == Kind.STATE and event.data.get("to") == state:
            return {"reason": typeset(event.text), "on": day(event.at)}
    return {"reason": "", "on": ""}


def _forwarded(events: list[CaseEvent], appeal: Appeal) -> dict[str, str]:
    """The reason without the first line, which names the body once more."""
    ended = _ended(events, "forwarded")
    to_body = typeset(appeal.forwarded_to)
    reason = ended["reason"].removeprefix(to_body).strip()
    return {**ended, "to": to_body, "reason": reason}


def _on_ground(events: list[CaseEvent], appeal: Appeal, state: str) -> dict[str, str]:
    """The ground and its article stand on the first line of what the author reads."""
    ended = _ended(events, state)
    if not appeal.ground or not ended["on"]:
        return {**ended, "ground": "", "law": ""}
    law, _line, reason = ended["reason"].partition("\n")
    return {**ended, "reason": reason.strip(), "ground": appeal.ground, "law": law}


def _reception(case: Case) -> dict[str, str]:
    found = Reception.objects.select_related("official").filter(pk=case.pk).first()
    if found is None:
        return dict.fromkeys(("official", "content", "charged", "result", "note"), "")
    official = [str(found.official.name) if found.official else "", found.official_name]
    return {
        "official": ", ".join(filter(None, official)),
        "content": typeset(found.content),
        "charged": found.charged,
        "result": found.result,
        "note": found.note,
    }


def _name(person: Any) -> str:
    return person.short_name if person else ""
