"""What a file is, by its content. The name and the browser's word count for nothing here."""

import codecs
import re
import zipfile
from typing import BinaryIO

import filetype

HEAD = 8192

_ZIP_END = 22
_ZIP_DIRECTORY_AT_MOST = 1024 * 1024
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURES = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
    "image/heic": "heic",
    "image/tiff": "tiff",
}
_OPEN_DOCUMENTS = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
}
_MARKUP = re.compile(r"<(?:!doctype|!--|\?xml|html|head|body|svg|script|iframe|math|style)", re.I)
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")


class Unwelcome(Exception):
    """Recognised, but never taken: `reason` is "macros", "encrypted" or "markup"."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def detect(file: BinaryIO) -> str | None:
    """The code of the file's kind (see kinds.KINDS), or None. Leaves the file at its start."""
    file.seek(0)
    head = file.read(HEAD)
    file.seek(0)
    try:
        return _detect(file, head)
    finally:
        file.seek(0)


def _detect(file: BinaryIO, head: bytes) -> str | None:
    if head.startswith(b"%PDF-"):
        return "pdf"
    if head.startswith(b"PK\x03\x04"):
        return _detect_zipped(file)
    if head.startswith(_OLE):
        return _detect_ole(file)
    if head.startswith(b"{\\rtf"):
        return "rtf"
    guess = filetype.guess_mime(head)
    if guess:
        return _PICTURES.get(guess)
    return _detect_text(file)


def _detect_zipped(file: BinaryIO) -> str | None:
    """Office documents are zips: the names inside tell which; nothing is unpacked but a label."""
    if not _has_modest_directory(file):
        return None
    try:
        with zipfile.ZipFile(file) as archive:
            names = {info.filename for info in archive.infolist()}
            if any(name.lower().endswith("vbaproject.bin") for name in names):
                raise Unwelcome("macros")
            if any(name.startswith(("Basic/", "Scripts/")) for name in names):
                raise Unwelcome("macros")
            if "[Content_Types].xml" in names:
                if "word/document.xml" in names:
                    return "docx"
                return "xlsx" if "xl/workbook.xml" in names else None
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 100:
                return _OPEN_DOCUMENTS.get(archive.read("mimetype").strip())
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, ValueError):
        return None
    return None


def _has_modest_directory(file: BinaryIO) -> bool:
    """Ten megabytes of names alone would cost a hundred of memory to list; no document has that."""
    size = file.seek(0, 2)
    file.seek(max(0, size - _ZIP_END - 65_535))
    tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) - at < _ZIP_END or b"PK\x06\x07" in tail:
        return False
    return int.from_bytes(tail[at + 12 : at + 16], "little") <= _ZIP_DIRECTORY_AT_MOST


def _detect_ole(file: BinaryIO) -> str | None:
    """Old Word and Excel files: names of the streams stand in their directory in UTF-16."""
    content = file.read()
    if _has_stream(content, "EncryptedPackage"):
        raise Unwelcome("encrypted")
    if _has_stream(content, "_VBA_PROJECT") or _has_stream(content, "_VBA_PROJECT_CUR"):
        raise Unwelcome("macros")
    if _has_stream(content, "WordDocument"):
        return "doc"
    return "xls" if _has_stream(content, "Workbook") or _has_stream(content, "Book") else None


def _has_stream(content: bytes, name: str) -> bool:
    return name.encode("utf-16-le") + b"\x00\x00" in content


def _detect_text(file: BinaryIO) -> str | None:
    """Readable text in UTF-8, UTF-16 with its mark, or the old Windows code page."""
    content = file.read()
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "cp1251"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _CONTROLS.search(text):
            return None
        if _MARKUP.search(text[:HEAD]):
            raise Unwelcome("markup")
        return "txt"
    return None
