"""A case as its author's program reads it: the same as the cabinet shows, and no more."""

from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse

from blocks.forms.services import display
from core.notify.services import absolute
from crm.appeals.author_words import Step, author_state, author_timeline
from crm.appeals.models import Appeal
from crm.cases.models import Attachment, Case, CaseEvent


def case_in_list(case: Case) -> dict[str, Any]:
    state, label = author_state(case)
    return {
        "id": case.public_id,
        "number": case.number,
        "kind": case.kind,
        "state": state,
        "state_label": label,
        "subject": case.subject,
        "addressee": {"slug": case.addressee.slug, "name": str(case.addressee.name)},
        "received_at": case.received_at,
        "registered_on": case.registered_on,
        "due_on": case.due_on,
        "answered_at": case.answered_at,
        "url": absolute(reverse("cabinet:appeal", args=[case.public_id])),
    }


def page_out(mine: QuerySet[Case], limit: int, edge: Case | None) -> dict[str, Any]:
    """One's own cases, newest first, after the case that ended the page before."""
    if edge is not None:
        older = Q(received_at=edge.received_at, pk__lt=edge.pk)
        mine = mine.filter(Q(received_at__lt=edge.received_at) | older)
    found = list(mine.order_by("-received_at", "-pk")[: limit + 1])
    page = found[:limit]
    return {
        "items": [case_in_list(case) for case in page],
        "next": page[-1].public_id if len(found) > limit else None,
    }


def case_in_full(case: Case) -> dict[str, Any]:
    appeal = Appeal.objects.select_related("form_revision").get(pk=case.pk)
    steps = author_timeline(case)
    answers = display(appeal.form_revision, appeal.values)
    return case_in_list(case) | {
        "appeal_kind": appeal.appeal_kind,
        "body": appeal.body,
        "answers": [{"label": label, "text": text} for label, text in answers],
        "hide_identity": case.hide_identity,
        "can_add": case.is_open,
        "timeline": [event_out(step, "file_of_appeal") for step in steps],
        "reply": next((reply_out(s) for s in steps if s.kind == CaseEvent.Kind.REPLY), None),
    }


def event_out(step: Step, file_name: str) -> dict[str, Any]:
    """`file_name` is the address by which the files of this kind of case are fetched."""
    files = [file_out(file, file_name) for file in step.files]
    return {
        "at": step.at,
        "kind": step.kind,
        "title": step.title,
        "text": step.text,
        "files": files,
    }


def reply_out(step: Step) -> dict[str, Any]:
    """The reply from the timeline, where only what was signed and sent ever stands."""
    result = step.data.get("result", "")
    return {
        "text": step.text,
        "result": result,
        "result_label": str(dict(Appeal._meta.get_field("result").choices).get(result, "")),
        "index": step.data.get("index", ""),
    }


def file_out(file: Attachment, name: str) -> dict[str, Any]:
    path = reverse(f"api:{name}", args=[file.public_id])
    return {
        "id": file.public_id,
        "name": file.name,
        "size": file.size,
        "content_type": file.content_type,
        "url": absolute(path),
    }
