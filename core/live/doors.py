"""Who may listen to what: rooms above open the doors of their kinds of keys."""

from collections.abc import Callable

from django.conf import settings

Door = Callable[[str], bool]
_doors: dict[str, Door] = {}


def open_door(kind: str, door: Door) -> None:
    """`door(name)` says whether news of the key `kind:name` may be heard by anybody who asks.

    News tell that something has changed and never what; every piece of a page that is asked for
    afterwards has its own guard.
    """
    _doors[kind] = door


def may_listen(kind: str, name: str) -> bool:
    door = _doors.get(kind)
    return door is not None and door(name)


def stream_of(kind: str, name: object) -> str:
    """The address of the stream; empty where none is served, and pages ask by themselves."""
    return f"{settings.LIVE_URL}/live/{kind}/{name}/" if settings.LIVE_URL else ""
