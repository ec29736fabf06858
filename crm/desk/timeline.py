"""The timeline of a card: entries in order, quiet system lines folded together."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar

from django.utils.translation import gettext as _

from crm.appeals.card_words import label_of
from crm.cases.models import Case, CaseEvent
from crm.cases.states import SAID, table_of
from crm.desk import rules
from crm.residents.faces import Face

Kind = CaseEvent.Kind

ICONS = {
    Kind.STATE: "arrow-bend-up-right",
    Kind.RESOLUTION: "stamp",
    Kind.NOTE: "lock-simple",
    Kind.ADDITION: "chat-circle-text",
    Kind.REPLY: "envelope-simple",
    Kind.FILE: "paperclip",
    Kind.TERM: "clock",
    Kind.INTERIM: "envelope-simple",
    Kind.SYSTEM: "gear",
    Kind.LINK: "link",
    Kind.ASSIGNMENT: "stamp",
    Kind.CONTROL: "seal-check",
}
QUIET = frozenset({Kind.STATE, Kind.SYSTEM})
SHOWN = (
    *("case", "kind", "at", "actor", "visibility", "text", "data"),
    *("actor__last_name", "actor__first_name", "actor__middle_name", "actor__email"),
)


@dataclass
class TimelineEntry:
    """One entry in words; `for_author` says that the author reads it too."""

    event: CaseEvent
    icon: str
    title: str
    who: str
    at: datetime
    text: str
    files: list[Any] = field(default_factory=list)
    is_note: bool = False
    for_author: bool = False
    to_whom: str = ""
    entries: ClassVar[tuple[()]] = ()  # unlike a Fold

    @property
    def is_quiet(self) -> bool:
        return self.event.kind in QUIET and not self.text and not self.files


@dataclass
class Fold:
    """Quiet lines between two entries, shown as one link until opened."""

    entries: list[TimelineEntry]

    @property
    def words(self) -> str:
        return ", ".join(entry.title for entry in self.entries)


@dataclass
class Timeline:
    """`first_files` came with the appeal itself, which stands above the entries."""

    items: list[TimelineEntry | Fold]
    first_files: list[Any]
    is_cut: bool


def timeline_of(case: Case, face: Face, *, whole: bool) -> Timeline:
    """The latest entries with their files, oldest on top. Two statements."""
    events = case.events.exclude(kind=Kind.SUBMITTED).select_related("actor").only(*SHOWN)
    latest = events.order_by("-at", "-pk")
    found = list(latest if whole else latest[: rules.TIMELINE_LIMIT + 1])
    is_cut = not whole and len(found) > rules.TIMELINE_LIMIT
    kept = found[: rules.TIMELINE_LIMIT] if is_cut else found
    files: dict[int | None, list[Any]] = {}
    first_files = []
    attached = case.attachments.select_related("event").defer("event__text", "event__data")
    for file in attached.order_by("pk"):
        if file.event is not None and file.event.kind == Kind.SUBMITTED:
            first_files.append(file)
        else:
            files.setdefault(file.event_id, []).append(file)
    entries = [entry_of(event, case, face, files.get(event.pk, [])) for event in reversed(kept)]
    return Timeline(folded(entries), first_files, is_cut)


def entry_of(event: CaseEvent, case: Case, face: Face, files: list[Any]) -> TimelineEntry:
    return TimelineEntry(
        event=event,
        icon=ICONS.get(Kind(event.kind), "circle"),
        title=_title(event, case),
        who=_who(event, case, face),
        at=event.at,
        text=event.text,
        files=files,
        is_note=event.kind == Kind.NOTE,
        for_author=event.visibility == CaseEvent.Visibility.AUTHOR,
        to_whom=str(event.data.get("executor_name", "")),
    )


def folded(entries: Iterable[TimelineEntry]) -> list[TimelineEntry | Fold]:
    """Neighbouring quiet lines together; everything else as it is."""
    items: list[TimelineEntry | Fold] = []
    for entry in entries:
        if not entry.is_quiet:
            items.append(entry)
        elif items and isinstance(items[-1], Fold):
            items[-1].entries.append(entry)
        else:
            items.append(Fold([entry]))
    return items


def _title(event: CaseEvent, case: Case) -> str:
    if event.kind == Kind.CONTROL:
        return str(rules.CONTROL_WORDS.get(event.data.get("what"), Kind.CONTROL.label))
    if event.kind == Kind.LINK:
        return f"{Kind.LINK.label}: {event.data.get('number', '')}"
    if event.kind == Kind.STATE and (to := event.data.get("to")):
        table = table_of(case.kind)
        return str(table.label(to)) if to in table else to
    if (said := event.data.get("said")) in SAID:
        return str(SAID[said])
    if "card" in event.data:
        names = ", ".join(label_of(name) for name in event.data["card"]) or "—"
        return _("Registration card corrected: %(names)s") % {"names": names}
    return str(Kind(event.kind).label)


def _who(event: CaseEvent, case: Case, face: Face) -> str:
    if event.actor is None:
        return ""
    if event.actor_id == case.author_id:
        return face.short_name if face.is_hidden else _("the author")
    return event.actor.short_name
