"""Facts that many readers of the same page need, kept in the process for a short while.

A page is shown in two themes, two sizes and to programs; its crumbs, hours and links to forms are
the same each time. What is kept is forgotten together with kept pages, at the first change of a
page, an addressee, a schedule or a form (`core.web.cache.forget_public_pages`).
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from secrets import token_hex
from threading import Lock
from typing import Any

from django.core.cache import cache

from core import clock
from core.web.cache import GENERATION

KEEP_SECONDS = 30
MOST = 2000
LIFE = "kept-facts"

_kept: OrderedDict[tuple, tuple[float, Any]] = OrderedDict()
_lock = Lock()


def kept(key: Hashable, make: Callable[[], Any]) -> Any:
    """The value under a key; made anew when it is old, unknown, or something public has changed.

    Values are shared by threads: keep what nobody changes.
    """
    whole = (_generation(), key)
    now = clock.now().timestamp()
    found = _kept.get(whole)
    if found is not None and 0 <= now - found[0] < KEEP_SECONDS:
        return found[1]
    value = make()
    with _lock:
        _kept[whole] = (now, value)
        while len(_kept) > MOST:
            _kept.popitem(last=False)
    return value


def _generation() -> tuple[int, str]:
    """Changes with everything public, and when somebody empties the cache."""
    known = cache.get_many([GENERATION, LIFE])
    if LIFE not in known:
        known[LIFE] = token_hex(8)
        cache.add(LIFE, known[LIFE], None)
    return known.get(GENERATION, 0), known[LIFE]
