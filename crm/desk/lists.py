"""The list of cases: what this person may see, cut, ordered, grouped and counted with a bound."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from core import clock
from crm.cases.models import Case
from crm.cases.states import CHANNELS, INQUIRY_KINDS, ORDER_KINDS
from crm.desk import rules
from crm.desk.days import end_of, start_of
from crm.desk.paging import Page, page_of
from crm.reports.sets import narrowed
from crm.residents.faces import face_of
from crm.residents.models import Resident

PEOPLE_LIMIT = 200


@dataclass
class Row:
    """A case as a row of a list."""

    case: Case
    who: str
    channel: str
    icon: str
    is_hidden: bool = False


@dataclass
class CaseList:
    """Everything the list page shows."""

    groups: list[rules.Group]
    page: Page
    total: int
    overdue: int
    is_more: bool
    sort: rules.Sort
    active: dict[str, Any]
    view: rules.SavedView | None = None
    query: str = ""
    rows: list[Row] = field(default_factory=list)
    limit: int = rules.COUNT_LIMIT

    @property
    def is_first(self) -> bool:
        return not self.page.previous


def found_cases(user: Any, chosen: Mapping[str, Any], at: datetime) -> QuerySet:
    """The cases under these filters, among those the person may see."""
    found = at_desk(user, at)
    if behind := chosen.get("behind"):
        found = narrowed(found, behind, clock.local(at).date())
        if found is None:
            return Case.objects.none()
    if states := chosen.get("state"):
        found = found.in_states(states)
    elif chosen.get("open") == "no":
        found = found.finished()
    elif chosen.get("open") != "all" and not (chosen.get("q") or behind):
        found = found.open()
    if kind := chosen.get("kind"):
        is_other = kind in (*INQUIRY_KINDS, *ORDER_KINDS)
        found = found.filter(**{"kind" if is_other else "appeal__appeal_kind": kind})
    if addressee := chosen.get("addressee"):
        found = found.filter(addressee=addressee)
    if chosen.get("first"):
        found = found.filter(registration__is_priority=True)
    if since := chosen.get("since"):
        found = found.filter(received_at__gte=start_of(since))
    if until := chosen.get("until"):
        found = found.filter(received_at__lt=end_of(until))
    found = _by_executor(found, chosen.get("who"), user)
    found = _by_due(found, chosen.get("due"), clock.local(at).date())
    return _matching(found, chosen["q"]) if chosen.get("q") else found


def _matching(found: QuerySet, text: str) -> QuerySet:
    """By number or words, or by the surname of an author who did not ask to hide it (A-19)."""
    if not any(sign.isalnum() for sign in text):
        return found.none()
    by_words = found.matching(text)
    surname, *rest = text.split() or [""]
    if not surname.replace("-", "").replace("ʼ", "").isalpha():
        return by_words
    people = Resident.objects.filter(last_name__startswith=surname.title())
    if rest:
        people = people.filter(first_name__startswith=rest[0].strip(".").title())
    known = list(people.values_list("pk", flat=True)[:PEOPLE_LIMIT])
    return by_words | found.filter(resident_id__in=known, hide_identity=False)


def marked(found: QuerySet) -> QuerySet:
    """A-16: rows know whether they are considered first. The order stays by the term: an order by
    two tables could not be read from the index that a million rows are paged by."""
    return found.annotate(is_first=F("registration__is_priority"))


def at_desk(user: Any, at: datetime) -> QuerySet:
    """What this person works with: one's own appeals are read in the cabinet, not here."""
    return Case.objects.visible_to(user, at, with_own=False)


def _by_executor(found: QuerySet, who: str | None, user: Any) -> QuerySet:
    if who == "me":
        return found.assigned_to(user)
    if who == "none":
        return found.filter(assignee=None)
    return found.filter(assignee_id=int(who)) if who else found


def _by_due(found: QuerySet, due: str | None, today: date) -> QuerySet:
    if due == "overdue":
        return found.overdue(today)
    if due == "today":
        return found.filter(due_on=today)
    if due == "week":
        return found.filter(due_on__range=(today, today + timedelta(days=6)))
    return found


def build_list(user: Any, chosen: dict[str, Any], cursor: str, at: datetime) -> CaseList:
    """Three statements at most besides those that say what the person may see."""
    today = clock.local(at).date()
    found = found_cases(user, chosen, at)
    sort = rules.SORTS[chosen.get("sort") or "due"]
    page = page_of(marked(found.for_list()), sort, rules.Cursor.from_text(cursor), rules.PAGE_SIZE)
    counts, limit = _tally(found, today, chosen)
    total = counts.pop("total")
    is_more = total > limit
    rows = [_row(case, user) for case in page.rows]
    codes = [group_code(case, sort, today) for case in page.rows]
    return CaseList(
        groups=rules.grouped(rows, codes, counts if sort.code == "due" and not is_more else None),
        page=page,
        total=total,
        overdue=counts["overdue"],
        is_more=is_more,
        sort=sort,
        active=chosen,
        view=view_of(chosen, user),
        query=query_of(chosen),
        rows=rows,
        limit=limit,
    )


def bounded(found: QuerySet) -> int:
    """How many, counting no further than one over the limit."""
    return found.order_by()[: rules.COUNT_LIMIT + 1].count()


def _tally(found: QuerySet, today: date, chosen: Mapping[str, Any]) -> tuple[Counter[str], int]:
    """How many in all and under each head, in one statement that stops at the limit it tells.

    The nearest due come first among open cases, so the overdue are exact there though the rest is
    not counted; a long list with finished ones tells none. Days are counted here: seven
    conditional counts take the database longer than it takes to hand over a thousand days.
    """
    limit = rules.FOUND_LIMIT if chosen.get("q") else rules.COUNT_LIMIT
    if only_open := not any(chosen.get(name) for name in ("state", "open", "q", "behind")):
        # From the index alone: nothing but the day is asked for.
        days = found.order_by("due_on", "pk").values_list("due_on", flat=True)
        pairs = Counter((day, True) for day in days[: limit + 1])
    else:
        days = found.order_by().values_list("due_on", "is_open")
        pairs = Counter(days[: limit + 1])
    counts = Counter({"total": pairs.total()})
    for (day, is_open), many in pairs.items():
        counts[rules.group_of(day, today) if is_open else "done"] += many
    if counts["total"] > limit and not only_open:
        counts["overdue"] = 0  # the first thousand say nothing of the rest
    return counts, limit


def group_code(case: Case, sort: rules.Sort, today: date) -> str:
    """The head a row stands under; only the order by due has heads."""
    if sort.code != "due":
        return "all"
    return rules.group_of(case.due_on, today) if case.is_open else "done"


def _row(case: Case, viewer: Any) -> Row:
    face = face_of(case.resident, viewer, case)
    icon = rules.CHANNEL_ICONS[case.channel]
    who = _("Name hidden") if face.is_hidden else face.short_name
    return Row(case, who, str(CHANNELS[case.channel]), icon, face.is_hidden)


def view_of(chosen: Mapping[str, Any], user: Any) -> rules.SavedView | None:
    """The saved view that these filters are, if they are one."""
    plain = {name: _as_text(value) for name, value in chosen.items() if name != "sort"}
    for view in views_for(user):
        if plain == dict(view.params):
            return view
    return None


def views_for(user: Any) -> list[rules.SavedView]:
    return [view for view in rules.SAVED_VIEWS if not view.needs or any(map(user.can, view.needs))]


def view_counts(user: Any, at: datetime) -> dict[str, str]:
    """What stands beside the saved views: bounded, so «1000+» at most."""
    counts = {}
    for view in views_for(user):
        chosen = {name: [v] if name == "state" else v for name, v in view.params}
        many = bounded(found_cases(user, chosen, at))
        counts[view.code] = _("1000+") if many > rules.COUNT_LIMIT else str(many)
    return counts


def query_of(chosen: Mapping[str, Any], **changes: Any) -> str:
    """The filters as a query string, some of them changed (None takes one away)."""
    pairs: list[tuple[str, str]] = []
    for name, value in {**chosen, **changes}.items():
        many = value if isinstance(value, (list, tuple)) else [value]
        pairs += [(name, _as_text(one)) for one in many if one not in (None, "")]
    return urlencode(pairs)


def _as_text(value: Any) -> str:
    if isinstance(value, (list, tuple)):
        return ",".join(map(_as_text, value))
    if isinstance(value, date):
        return value.isoformat()
    return str(getattr(value, "pk", value))


def chips(chosen: Mapping[str, Any], form: Any) -> list[dict[str, str]]:
    """Active filters as words, each with the address that takes it away."""
    shown = []
    for name, value in chosen.items():
        if name == "sort":
            continue
        shown.append(
            {
                "label": str(form.fields[name].label),
                "value": form.words_of(name, value),
                "without": query_of({k: v for k, v in chosen.items() if k != name}),
            }
        )
    return shown
