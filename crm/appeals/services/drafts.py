"""Verbs of a draft: nothing typed is ever lost, and nothing typed is an appeal yet."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.core.files.base import File
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from blocks.forms.models import FormDefinition, FormRevision
from blocks.forms.services import current_revision
from core import private_files
from core.errors import Conflict, RuleBroken
from crm.appeals.models import AppealDraft, DraftFile
from crm.cases.services import check_files
from directory.models import Addressee

KEPT_FOR = timedelta(days=90)


def guest_digest(key: str) -> str:
    """What is kept of a guest's key; the key itself lives in the guest's signed cookie."""
    return hashlib.sha256(key.encode()).hexdigest() if key else ""


def drafts_of(user: Any, guest_key: str) -> QuerySet[AppealDraft]:
    """The drafts this person may hold: their own, or a guest's by the key of the cookie."""
    drafts = AppealDraft.objects.filter(idempotency_key="")
    drafts = drafts.select_related("addressee", "form", "revision", "case")
    if user.is_authenticated:
        return drafts.filter(user=user)
    if not guest_key:
        return drafts.none()
    return drafts.filter(user=None, guest_key_hash=guest_digest(guest_key))


def open_draft(
    user: Any, guest_key: str, addressee: Addressee, form: FormDefinition, at: datetime
) -> AppealDraft:
    """The one open draft of this person to this addressee on this form, made when absent.

    Raises RuleBroken when the addressee takes no appeals or the form is not in use.
    """
    revision = usable_revision(addressee, form)
    mine = drafts_of(user, guest_key).filter(
        addressee=addressee, form=form, state=AppealDraft.State.OPEN
    )
    if (draft := mine.first()) is not None:
        return draft
    owner = {"user": user} if user.is_authenticated else {"guest_key_hash": guest_digest(guest_key)}
    try:
        with transaction.atomic():
            return AppealDraft.objects.create(
                addressee=addressee,
                form=form,
                revision=revision,
                created_at=at,
                updated_at=at,
                **owner,
            )
    except IntegrityError:
        return mine.get()


def open_program_draft(
    user: Any, idempotency_key: str, addressee: Addressee, form: FormDefinition, at: datetime
) -> AppealDraft:
    """The draft a program speaks of by its own key, made when absent.

    Raises RuleBroken when the key was already used for another addressee or form.
    """
    revision = usable_revision(addressee, form)
    draft, _is_new = AppealDraft.objects.select_related(
        "addressee", "form", "revision", "case"
    ).get_or_create(
        user=user,
        idempotency_key=idempotency_key,
        defaults={
            "addressee": addressee,
            "form": form,
            "revision": revision,
            "created_at": at,
            "updated_at": at,
        },
    )
    if (draft.addressee_id, draft.form_id) != (addressee.pk, form.pk):
        raise RuleBroken(
            _("This Idempotency-Key was used for another appeal. Take a new one."),
            "Idempotency-Key",
            "idempotency_key_reused",
        )
    return draft


def usable_revision(addressee: Addressee, form: FormDefinition) -> FormRevision:
    """The revision to write under; refuses when nobody would take the appeal."""
    if not addressee.accepts_appeals or not addressee.is_active:
        raise RuleBroken(
            _("This addressee does not take appeals through the site."), "addressee", "addressee"
        )
    revision = current_revision(form)
    if not form.is_active or revision is None:
        raise RuleBroken(_("This form is no longer in use."), "form", "form")
    return revision


@transaction.atomic
def save_draft(draft: AppealDraft, data: Mapping[str, Any], at: datetime) -> AppealDraft:
    """Keep what was typed; fields that are not in `data` stay as they were."""
    locked = AppealDraft.objects.select_for_update().get(pk=draft.pk)
    if locked.state != AppealDraft.State.OPEN:
        raise Conflict(_("This draft has already been sent."), code="draft_not_open")
    locked.data = {**locked.data, **data}
    locked.updated_at = at
    locked.save(update_fields=["data", "updated_at"])
    draft.data, draft.updated_at = locked.data, at
    return draft


def add_draft_files(
    draft: AppealDraft, files: Iterable[File], at: datetime, field_code: str = ""
) -> list[DraftFile]:
    """Check, scan and keep files with the draft; the limits count all of its files together."""
    files = list(files)
    have = list(draft.files.values_list("size", flat=True))
    private_files.check_totals([*have, *(file.size for file in files)], "files")
    checked = check_files(files)
    with private_files.no_orphans(), transaction.atomic():
        locked = AppealDraft.objects.select_for_update().get(pk=draft.pk)
        if locked.state != AppealDraft.State.OPEN:
            raise Conflict(_("This draft has already been sent."), code="draft_not_open")
        have = list(locked.files.values_list("size", flat=True))
        private_files.check_totals([*have, *(one.upload.size for one in checked)], "files")
        return [_keep_file(locked, one, at, field_code) for one in checked]


def _keep_file(draft: AppealDraft, one: Any, at: datetime, field_code: str) -> DraftFile:
    kept = DraftFile(
        draft=draft,
        field_code=field_code,
        name=private_files.stored_name(one.file.name or "", one.upload.content_type),
        content_type=one.upload.content_type,
        size=one.upload.size,
        sha256=one.upload.sha256,
        at=at,
    )
    kept.file.save(kept.name, one.file, save=False)
    kept.save()
    return kept


@transaction.atomic
def remove_draft_file(draft: AppealDraft, public_id: str) -> None:
    """Take a file out of the draft; it disappears from the disk when that is certain."""
    file = draft.files.filter(public_id=public_id, draft__state=AppealDraft.State.OPEN).first()
    if file is None:
        return
    private_files.forget_file(file.file)
    file.delete()


@transaction.atomic
def discard_draft(draft: AppealDraft, at: datetime) -> None:
    """The person does not want to send it; its files go, the row stays a while for support."""
    for file in draft.files.all():
        private_files.forget_file(file.file)
    draft.files.all().delete()
    AppealDraft.objects.filter(pk=draft.pk, state=AppealDraft.State.OPEN).update(
        state=AppealDraft.State.DISCARDED, data={}, updated_at=at
    )


@transaction.atomic
def claim_drafts(user: Any, guest_key: str, at: datetime, *, keep: str = "") -> None:
    """At log-in a guest's drafts become the user's; an older open one gives way (A-28).

    Nothing is lost: what gives way is put away with its text. `keep` is the public id of a draft
    the user is just looking at; that one stays open, and the guest's is put away beside it.
    """
    if not guest_key:
        return
    found = AppealDraft.objects.select_for_update().filter(
        user=None, guest_key_hash=guest_digest(guest_key), state=AppealDraft.State.OPEN
    )
    for draft in found:
        hand_over(draft, user, at, keep=keep)


def hand_over(draft: AppealDraft, user: Any, at: datetime, *, keep: str = "") -> None:
    """A guest's draft, locked by the caller, becomes the user's."""
    older = AppealDraft.objects.filter(
        user=user,
        addressee_id=draft.addressee_id,
        form_id=draft.form_id,
        state=AppealDraft.State.OPEN,
        idempotency_key="",
    )
    if keep and older.filter(public_id=keep).exists():
        draft.state = AppealDraft.State.DISCARDED
    else:
        older.update(state=AppealDraft.State.DISCARDED, updated_at=at)
    draft.user, draft.guest_key_hash, draft.updated_at = user, "", at
    draft.save(update_fields=["user", "guest_key_hash", "state", "updated_at"])


def put_away_beside(draft: AppealDraft, user: Any) -> AppealDraft | None:
    """The latest draft that gave way to this one and still holds what was typed."""
    if draft.user_id is None or draft.user_id != user.pk:
        return None
    given_way = AppealDraft.objects.filter(
        user=user,
        addressee_id=draft.addressee_id,
        form_id=draft.form_id,
        state=AppealDraft.State.DISCARDED,
        idempotency_key="",
    )
    return given_way.exclude(data={}).order_by("-updated_at", "-pk").first()


@transaction.atomic
def restore_draft(draft: AppealDraft, user: Any, at: datetime) -> None:
    """Open a draft that was put away; the open one takes its place, so neither is lost."""
    own = AppealDraft.objects.select_for_update().filter(
        user=user, addressee_id=draft.addressee_id, form_id=draft.form_id, idempotency_key=""
    )
    own.filter(state=AppealDraft.State.OPEN).update(
        state=AppealDraft.State.DISCARDED, updated_at=at
    )
    own.filter(pk=draft.pk, state=AppealDraft.State.DISCARDED).update(
        state=AppealDraft.State.OPEN, updated_at=at
    )


def forget_old_drafts(at: datetime) -> int:
    """Drafts nobody has touched for long go with their files: PD-03, no longer than needed.

    Of a draft that was sent only the mark stays that it was: the text and files are the case's.
    """
    old = AppealDraft.objects.filter(updated_at__lt=at - KEPT_FOR)
    sent = old.filter(state=AppealDraft.State.SUBMITTED).exclude(data={})
    with transaction.atomic():
        DraftFile.objects.filter(draft__in=sent).delete()
        sent.update(data={})
    forgotten = 0
    for draft in old.exclude(state=AppealDraft.State.SUBMITTED).order_by("pk")[:1_000]:
        with transaction.atomic():
            for file in draft.files.all():
                private_files.forget_file(file.file)
            draft.delete()
        forgotten += 1
    return forgotten
