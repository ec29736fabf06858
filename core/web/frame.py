"""What stands around every page: links of the header and the footer, the city's name and phone.

Rooms above provide it; it is read once and kept in the cache, so that a page asks the database
nothing for its frame.
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

KEEP_SECONDS = 300

Provider = Callable[[str], dict[str, Any]]
_providers: list[Provider] = []

DeskProvider = Callable[[HttpRequest, str], dict[str, Any]]
_desk: list[DeskProvider] = []


def provide(provider: Provider) -> None:
    """A room's `ready()` gives a callable: language → {"main": [{"title", "url"}], "city": {…}}."""
    if provider not in _providers:
        _providers.append(provider)


def frame(language: str) -> dict[str, Any]:
    """Everything around a page in a language."""
    key = f"frame:{language}"
    kept = cache.get(key)
    if kept is None:
        kept = {}
        for provider in _providers:
            kept |= provider(language)
        cache.set(key, kept, KEEP_SECONDS)
    return kept


def forget_frame() -> None:
    """After a page or the city's settings have changed."""
    cache.delete_many([f"frame:{code}" for code, _name in settings.LANGUAGES])


def provide_desk(provider: DeskProvider) -> None:
    """The desk gives what stands around its pages, for rooms beneath it that have pages there."""
    if provider not in _desk:
        _desk.append(provider)


def desk_frame(request: HttpRequest, section: str) -> dict[str, Any]:
    """Sections of the desk for this person; `section` is the one they are in."""
    around: dict[str, Any] = {}
    for provider in _desk:
        around |= provider(request, section)
    return around
