"""A piece of a page that is asked for again and again: unchanged, it costs a header."""

import hashlib
import re
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.template.loader import render_to_string
from django.utils.cache import patch_cache_control

_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')
"""Made anew at every look; it is no news."""


def fragment(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """The piece with the mark of its content, or 304 where the asker has this very piece.

    Marks are taken of what is shown, so nothing that changes on the screen can be missed.
    """
    body = render_to_string(template, context, request)
    mark = f'"{hashlib.sha256(_TOKEN.sub("", body).encode()).hexdigest()[:24]}"'
    same = request.headers.get("If-None-Match") == mark
    answer = HttpResponseNotModified() if same else HttpResponse(body)
    answer.headers["ETag"] = mark
    patch_cache_control(answer, private=True, no_cache=True)
    return answer
