"""Taking a list away: small ones at once, big ones made by the worker and kept for some days."""

import tempfile
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Any, BinaryIO, NamedTuple
from urllib.parse import parse_qsl

from django.core.files.base import File
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import clock, paper
from core.audit import services as journal
from core.errors import RuleBroken
from core.private_files import forget_file, no_orphans
from core.tables import Sheet, csv_lines, write_xlsx
from core.tables.cells import plain
from crm.cases.papers import day, frame_of, print_kind
from crm.reports.access import may_export
from crm.reports.lists import HEADER, WIDE, rows_of
from crm.reports.models import Export

KINDS = ("csv", "xlsx", "pdf")
AT_ONCE = {"csv": 2_000, "xlsx": 1_000, "pdf": 300}
"""Up to so many rows nobody waits; more are made by the worker."""
PDF_LIMIT = 3_000
WAITING_LIMIT = 3
KEEP_DAYS = 7
STUCK = timedelta(minutes=11)
_STEP = 1_000
State = Export.State


class Wish(NamedTuple):
    """What to take away: the filter as it stands in the address, its words, how many rows."""

    kind: str
    query: str
    title: str
    rows: int


def check_wish(wish: Wish, owner: Any) -> None:
    """Raises RuleBroken with a sentence for whoever asked."""
    if not may_export(owner):
        raise RuleBroken(gettext_lazy("You have no right to do this."), code="not_allowed")
    if wish.kind not in KINDS:
        raise RuleBroken(gettext_lazy("There is no such format."), code="kind")
    if wish.kind == "pdf" and wish.rows > PDF_LIMIT:
        raise RuleBroken(
            gettext_lazy("A PDF holds up to %(limit)d rows. Narrow the list, or take CSV or XLSX.")
            % {"limit": PDF_LIMIT},
            code="too_many",
        )


def is_small(wish: Wish) -> bool:
    return wish.rows <= AT_ONCE[wish.kind]


def export_now(wish: Wish, cases: QuerySet, owner: Any, at: datetime) -> Iterable[bytes]:
    """Pieces of the file. Who took which filter, and how many rows, is written down first."""
    check_wish(wish, owner)
    _note(wish, owner, owner, at)
    if wish.kind == "csv":
        return csv_lines([str(one) for one in HEADER], rows_of(cases, owner))
    with tempfile.TemporaryFile() as target:
        _write(wish, rows_of(cases, owner), target, owner, at)
        target.seek(0)
        return [target.read()]


@transaction.atomic
def order_export(wish: Wish, owner: Any, at: datetime) -> Export:
    """A row for the worker; a person has a few such wishes at a time at most."""
    check_wish(wish, owner)
    waiting = Export.objects.filter(owner=owner, state__in=(State.QUEUED, State.RUNNING))
    if waiting.filter(created_at__gt=at - timedelta(hours=1)).count() >= WAITING_LIMIT:
        raise RuleBroken(
            gettext_lazy("Your files are still being made. Wait for one of them."), code="waiting"
        )
    export = Export.objects.create(
        owner=owner,
        kind=wish.kind,
        query=wish.query[:2_000],
        title=wish.title[:1_000],
        rows_total=wish.rows,
        created_at=at,
    )
    _note(wish, owner, export, at)
    return export


def make_export(key: int, find: Callable[[Any, str, datetime], QuerySet], at: datetime) -> bool:
    """The worker's part; safe to be called twice. `find` gives the list as the owner sees it now.

    The rights are asked again: who lost them since gets no file.
    """
    is_free = Q(state=State.QUEUED) | Q(state=State.RUNNING, started_at__lt=at - STUCK)
    claimed = Export.objects.filter(is_free, pk=key).update(
        state=State.RUNNING, started_at=at, rows_done=0
    )
    if not claimed:
        return False
    export = Export.objects.select_related("owner").get(pk=key)
    try:
        if not (export.owner.is_active and may_export(export.owner)):
            raise RuleBroken(gettext_lazy("You have no right to do this."), code="not_allowed")
        _make(export, find(export.owner, export.query, at), at)
    except Exception:
        Export.objects.filter(pk=key).update(state=State.FAILED, finished_at=clock.now())
        raise
    return True


def _make(export: Export, cases: QuerySet, at: datetime) -> None:
    wish = Wish(export.kind, export.query, export.title, export.rows_total)
    rows = _counted(export, rows_of(cases, export.owner))
    with tempfile.TemporaryFile() as target, no_orphans():
        _write(wish, rows, target, export.owner, at)
        size = target.tell()
        target.seek(0)
        export.file.save(f"list.{export.kind}", File(target), save=False)
        export.size, export.state, export.finished_at = size, State.DONE, clock.now()
        export.rows_total = export.rows_done
        export.save(
            update_fields=["file", "size", "state", "finished_at", "rows_done", "rows_total"]
        )


def _counted(export: Export, rows: Iterable[Any]) -> Iterator[Any]:
    """Tells how far it is after every thousand rows."""
    done = 0
    for done, row in enumerate(rows, 1):
        yield row
        if done % _STEP == 0:
            Export.objects.filter(pk=export.pk).update(rows_done=done)
    export.rows_done = done


def _write(wish: Wish, rows: Iterable[Any], target: BinaryIO, owner: Any, at: datetime) -> None:
    header = [str(one) for one in HEADER]
    match wish.kind:
        case "csv":
            target.writelines(csv_lines(header, rows))
        case "xlsx":
            above = [wish.title] if wish.title else []
            write_xlsx(target, [Sheet(_("Appeals"), header, rows, above, WIDE)])
        case _:
            target.write(_pdf(wish, header, rows, owner, at))


def _pdf(wish: Wish, header: list[str], rows: Iterable[Any], owner: Any, at: datetime) -> bytes:
    kind = paper.kind_named("list")
    assert kind is not None
    lines = [[_said(one) for one in row] for row in rows]
    title = wish.title or _("List of appeals")
    data = {
        **frame_of(at, owner, _("List of appeals")),
        "title": title,
        "heading": _("List of appeals"),
        "filter": wish.title,
        "columns": header,
        "rows": lines,
        "total": len(lines),
    }
    return print_kind(kind, data)


def _said(value: Any) -> str:
    """Days as offices write them; moments by their day."""
    return day(value) if isinstance(value, date) else plain(str(value or ""))


def _note(wish: Wish, owner: Any, target: Any, at: datetime) -> None:
    """Names of filters with their values, but for words that may be somebody's surname."""
    filters = {name: value for name, value in parse_qsl(wish.query) if name != "q"}
    if "q" in dict(parse_qsl(wish.query)):
        filters["q"] = "…"
    journal.record(
        "list.exported", owner, target, at, filter=filters, format=wish.kind, rows=wish.rows
    )


@transaction.atomic
def forget_exports(at: datetime) -> int:
    """Files older than a week go; the journal keeps who took what."""
    old = Export.objects.select_for_update().filter(created_at__lt=at - timedelta(days=KEEP_DAYS))
    gone = 0
    for export in old:
        forget_file(export.file)
        export.delete()
        gone += 1
    return gone
