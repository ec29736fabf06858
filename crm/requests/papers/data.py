"""What a print form says of a request: only what this viewer may know, all of it in Ukrainian."""

from datetime import datetime
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from core.words import Text
from core.words.dates import moment_words
from core.words.typography import typeset
from crm.cases.models import Attachment, Case, CaseEvent
from crm.cases.papers import LANGUAGE, CaseForm, day, frame_of, print_kind
from crm.cases.states import table_of
from crm.requests import rules
from crm.requests.models import inquiry_of
from crm.residents.faces import Face, face_of
from directory.values import Values

Kind = CaseEvent.Kind


def print_request_form(case: Case, form: CaseForm, viewer: Any, at: datetime) -> bytes:
    """The document as PDF. The caller holds the case and has recorded the viewing."""
    return print_kind(form.kind, data_of(case, viewer, at))


def data_of(case: Case, viewer: Any, at: datetime) -> dict[str, Any]:
    """Everything the templates may print."""
    with translation.override(LANGUAGE):
        return _data_of(case, viewer, at)


def _data_of(case: Case, viewer: Any, at: datetime) -> dict[str, Any]:
    inquiry = inquiry_of(case)
    face = face_of(case.resident, viewer, case, with_contacts=True)
    events = list(case.events.select_related("actor").order_by("at", "pk"))
    files = Attachment.objects.filter(case=case).order_by("pk")
    return {
        **frame_of(at, viewer, case.number),
        "title": f"{case.number}. {typeset(case.subject)}",
        "stamp": _("Draft") if case.state == "in_progress" else "",
        **_facts(case),
        **_asked(inquiry, face),
        "author": _author(case, inquiry, face),
        "files": list(files.filter(for_author=True).values_list("name", flat=True)),
        **_story(events, case),
        "reply": _reply(case, inquiry),
        "refusal": _refusal(case, inquiry),
        "forwarded": _forwarded(events, inquiry),
    }


def _facts(case: Case) -> dict[str, Any]:
    term = case.main_clock
    return {
        "number": case.number,
        "kind": str(case.get_kind_display()),
        "is_personal": case.kind == rules.PERSONAL_DATA,
        "channel": case.get_channel_display(),
        "state": case.state_label,
        "is_open": case.is_open,
        "received": moment_words(case.received_at),
        "received_on": day(case.received_at),
        "registered_on": day(case.registered_on),
        "due_on": day(case.due_on),
        "term_words": str(Text(term.explanation)) if term else "",
        "extended_until": day(case.due_on) if case.is_extended else "",
        "addressee": typeset(str(case.addressee.name)),
        "subject": typeset(case.subject),
        "executor": case.assignee.full_name if case.assignee else "",
    }


def _asked(inquiry: Any, face: Face) -> dict[str, Any]:
    """How staff knew the person says something of the person, so it follows the face (A-19)."""
    return {
        "text": typeset(inquiry.body),
        "right": str(inquiry.get_right_display()) if hasattr(inquiry, "right") else "",
        "is_urgent": getattr(inquiry, "is_urgent", False),
        "identity": "" if face.is_hidden else getattr(inquiry, "identity_note", ""),
        "reply_by": str(inquiry.get_reply_by_display()),
        "signed_on": day(inquiry.signed_on),
        "envelope_on": day(inquiry.envelope_on),
        "pages": inquiry.pages,
        "original_place": inquiry.original_place,
        "entered_by": _name(inquiry.entered_by),
    }


def _author(case: Case, inquiry: Any, face: Face) -> dict[str, Any]:
    organisation = "" if face.is_hidden else typeset(inquiry.organisation_name)
    return {
        "name": "" if face.name == organisation else face.name,
        "address": typeset(face.address),
        "contacts": [contact.value for contact in face.contacts],
        "is_hidden": face.is_hidden,
        "wants_hidden": case.hide_identity,
        "organisation": organisation,
    }


def _story(events: list[CaseEvent], case: Case) -> dict[str, Any]:
    """Assignments and movement, from the one timeline."""
    table = table_of(case.kind)
    resolutions, movement = [], []
    for event in events:
        line = {"on": day(event.at), "who": _name(event.actor), "text": typeset(event.text)}
        if event.kind == Kind.RESOLUTION:
            named = event.data.get("executor_name", "")
            resolutions.append({**line, "executor": named})
        elif event.kind == Kind.STATE and event.data.get("to") in table.states:
            movement.append({**line, "what": str(table.label(event.data["to"]))})
    return {"resolutions": resolutions, "movement": movement}


def _reply(case: Case, inquiry: Any) -> dict[str, Any]:
    fee = getattr(inquiry, "copying_fee", None)
    return {
        "text": typeset(inquiry.reply_text),
        "index": inquiry.outgoing_index,
        "on": day(case.answered_at),
        "signed_by": _signature(inquiry.reply_signed_by),
        "drafted_by": _name(inquiry.reply_drafted_by),
        "copied_pages": getattr(inquiry, "copied_pages", 0),
        "fee": f"{fee:.2f}".replace(".", ",") if fee else "",
    }


def _refusal(case: Case, inquiry: Any) -> dict[str, Any]:
    """Grounds, reason, the three-part test, the official, the day, how to appeal (6.1)."""
    ground = getattr(inquiry, "refusal_ground", "")
    written = getattr(inquiry, "restricted_test", {})
    official = inquiry.reply_signed_by
    return {
        "ground": Values.of(rules.REFUSAL_GROUNDS).label(rules.REFUSAL_GROUNDS, ground)
        if ground
        else "",
        "reason": typeset(inquiry.refusal_text),
        "test": [
            {"part": str(label), "words": typeset(written[part])}
            for part, label in rules.TEST.items()
            if part in written
        ],
        "official": official.full_name if official and case.state == "refused" else "",
        "appeal_note": typeset(inquiry.appeal_note),
    }


def _forwarded(events: list[CaseEvent], inquiry: Any) -> dict[str, str]:
    """The reason without the first line, which names the body once more."""
    to_body = typeset(inquiry.forwarded_to)
    for event in reversed(events):
        if event.kind == Kind.STATE and event.data.get("to") == "forwarded":
            reason = typeset(event.text).removeprefix(to_body).strip()
            return {"to": to_body, "reason": reason, "on": day(event.at)}
    return {"to": to_body, "reason": "", "on": ""}


def _signature(signer: Any) -> str:
    return f"{signer.first_name} {signer.last_name.upper()}".strip() if signer else ""


def _name(person: Any) -> str:
    return person.short_name if person else ""
