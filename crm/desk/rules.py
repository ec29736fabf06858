"""How the desk cuts, groups and names its lists. No Django queries, no clock."""

import datetime as dt
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

PAGE_SIZE = 25
COUNT_LIMIT = 1_000
"""Counting stops here and says «1000+»: nobody needs the figure, and a million rows is slow."""
FOUND_LIMIT = 100
"""A search stops counting earlier: every row it counts is a text read through."""
CHANNEL_ICONS = {
    "web": "globe",
    "api": "globe",
    "phone": "phone",
    "paper": "scroll",
    "reception": "user",
    "email": "envelope-simple",
}
TIMELINE_LIMIT = 12
"""So many latest entries of a card are shown at once; earlier ones by a link."""


@dataclass(frozen=True)
class SavedView:
    """A named set of filters in the rail."""

    code: str
    label: Any
    params: tuple[tuple[str, str], ...]
    needs: tuple[str, ...] = ()
    """Rights, of which one is enough."""
    is_alarm: bool = False


SAVED_VIEWS = (
    SavedView("mine", _("Mine"), (("who", "me"),)),
    SavedView("overdue", _("Overdue"), (("due", "overdue"),), is_alarm=True),
    SavedView(
        "unassigned",
        _("Without an executor"),
        (("who", "none"),),
        ("appeals.assign", "appeals.register"),
    ),
    SavedView("to_register", _("To register"), (("state", "submitted"),), ("appeals.register",)),
    SavedView("to_close", _("To take off control"), (("state", "answered"),), ("appeals.close",)),
    SavedView("to_sign", _("To sign"), (("state", "reply_draft"),), ("appeals.sign",)),
)


@dataclass(frozen=True)
class Sort:
    """An order of the list. `column` is followed by the key, so that paging is exact."""

    code: str
    label: Any
    column: str
    is_descending: bool = False


SORTS = {
    sort.code: sort
    for sort in (
        Sort("due", _("Nearest due first"), "due_on"),
        Sort("received", _("Newest first"), "received_at", True),
        Sort("updated", _("Lately changed first"), "updated_at", True),
    )
}


@dataclass(frozen=True)
class Cursor:
    """The edge of a page: the value of the sort column there and the row's key."""

    value: str | None
    pk: int
    is_backward: bool = False

    def as_text(self) -> str:
        raw = json.dumps([self.value, self.pk, int(self.is_backward)], separators=(",", ":"))
        return urlsafe_b64encode(raw.encode()).decode().rstrip("=")

    @classmethod
    def from_text(cls, text: str) -> "Cursor | None":
        """None for anything that is not a cursor: a broken link shows the first page."""
        try:
            padded = text + "=" * (-len(text) % 4)
            value, pk, backward = json.loads(urlsafe_b64decode(padded.encode()))
            if isinstance(value, str):
                dt.datetime.fromisoformat(value)
            elif value is not None:
                return None
            return cls(value, int(pk), bool(backward))
        except (ValueError, TypeError, UnicodeError, RecursionError):
            return None


@dataclass
class Group:
    """Rows under one head: overdue, today, tomorrow, this week, later, no term."""

    code: str
    label: Any
    count: int | None = None
    rows: list[Any] = field(default_factory=list)


GROUPS = {
    "overdue": pgettext_lazy("rows under it", "Overdue"),
    "today": _("Today"),
    "tomorrow": _("Tomorrow"),
    "week": _("This week"),
    "later": _("Later"),
    "none": _("Without a term"),
    "done": pgettext_lazy("rows under it", "Finished"),
    "all": "",
}


def group_of(due: dt.date | None, today: dt.date) -> str:
    """Under which head a date stands; the week ends on Sunday."""
    if due is None:
        return "none"
    if due < today:
        return "overdue"
    if due <= today + dt.timedelta(days=1):
        return "today" if due == today else "tomorrow"
    return "week" if due <= today + dt.timedelta(days=6 - today.weekday()) else "later"


def grouped(
    rows: Iterable[Any], codes: Iterable[str], counts: dict[str, int] | None
) -> list[Group]:
    """Rows in their order, a head before each change of group."""
    groups: list[Group] = []
    for row, code in zip(rows, codes, strict=True):
        if not groups or groups[-1].code != code:
            count = counts.get(code) if counts is not None else None
            groups.append(Group(code, GROUPS[code], count))
        groups[-1].rows.append(row)
    return groups


LINKED_BACK = {
    "repeats": pgettext_lazy("link of cases", "Repeated by"),
    "joined": pgettext_lazy("link of cases", "Joined to this"),
    "same_matter": pgettext_lazy("link of cases", "On the same matter"),
    "part": pgettext_lazy("link of cases", "Part of this"),
    "requalified": pgettext_lazy("link of cases", "Requalified into"),
}


def words_of(link: Any, case: Any) -> str:
    """How a link reads from the side of this case."""
    if link.later_id == case.pk:
        return str(link.get_kind_display())
    return str(LINKED_BACK[link.kind])


CONTROL_WORDS = {
    "on": pgettext_lazy("event", "Put on control"),
    "off": pgettext_lazy("event", "Taken off control"),
    "delegated": _("Control delegated"),
}
