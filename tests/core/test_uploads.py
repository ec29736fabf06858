"""core.private_files: what is taken, by its content."""

import hashlib
import io
import tracemalloc
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from core.errors import RuleBroken
from core.private_files import check_totals, inspect_upload, stored_name
from core.private_files.kinds import ALL, KINDS, accept, kind_of
from core.private_files.names import LENGTH, clean_name

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def zipped(**files: str) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, text in files.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), text)
    return content.getvalue()


def picture(form: str) -> bytes:
    content = io.BytesIO()
    Image.new("RGB", (4, 4)).save(content, form)
    return content.getvalue()


def stream(name: str) -> bytes:
    return name.encode("utf-16-le") + b"\0\0"


DOCX = zipped(**{"[Content_Types]_xml": "", "word__document_xml": ""})
XLSX = zipped(**{"[Content_Types]_xml": "", "xl__workbook_xml": ""})
ODT = zipped(mimetype="application/vnd.oasis.opendocument.text", content_xml="")
ODS = zipped(mimetype="application/vnd.oasis.opendocument.spreadsheet", content_xml="")
PDF = b"%PDF-1.7\n%\xe2\xe3\n"
ZIP = zipped(readme="hello")

GOOD = {
    "pdf": PDF,
    "jpg": picture("JPEG"),
    "png": picture("PNG"),
    "webp": picture("WEBP"),
    "tiff": picture("TIFF"),
    "heic": b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(32),
    "docx": DOCX,
    "xlsx": XLSX,
    "odt": ODT,
    "ods": ODS,
    "doc": OLE + stream("WordDocument"),
    "xls": OLE + stream("Workbook"),
    "rtf": rb"{\rtf1\ansi text}",
    "txt": "Добрий день".encode(),
    "csv": "вулиця;будинок".encode(),
}


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="application/pdf")


def refusal(name: str, content: bytes, **kwargs) -> str:
    with pytest.raises(RuleBroken) as refused:
        inspect_upload(upload(name, content), **kwargs)
    assert str(refused.value)
    return refused.value.code


def test_every_kind_of_the_table_has_an_example():
    assert set(GOOD) == set(KINDS) == set(ALL)


@pytest.mark.parametrize("code", GOOD)
def test_kind_is_told_by_content_and_the_browsers_word_is_ignored(code):
    content = GOOD[code]
    found = inspect_upload(upload(f"Файл.{KINDS[code].endings[0].upper()}", content))
    assert found == (KINDS[code].content_type, hashlib.sha256(content).hexdigest(), len(content))


@pytest.mark.parametrize("code", [code for code in GOOD if code != "csv"])
def test_name_without_an_ending_is_no_obstacle(code):
    assert inspect_upload(upload("скан", GOOD[code])).content_type == KINDS[code].content_type


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.pdf", ZIP, "file_kind"),
        ("a.zip", ZIP, "file_kind"),
        ("a.pdf", DOCX, "file_name_lies"),
        ("a.docx", PDF, "file_name_lies"),
        ("a.png", GOOD["jpg"], "file_name_lies"),
        ("a.pdf.exe", PDF, "file_name_lies"),
        ("a.html", b"plain words", "file_name_lies"),
        ("a.exe", b"MZ\x90\0" + bytes(200), "file_kind"),
        ("a.gif", picture("GIF"), "file_kind"),
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "file_markup"),
        ("a.txt", b"\xef\xbb\xbf  <!DOCTYPE html><p>", "file_markup"),
        ("a.txt", b"words <script>alert(1)</script>", "file_markup"),
        ("a.txt", "<html>".encode("utf-16"), "file_markup"),
        ("a.txt", b"a\0b", "file_kind"),
        ("a.txt", b"\x98\xff\x01", "file_kind"),
        ("a.pdf", b"", "file_empty"),
        ("a.docx", zipped(**{"[Content_Types]_xml": "", "word__document_xml": "",
                             "word__vbaProject.bin": ""}), "file_macros"),
        ("a.odt", zipped(mimetype="application/vnd.oasis.opendocument.text",
                         Basic__Standard_xml=""), "file_macros"),
        ("a.doc", OLE + stream("WordDocument") + stream("_VBA_PROJECT"), "file_macros"),
        ("a.docx", OLE + stream("EncryptedPackage"), "file_encrypted"),
        ("a.msi", OLE, "file_kind"),
        ("a.docx", DOCX[:60], "file_kind"),
        ("a.odt", zipped(mimetype="application/vnd.oasis.opendocument.graphics"), "file_kind"),
        ("a.odt", zipped(mimetype="x" * 5000), "file_kind"),
    ],
)  # fmt: skip
def test_what_is_not_taken(name, content, code):
    assert refusal(name, content) == code


def test_zip_of_twenty_thousand_names_is_refused_before_they_are_read():
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("[Content_Types].xml", "")
        archive.writestr("word/document.xml", "")
        for place in range(20_000):
            archive.writestr(f"{place:08}", "")
    tracemalloc.start()
    assert refusal("a.docx", content.getvalue()) == "file_kind"
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 4 * 1024 * 1024 + len(content.getvalue())


def test_only_the_allowed_kinds_are_taken_by_code_or_content_type():
    assert refusal("a.docx", DOCX, allowed=["pdf"]) == "file_kind"
    assert refusal("a.docx", DOCX, allowed=["image/png", "pdf"]) == "file_kind"
    assert inspect_upload(upload("a.pdf", PDF), allowed=["application/pdf"]).size == len(PDF)
    assert refusal("a.txt", b"words", allowed=["csv"]) == "file_kind"


def test_refusal_stands_beside_its_field():
    with pytest.raises(RuleBroken) as refused:
        inspect_upload(upload("a.pdf", b""), field="files")
    assert refused.value.field == "files"


def test_size_is_limited(settings):
    settings.UPLOAD_MAX_FILE_BYTES = 20
    assert refusal("a.pdf", PDF.ljust(21)) == "file_too_large"
    assert inspect_upload(upload("a.pdf", PDF.ljust(20))).size == 20


def test_number_and_sum_of_files_are_limited(settings):
    settings.UPLOAD_MAX_FILES, settings.UPLOAD_MAX_TOTAL_BYTES = 3, 100
    check_totals([50, 50, 0])
    for sizes, code in (([1] * 4, "too_many_files"), ([50, 51], "files_too_large")):
        with pytest.raises(RuleBroken) as refused:
            check_totals(sizes)
        assert refused.value.code == code


def test_file_is_left_at_its_start():
    file = upload("a.pdf", PDF)
    inspect_upload(file)
    assert file.read() == PDF


@given(st.binary(max_size=400))
def test_any_bytes_are_taken_or_refused_but_never_crash(content):
    for head in (b"", b"PK\x03\x04", OLE[:8], b"%PDF-", b"\xff\xfe"):
        try:
            inspect_upload(upload("a", head + content))
        except RuleBroken as refused:
            assert str(refused)


@pytest.mark.parametrize(
    ("name", "content_type", "clean"),
    [
        ("Заява.pdf", "application/pdf", "Заява.pdf"),
        ("фото.JPEG", "image/jpeg", "фото.jpeg"),
        ("C:\\тека\\скан.pdf", "application/pdf", "скан.pdf"),
        ("../../etc/passwd", "text/plain", "passwd.txt"),
        ("gpj.\u202efdp.pdf", "application/pdf", "gpj.fdp.pdf"),
        ("a\x00b\r\n.pdf", "application/pdf", "ab.pdf"),
        ("..pdf", "application/pdf", "pdf.pdf"),
        ("", "application/pdf", "файл.pdf"),
        ('<script>"|?*.txt', "text/plain", "script.txt"),
        ("звіт..2026...pdf", "application/pdf", "звіт.2026.pdf"),
        ("и\u0306.txt", "text/plain", "й.txt"),
        ("скан", "application/octet-stream", "скан.bin"),
    ],
)
def test_stored_name_is_harmless(name, content_type, clean):
    assert stored_name(name, content_type) == clean


@given(st.text(max_size=400))
def test_any_name_becomes_one_short_visible_line(name):
    clean = clean_name(name, "pdf")
    assert 5 <= len(clean) <= LENGTH
    assert clean.isprintable() or "\u00ad" in clean
    assert clean.endswith(".pdf")
    assert not set(clean) & set('/\\<>:"|?*')
    assert not clean.startswith(".")


def test_kinds_are_found_by_code_and_type():
    assert kind_of("pdf") is kind_of("application/pdf; charset=x") is KINDS["pdf"]
    assert kind_of("text/html") is None
    assert accept(("pdf", "jpg")) == ".pdf,.jpg,.jpeg,.jpe,.jfif"
