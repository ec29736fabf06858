"""The audit journal as auditors read it: what was done and who looked, newest first."""

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model

from core.audit.models import Entry, Viewing
from core.audit.querysets import name_of
from core.audit.words import words_of_action
from crm.cases.models import Case
from crm.desk import rules
from crm.desk.days import end_of, start_of
from crm.tickets.models import Ticket

PAGE_SIZE = 50


@dataclass
class JournalPage:
    """A page of the journal; `older` is the cursor of the next one."""

    rows: list[Any]
    is_viewings: bool
    older: str
    is_first: bool


def read(filters: dict[str, Any], cursor: rules.Cursor | None) -> JournalPage:
    """The rows under these filters, older than the cursor. Two statements besides the person's."""
    is_viewings = filters.get("journal") == "viewings"
    found = (Viewing if is_viewings else Entry).objects.select_related("actor")
    found = _cut(found, filters, is_viewings)
    if cursor is not None:
        found = found.filter(pk__lt=cursor.pk)
    rows = list(found.order_by("-pk")[: PAGE_SIZE + 1])
    more, rows = len(rows) > PAGE_SIZE, rows[:PAGE_SIZE]
    older = rules.Cursor(None, rows[-1].pk).as_text() if more else ""
    _hide_authors(rows)
    for row in rows:
        row.said = "" if is_viewings else words_of_action(row.action)
        row.record = _record_of(row.target_type)
        facts = {} if is_viewings else row.facts
        row.told = [(name, value) for name, value in facts.items() if value not in ("", None)]
    if filters.get("person"):
        # Asked about by e-mail, a line without a name would tell it.
        rows = [row for row in rows if not row.is_hidden]
    return JournalPage(rows, is_viewings, older, cursor is None)


def _hide_authors(rows: list[Any]) -> None:
    """A-19: whoever asked to hide the name is “the author” here too, and so is every visitor, with
    a ticket or waiting for one: whom one goes to see is nobody's business. One statement."""
    kind, visits = name_of(Case), f"{Ticket._meta.app_label}."
    keys = {int(row.target_pk) for row in rows if row.target_type == kind}
    hidden = Case.objects.filter(pk__in=keys, hide_identity=True).values_list("pk", "author_id")
    pairs = set(hidden)
    for row in rows:
        is_case = row.target_type == kind
        row.is_hidden = is_case and (int(row.target_pk), row.actor_id) in pairs
        if row.target_type.startswith(visits) and row.actor is not None:
            row.is_hidden = not row.actor.is_staff


def _record_of(kind: str) -> str:
    """What a kind of record is called; a kind that is no more is called by its code."""
    try:
        return str(apps.get_model(kind)._meta.verbose_name)
    except LookupError:
        return kind


def _cut(found: Any, filters: dict[str, Any], is_viewings: bool) -> Any:
    if person := filters.get("person"):
        users = get_user_model().objects.filter(email__iexact=person)
        found = found.filter(actor_id__in=list(users.values_list("pk", flat=True)[:10]))
    if action := filters.get("action"):
        found = found.filter(**{"screen" if is_viewings else "action": action})
    if target := filters.get("target"):
        kind, _colon, key = target.partition(":")
        found = found.filter(target_type=kind.strip())
        found = found.filter(target_pk=key.strip()) if key else found
    if since := filters.get("since"):
        found = found.filter(at__gte=start_of(since))
    if until := filters.get("until"):
        found = found.filter(at__lt=end_of(until))
    return found
