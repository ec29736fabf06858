"""The only way a private file leaves: through a view that checked who asks, mostly a download."""

from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

from core.private_files import kinds

# A file that a browser is tricked into showing still cannot run, frame or fetch anything.
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cache-Control": "private, no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",
}
# Only a document that a browser shows by itself, and only inside a page of our own.
SHOWN = ("application/pdf",)
_SHOWN_HEADERS = {
    **_HEADERS,
    "Content-Security-Policy": (
        "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'"
    ),
    "X-Frame-Options": "SAMEORIGIN",
}


def serve(
    fieldfile: Any, filename: str, content_type: str, *, shown: bool = False
) -> HttpResponseBase:
    """A response with the file. The caller has checked access and recorded the viewing.

    `shown`: a PDF stands in a frame of our own page instead of being downloaded.

    With settings.PRIVATE_X_ACCEL (an internal location of nginx, such as "/private/") the server
    in front sends the bytes; otherwise this process streams them.
    """
    known = kinds.kind_of(content_type)
    is_shown = shown and content_type in SHOWN
    headers = {
        **(_SHOWN_HEADERS if is_shown else _HEADERS),
        "Content-Type": known.content_type if known else "application/octet-stream",
        "Content-Disposition": content_disposition_header(not is_shown, _one_line(filename)),
    }
    inner = getattr(settings, "PRIVATE_X_ACCEL", "")
    if inner:
        where = inner.rstrip("/") + "/" + quote(fieldfile.name)
        return HttpResponse(headers={**headers, "X-Accel-Redirect": where})
    response = FileResponse(fieldfile.open("rb"))
    for name, value in headers.items():
        response.headers[name] = value
    return response


def _one_line(filename: str) -> str:
    return "".join(sign for sign in filename if sign.isprintable()) or "file"
