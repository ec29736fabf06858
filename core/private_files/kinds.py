"""Kinds of files the city takes, and what each is called."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind by its code; `endings` are the file name endings it may have, the first is usual."""

    code: str
    content_type: str
    endings: tuple[str, ...]
    label: Any


KINDS = {
    kind.code: kind
    for kind in (
        FileKind("pdf", "application/pdf", ("pdf",), _("PDF")),
        FileKind("jpg", "image/jpeg", ("jpg", "jpeg", "jpe", "jfif"), _("JPEG picture")),
        FileKind("png", "image/png", ("png",), _("PNG picture")),
        FileKind("webp", "image/webp", ("webp",), _("WebP picture")),
        FileKind("heic", "image/heic", ("heic", "heif"), _("HEIC picture")),
        FileKind("tiff", "image/tiff", ("tif", "tiff"), _("TIFF picture")),
        FileKind(
            "docx",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            ("docx",),
            _("Word document (DOCX)"),
        ),
        FileKind("doc", "application/msword", ("doc",), _("Word document (DOC)")),
        FileKind(
            "odt", "application/vnd.oasis.opendocument.text", ("odt",), _("OpenDocument text")
        ),
        FileKind("rtf", "application/rtf", ("rtf",), _("RTF text")),
        FileKind(
            "xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            ("xlsx",),
            _("Excel table (XLSX)"),
        ),
        FileKind("xls", "application/vnd.ms-excel", ("xls",), _("Excel table (XLS)")),
        FileKind(
            "ods",
            "application/vnd.oasis.opendocument.spreadsheet",
            ("ods",),
            _("OpenDocument table"),
        ),
        FileKind("txt", "text/plain", ("txt", "text"), _("Plain text")),
        FileKind("csv", "text/csv", ("csv",), _("CSV table")),
    )
}

BY_CONTENT_TYPE = {kind.content_type: kind for kind in KINDS.values()}
DOCUMENTS = ("pdf", "docx", "doc", "odt", "rtf", "xlsx", "xls", "ods", "txt", "csv")
PICTURES = ("jpg", "png", "webp", "heic", "tiff")
ALL = (*DOCUMENTS, *PICTURES)


def kind_of(code_or_type: str) -> FileKind | None:
    """A kind by its code or by its content type."""
    return KINDS.get(code_or_type) or BY_CONTENT_TYPE.get(code_or_type.split(";")[0].strip())


def accept(codes: tuple[str, ...] = ALL) -> str:
    """The `accept` attribute of a file input: .pdf,.jpg,…"""
    return ",".join(f".{ending}" for code in codes for ending in KINDS[code].endings)
