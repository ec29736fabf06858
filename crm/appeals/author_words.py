"""How an appeal is told to its author (labels of domain.md 13.1) and its timeline."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from crm.cases.models import Case, CaseEvent
from crm.cases.states import EXTENDED_LABEL, INQUIRY_KINDS, SAID, author_label

EXTENDED = "extended"


def author_state(case: Case) -> tuple[str, str]:
    """(code, label) as the author is told; an extended term is said in the place of the state."""
    if case.is_open and case.is_extended:
        return EXTENDED, str(EXTENDED_LABEL)
    # Taking off control is the office's own matter: for the author the appeal stays answered.
    state = "answered" if case.state == "closed" and case.answered_at else case.state
    return state, author_label(case.kind, case.state)


@dataclass
class Step:
    """One line of the author's timeline."""

    kind: str
    title: str
    at: datetime
    text: str = ""
    files: list[Any] = field(default_factory=list)
    data: dict[str, Any] = field(default_factory=dict)


def author_timeline(case: Case) -> list[Step]:
    """What the author may see, oldest first; steps inside the office that change nothing for the
    author (assigned, taken to work, drafted) are told once. Two statements."""
    events = case.events.filter(visibility=CaseEvent.Visibility.AUTHOR)
    found = list(events.prefetch_related("attachments").order_by("at", "pk"))
    steps = [_step(event, case.kind) for event in found]
    _show_opened(case, steps)
    return list(_told_once(steps))


def _show_opened(case: Case, steps: Iterable[Step]) -> None:
    """Materials that staff opened to the author stand under the answer that opened them (A-18)."""
    opened = {key: step for step in steps for key in step.data.get("opened", ())}
    for file in case.attachments.filter(public_id__in=opened, for_author=True) if opened else ():
        opened[file.public_id].files.append(file)


def _step(event: CaseEvent, kind: str) -> Step:
    files = [file for file in event.attachments.all() if file.for_author]
    return Step(event.kind, _title(event, kind), event.at, event.text, files, event.data)


def _title(event: CaseEvent, kind: str) -> str:
    if event.kind == CaseEvent.Kind.STATE and (to := event.data.get("to")):
        return author_label(kind, to)
    if (said := event.data.get("said")) in SAID:
        return str(SAID[said])
    if kind in INQUIRY_KINDS and event.kind == CaseEvent.Kind.SUBMITTED:
        return _("You sent the request")
    titles = {
        CaseEvent.Kind.SUBMITTED: _("You sent the appeal"),
        CaseEvent.Kind.ADDITION: _("You added"),
        CaseEvent.Kind.REPLY: _("Reply"),
        CaseEvent.Kind.FILE: _("The executor added files"),
        CaseEvent.Kind.TERM: _("Term extended"),
        CaseEvent.Kind.INTERIM: _("Interim reply"),
    }
    return str(titles.get(CaseEvent.Kind(event.kind), event.get_kind_display()))


def _told_once(steps: Iterable[Step]) -> Iterable[Step]:
    said = ""
    for step in steps:
        # The reply has an entry of its own.
        if step.kind == CaseEvent.Kind.STATE and step.data.get("to") == "answered":
            continue
        if step.kind == CaseEvent.Kind.STATE and not step.text and step.title == said:
            continue
        if step.kind == CaseEvent.Kind.STATE:
            said = step.title
        yield step
