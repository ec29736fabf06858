"""Documents on paper: Typst templates filled with data, set as PDF. No tables."""

from core.paper.kinds import PaperKind, kind_named, kinds, register
from core.paper.serving import pdf_response
from core.paper.setting import BrokenTemplate, set_pages, set_pdf
from core.paper.trial import try_out

__all__ = [
    "BrokenTemplate",
    "PaperKind",
    "kind_named",
    "kinds",
    "pdf_response",
    "register",
    "set_pages",
    "set_pdf",
    "try_out",
]
