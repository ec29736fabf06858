"""Small real files to upload."""

import zipfile
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile

PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)


def pdf(name: str = "letter.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PDF, "application/pdf")


def archive(name: str = "archive.zip") -> SimpleUploadedFile:
    """A zip, under whatever name."""
    content = BytesIO()
    with zipfile.ZipFile(content, "w") as packed:
        packed.writestr("a.txt", "text")
    return SimpleUploadedFile(name, content.getvalue(), "application/pdf")
