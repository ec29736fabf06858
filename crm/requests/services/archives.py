"""A person's own archive: everything the city keeps about them, in one ZIP (PD-04)."""

import json
import tempfile
import zipfile
from datetime import datetime, timedelta
from typing import Any, BinaryIO

from django.core.files import File
from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, transaction
from django.http import Http404
from django.template.loader import render_to_string
from django.utils.translation import override

from core import private_files
from core.accounts.export import own_data
from core.accounts.models import User
from core.audit import services as journal
from core.notify.services import post
from crm.cases.models import Attachment
from crm.requests import notices
from crm.requests.archive_words import readable
from crm.requests.models import DataExport
from crm.requests.viewings import viewings_of
from crm.residents.models import Resident
from crm.residents.ports import export_of

KEPT_DAYS = 7


def ask_for_archive(user: Any, at: datetime) -> DataExport:
    """One is made at a time: a second press answers with the one that is waiting."""
    from crm.requests.tasks import make_archive

    waiting = DataExport.objects.filter(user=user, state=DataExport.State.WAITING)
    if (known := waiting.first()) is not None:
        return known
    try:
        with transaction.atomic():
            archive = DataExport.objects.create(user=user, requested_at=at)
            journal.record("residents.archive_asked", user, archive, at)
            transaction.on_commit(lambda: make_archive.enqueue(archive.pk), robust=True)
            return archive
    except IntegrityError:
        return waiting.get()


def make_archive_now(pk: int, at: datetime) -> None:
    """The worker's part: gather, write, tell. What is not waiting is left alone."""
    with private_files.no_orphans(), transaction.atomic():
        archive = (
            DataExport.objects.select_for_update()
            .filter(pk=pk, state=DataExport.State.WAITING)
            .first()
        )
        if archive is None:
            return
        with tempfile.TemporaryFile() as written:
            _write(written, archive.user, at)
            archive.size = written.tell()
            written.seek(0)
            archive.file.save("archive.zip", File(written), save=False)
        archive.state, archive.ready_at = DataExport.State.READY, at
        archive.expires_at = at + timedelta(days=KEPT_DAYS)
        archive.save()
        journal.record("residents.archive_made", None, archive, at)
        context = {"expires_on": archive.expires_at, "url": notices.data_path()}
        post(notices.ARCHIVE_READY.code, to=archive.user, context=context, at=at)


def open_archive(user: Any, public_id: str, at: datetime) -> DataExport:
    """One's own, ready and not over; anything else is the absent page."""
    found = DataExport.objects.filter(
        user=user, public_id=public_id, state=DataExport.State.READY, expires_at__gt=at
    ).first()
    if found is None:
        raise Http404
    journal.record("residents.archive_fetched", user, found, at)
    return found


@transaction.atomic
def forget_archives(at: datetime) -> int:
    """Delete the bytes of archives whose days are over; the rows say that there were some."""
    over = DataExport.objects.filter(state=DataExport.State.READY, expires_at__lte=at)
    many = 0
    for archive in over.select_for_update():
        private_files.forget_file(archive.file)
        archive.file, archive.state = "", DataExport.State.EXPIRED
        archive.save(update_fields=["file", "state"])
        many += 1
    return many


def gathered(user: User, at: datetime) -> dict[str, Any]:
    """Everything about the person as one tree, ready for JSON."""
    found: dict[str, Any] = {"made_at": at, **own_data(user)}
    resident = Resident.objects.filter(user=user).first()
    if resident is not None:
        found |= export_of(resident)
        found["viewings"] = [
            {"at": one.at, "role": one.role, "screen": one.screen, "record": one.number}
            for one in viewings_of(resident, user)
        ]
    return found


def _write(target: BinaryIO, user: User, at: datetime) -> None:
    """data.json for programs, data.html for people, the files of one's own records."""
    with (
        override(user.language or "uk"),
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        data = gathered(user, at)
        text = json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
        archive.writestr("data.json", text)
        plain = json.loads(text)
        context = {"sections": readable(plain), "person": user.full_name, "at": at}
        archive.writestr("data.html", render_to_string("requests/archive.html", context))
        for file in Attachment.objects.filter(
            case__resident__user=user, for_author=True
        ).select_related("case"):
            _add_file(archive, file)


def _add_file(archive: zipfile.ZipFile, file: Attachment) -> None:
    """In pieces, whatever the size; a file that was lost on the disk is left out."""
    folder = file.case.number.replace("/", "-")
    try:
        with (
            file.file.open("rb") as source,
            archive.open(f"files/{folder}/{file.public_id[:6]}-{file.name}", "w") as place,
        ):
            for piece in source.chunks():
                place.write(piece)
    except FileNotFoundError:
        return
