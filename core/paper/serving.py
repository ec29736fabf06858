"""A made document on its way to a browser: shown in place, kept by nobody in between."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

# A viewer of PDF is a small program of the browser: it needs to place itself and its own styles.
_POLICY = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'"


def pdf_response(pdf: bytes, filename: str) -> HttpResponse:
    """The caller has checked access and recorded the viewing."""
    return HttpResponse(
        pdf,
        content_type="application/pdf",
        headers={
            "Content-Disposition": content_disposition_header(False, filename),
            "Content-Security-Policy": _POLICY,
            "Cache-Control": "private, no-store",
            "X-Content-Type-Options": "nosniff",
            "X-Robots-Tag": "noindex",
            "Referrer-Policy": "no-referrer",
        },
    )
