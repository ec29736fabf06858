"""Verbs every kind of case shares. A caller's own verb wraps them in one transaction."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, BinaryIO, NamedTuple, cast

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core import private_files
from core.audit import services as journal
from core.errors import Conflict, RuleBroken
from core.words.lemmas import lemma, words_of
from crm.cases.models import Attachment, Case, CaseEvent, CaseParticipant
from crm.cases.states import OPEN_STATES, table_of

NOTE_LIMIT = 20_000


class CheckedFile(NamedTuple):
    """A file that has passed the gate, and what was found out about it."""

    file: File
    upload: private_files.Upload


def lock_case(case: Case) -> Case:
    """The same case, locked and fresh, inside the caller's transaction.

    Its relations are read afterwards: PostgreSQL gives whoever waited for the lock the new row, but
    joins to it what stood there before the wait.
    """
    return Case.objects.select_for_update().get(pk=case.pk)


def begin_from(case: Case, *states: str) -> None:
    """Refuse a verb that begins in other states than this: two verbs may lead to one state."""
    if case.state not in states:
        raise Conflict(
            _("This cannot be done now: the record is in the state “%(source)s”.")
            % {"source": case.state_label},
            code="state_not_allowed",
        )


def write_event(case: Case, kind: str, actor: Any, at: datetime, **facts: Any) -> CaseEvent:
    """Add an entry to the timeline."""
    return CaseEvent.objects.create(case=case, kind=kind, actor=actor, at=at, **facts)


def move_case(
    case: Case,
    to: str,
    actor: Any,
    at: datetime,
    *,
    reason: str = "",
    visible_to_author: bool = True,
    update: Iterable[str] = (),
) -> CaseEvent:
    """Change the state by the table of its kind, write the timeline and the journal.

    The case must be locked by the caller; further changed fields are named in `update`.
    Raises Conflict when the table has no such step.
    """
    source = case.state
    table_of(case.kind).check(source, to)
    case.state = to
    case.is_open = to in OPEN_STATES
    case.is_with_office = case.is_with_office and to == "withdrawn"
    case.updated_at = at
    case.save(update_fields=["state", "is_open", "is_with_office", "updated_at", *update])
    journal.record(f"{case.kind}.{to}", actor, case, at, source=source)
    seen = CaseEvent.Visibility.AUTHOR if visible_to_author else CaseEvent.Visibility.STAFF
    return write_event(
        case,
        CaseEvent.Kind.STATE,
        actor,
        at,
        visibility=seen,
        text=reason,
        data={"from": source, "to": to},
    )


@transaction.atomic
def add_note(case: Case, text: str, actor: Any, at: datetime) -> CaseEvent:
    """Leave a note for colleagues; the author never sees it."""
    text = text.strip()
    if not text:
        raise RuleBroken(_("Write the note."), "text", "empty")
    if len(text) > NOTE_LIMIT:
        raise RuleBroken(_("The note is too long."), "text", "too_long")
    journal.record("case.note", actor, case, at)
    return write_event(case, CaseEvent.Kind.NOTE, actor, at, text=text)


def check_files(files: Iterable[File], field: str = "files") -> list[CheckedFile]:
    """Judge files by content, number and size, and scan them.

    Asks clamd over the network, so it comes before the transaction that keeps the files.
    """
    checked = [
        CheckedFile(file, private_files.inspect_upload(cast(BinaryIO, file), field=field))
        for file in files
    ]
    private_files.check_totals([one.upload.size for one in checked], field)
    for one in checked:
        private_files.scan(cast(BinaryIO, one.file), field=field)
    return checked


def attach_files(
    case: Case,
    files: Iterable[CheckedFile],
    actor: Any,
    at: datetime,
    *,
    event: CaseEvent | None = None,
    for_author: bool = False,
) -> list[Attachment]:
    """Keep checked files with the case.

    Call it inside `private_files.no_orphans()`: then a failed transaction leaves no file behind.
    """
    attachments = []
    for one in files:
        attachment = Attachment(
            case=case,
            event=event,
            name=private_files.stored_name(one.file.name or "", one.upload.content_type),
            content_type=one.upload.content_type,
            size=one.upload.size,
            sha256=one.upload.sha256,
            uploaded_by=actor,
            for_author=for_author,
            at=at,
        )
        attachment.file.save(attachment.name, one.file, save=False)
        attachments.append(attachment)
    return Attachment.objects.bulk_create(attachments)


def name_executor(case: Case, executor: Any, co_executors: Iterable[Any] = ()) -> None:
    """Make a person the lead executor; whoever was named before no longer sees the case."""
    CaseParticipant.objects.filter(case=case).delete()
    people = {executor.pk: CaseParticipant.Role.EXECUTOR}
    for person in co_executors:
        people.setdefault(person.pk, CaseParticipant.Role.CO_EXECUTOR)
    CaseParticipant.objects.bulk_create(
        CaseParticipant(case=case, user_id=pk, role=role) for pk, role in people.items()
    )
    case.assignee = executor
    case.save(update_fields=["assignee"])


def searchable(*texts: str) -> str:
    """What `Case.search_text` keeps: words and their base forms, once each, between spaces."""
    words = words_of(" ".join(texts))
    known = dict.fromkeys([*words, *map(lemma, words)])
    return f" {' '.join(known)} "
