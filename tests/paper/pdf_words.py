"""The words of a PDF, as a person reads them: hyphens at the ends of lines are put together."""

import re
from io import BytesIO

from pypdf import PdfReader

AT_THE_END = re.compile(r"[-\u2010\u00ad]\s*\n\s*")


def words_of(pdf: bytes) -> str:
    text = "\n".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)
    return " ".join(AT_THE_END.sub("", text).replace("\u00ad", "").split())
