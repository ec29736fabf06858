"""The gate every uploaded file passes before it is stored."""

import hashlib
from collections.abc import Iterable
from typing import BinaryIO, NamedTuple

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.errors import RuleBroken
from core.private_files import kinds
from core.private_files.detection import Unwelcome, detect
from core.private_files.names import clean_name, ending_of


class Upload(NamedTuple):
    """content_type, sha256, size: what a row about the file keeps."""

    content_type: str
    sha256: str
    size: int


def inspect_upload(
    file: BinaryIO, allowed: Iterable[str] | None = None, field: str | None = None
) -> Upload:
    """Check size and content of one file; refuse with a sentence.

    `allowed` are codes or content types of `kinds`; without it, everything in the table.
    The ending of the name must agree with the content: a zip called .pdf is refused.
    """
    size = _size(file)
    name = str(getattr(file, "name", "") or "")
    if not size:
        raise RuleBroken(_("The file is empty."), field, "file_empty")
    if size > settings.UPLOAD_MAX_FILE_BYTES:
        raise RuleBroken(
            _("The file is larger than %(limit)s.")
            % {"limit": filesizeformat(settings.UPLOAD_MAX_FILE_BYTES)},
            field,
            "file_too_large",
        )
    kind = _check_kind(file, name, _kinds(allowed), field)
    return Upload(kind.content_type, _sha256(file), size)


def check_totals(sizes: Iterable[int], field: str | None = None) -> None:
    """Refuse too many files or too much in all; `sizes` are of all files of one message."""
    sizes = list(sizes)
    most = settings.UPLOAD_MAX_FILES
    if len(sizes) > most:
        raise RuleBroken(
            ngettext(
                "No more than %(count)d file can be added.",
                "No more than %(count)d files can be added.",
                most,
            )
            % {"count": most},
            field,
            "too_many_files",
        )
    if sum(sizes) > settings.UPLOAD_MAX_TOTAL_BYTES:
        raise RuleBroken(
            _("All files together are larger than %(limit)s.")
            % {"limit": filesizeformat(settings.UPLOAD_MAX_TOTAL_BYTES)},
            field,
            "files_too_large",
        )


def stored_name(name: str, content_type: str) -> str:
    """The file name to keep beside an inspected file."""
    kind = kinds.kind_of(content_type)
    ending = ending_of(name)
    if kind and ending not in kind.endings:
        ending = kind.endings[0]
    return clean_name(name, ending or "bin", fallback=_("file"))


def _kinds(allowed: Iterable[str] | None) -> list[kinds.FileKind]:
    found = [kinds.kind_of(code) for code in (kinds.ALL if allowed is None else allowed)]
    return [kind for kind in found if kind]


def _check_kind(
    file: BinaryIO, name: str, allowed: list[kinds.FileKind], field: str | None
) -> kinds.FileKind:
    try:
        code = detect(file)
    except Unwelcome as verdict:
        raise RuleBroken(_reason(verdict.reason), field, f"file_{verdict.reason}") from verdict
    ending = ending_of(name)
    if code == "txt" and ending == "csv":
        code = "csv"
    kind = kinds.KINDS.get(code or "")
    if kind is None or kind not in allowed:
        listed = ", ".join(kind.endings[0].upper() for kind in allowed)
        raise RuleBroken(
            _("Files of this kind are not taken. Choose one of: %(kinds)s.") % {"kinds": listed},
            field,
            "file_kind",
        )
    if ending and ending not in kind.endings:
        raise RuleBroken(
            _("The file is called .%(ending)s, but inside it is: %(kind)s.")
            % {"ending": ending, "kind": kind.label},
            field,
            "file_name_lies",
        )
    return kind


def _reason(reason: str) -> str:
    return {
        "macros": _("Documents with macros are not taken. Save the document without them."),
        "encrypted": _("The document is protected with a password. Save it without one."),
        "markup": _("Web pages and drawings with code are not taken. Save the text as PDF."),
    }[reason]


def _size(file: BinaryIO) -> int:
    size = getattr(file, "size", None)
    if size is None:
        size = file.seek(0, 2)
        file.seek(0)
    return size


def _sha256(file: BinaryIO) -> str:
    file.seek(0)
    digest = hashlib.sha256()
    while chunk := file.read(65536):
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()
