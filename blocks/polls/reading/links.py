"""The same page in other languages, for pages that do not stand in the tree."""

from typing import NamedTuple

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.translation import get_language


class LanguageLink(NamedTuple):
    code: str
    name: str
    url: str
    is_current: bool


def language_links(request: HttpRequest) -> list[LanguageLink]:
    here, now = request.build_absolute_uri(request.get_full_path()), get_language()
    return [
        LanguageLink(code, str(name), translate_url(here, code), code == now)
        for code, name in settings.LANGUAGES
    ]
