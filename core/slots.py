"""Named places a lower room leaves open and an upper room fills at start-up.

A public page renders `{% slot "appeal_form" page=page %}` without importing the room behind it.
"""

from collections.abc import Callable
from typing import Any

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

Renderer = Callable[..., str]

_renderers: dict[str, Renderer] = {}


def fill(name: str, renderer: Renderer) -> None:
    """Give a slot its renderer; called from AppConfig.ready(), once per name."""
    present = _renderers.setdefault(name, renderer)
    if present is not renderer:
        raise ValueError(f"Slot {name!r} is already filled by {present!r}.")


def is_filled(name: str) -> bool:
    return name in _renderers


def render(name: str, /, **ctx: Any) -> SafeString:
    """The slot's piece; nothing when no room fills it. Text that is not marked safe is escaped."""
    renderer = _renderers.get(name)
    return mark_safe("") if renderer is None else conditional_escape(renderer(**ctx) or "")


def names() -> list[str]:
    return sorted(_renderers)
