"""A made table on its way to a browser: downloaded, kept by nobody in between."""

from collections.abc import Iterable

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

_HEADERS = {
    "Cache-Control": "private, no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
    "Referrer-Policy": "no-referrer",
}


def file_response(content: bytes, filename: str, content_type: str) -> HttpResponse:
    return HttpResponse(content, content_type=content_type, headers=_headers(filename))


def stream_response(pieces: Iterable[bytes], filename: str, content_type: str) -> HttpResponseBase:
    """Sent piece by piece as it is made."""
    return StreamingHttpResponse(pieces, content_type=content_type, headers=_headers(filename))


def _headers(filename: str) -> dict[str, str]:
    return {**_HEADERS, "Content-Disposition": content_disposition_header(True, filename) or ""}
