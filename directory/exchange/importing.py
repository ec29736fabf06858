"""Taking a file in: everything or nothing, and every changed record stands in the journal."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from core.audit.services import record
from directory.exchange.broken import FileBroken
from directory.exchange.classifiers import apply_classifier
from directory.exchange.icalendar_file import read_icalendar
from directory.exchange.keeping import apply_fee, apply_retention
from directory.exchange.located import Row, read_located
from directory.exchange.profiles import apply_profile, refuse_no_heir, refuse_two_heirs
from directory.exchange.rows import CALENDAR, RULE, read_calendar, read_document, read_rule
from directory.models import DeadlineRule, Holiday, Regime, WorkingCalendar

LONGEST = 2 * 1024 * 1024
# What may change without a new version of the rule: names, the end of validity, reminders.
SOFT = ("name", "valid_until", "reminders", "on_expiry")


Applied = tuple[Any, bool | None]
"""A record of the file, and whether it has changed; None for a new one."""


@dataclass
class Imported:
    """Codes of what was added and changed; the rest of the file said nothing new."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    same: int = 0

    def note(self, name: str, was: bool | None) -> None:
        """`was`: None for a new record, else whether it has changed."""
        if was is None:
            self.added.append(name)
        elif was:
            self.changed.append(name)
        else:
            self.same += 1


def import_json(data: bytes, actor: Any, at: datetime) -> Imported:
    """Calendars first, so that rules of the same file may use them. Raises FileBroken."""
    return _take_in(read_document(read_located(text_of(data))), actor, at)


def import_icalendar(
    data: bytes, actor: Any, at: datetime, calendar: WorkingCalendar | None = None
) -> Imported:
    """A calendar that this product wrote, whole; or dated days of anybody's for one calendar."""
    return _take_in({"calendars": [read_icalendar(text_of(data), calendar)]}, actor, at)


@transaction.atomic
def _take_in(parts: dict[str, list[Row]], actor: Any, at: datetime) -> Imported:
    """Each part in its turn: what a row leans on stands already."""
    done = Imported()
    for part, keys, apply in _PARTS:
        rows = parts.get(part, [])
        _refuse_repeats(rows, keys)
        for target, was in apply(rows):
            is_coded = hasattr(target, "code") and part != "rules"
            done.note(target.code if is_coded else str(target), was)
            if was is not False:
                record(f"directory.{target._meta.model_name}.imported", actor, target, at)
    return done


def _apply_calendar(row: Row) -> tuple[WorkingCalendar, bool | None]:
    wanted, days, regimes = read_calendar(row)
    calendar = WorkingCalendar.objects.select_for_update().filter(code=wanted.code).first()
    if calendar is None:
        wanted.save()
        _replace_days(wanted, days, regimes)
        return wanted, None
    before = calendar.version
    is_other = any(getattr(calendar, name) != getattr(wanted, name) for name in CALENDAR)
    if is_other:
        for name in CALENDAR:
            setattr(calendar, name, getattr(wanted, name))
        calendar.save()
    _replace_days(calendar, days, regimes)
    return calendar, is_other or calendar.version != before


def _replace_days(calendar: WorkingCalendar, days: list[Holiday], regimes: list[Regime]) -> None:
    """One new version however many days differ: rows are written past their own `renew`."""
    parts: Iterable[tuple[type[Holiday | Regime], list[Any]]] = ((Holiday, days), (Regime, regimes))
    for model, rows in parts:
        models.QuerySet.delete(model.objects.filter(calendar=calendar))
        for one in rows:
            one.calendar = calendar
        model.objects.bulk_create(rows)
    calendar.renew()


def _apply_rule(wanted: DeadlineRule, row: Row) -> tuple[DeadlineRule, bool | None]:
    """A changed term is a new version: stored deadlines name the old one (DL-08)."""
    of_code = DeadlineRule.objects.filter(code=wanted.code)
    rule = of_code.filter(version=wanted.version).select_related("calendar").first()
    if rule is None:
        if of_code.filter(valid_from=wanted.valid_from).exists():
            message = _("Another version of “%(code)s” begins on the same day.")
            raise FileBroken(message % {"code": wanted.code}, row.line)
        wanted.save()
        return wanted, None
    changed = [name for name in RULE if getattr(rule, name) != getattr(wanted, name)]
    hard = [name for name in changed if name not in SOFT]
    if hard:
        message = _("“%(rule)s” is known with another %(fields)s; a changed term is a new version.")
        raise FileBroken(message % {"rule": rule, "fields": ", ".join(hard)}, row.line)
    for name in changed:
        setattr(rule, name, getattr(wanted, name))
    if changed:
        rule.save()
    return rule, bool(changed)


def _apply_calendars(rows: list[Row]) -> Iterator[Applied]:
    return map(_apply_calendar, rows)


def _apply_rules(rows: list[Row]) -> Iterator[Applied]:
    known = _calendars()
    for row in rows:
        yield _apply_rule(read_rule(row, known), row)


def _apply_classifiers(rows: list[Row]) -> Iterator[Applied]:
    return map(apply_classifier, rows)


def _apply_profiles(rows: list[Row]) -> Iterator[Applied]:
    refuse_two_heirs(rows)
    known = _calendars()
    for row in rows:
        yield apply_profile(row, known)
    refuse_no_heir(rows)


def _apply_fees(rows: list[Row]) -> Iterator[Applied]:
    return map(apply_fee, rows)


def _apply_retention(rows: list[Row]) -> Iterator[Applied]:
    return map(apply_retention, rows)


def _calendars() -> dict[str, WorkingCalendar]:
    return {one.code: one for one in WorkingCalendar.objects.all()}


_PARTS: tuple[tuple[str, tuple[str, ...], Callable[[list[Row]], Iterator[Applied]]], ...] = (
    ("calendars", ("code",), _apply_calendars),
    ("rules", ("code", "version"), _apply_rules),
    ("classifiers", ("code",), _apply_classifiers),
    ("profiles", ("code",), _apply_profiles),
    ("copying_fees", ("valid_from",), _apply_fees),
    ("retention_terms", ("kind", "valid_from"), _apply_retention),
)


def _refuse_repeats(rows: list[Row], names: tuple[str, ...]) -> None:
    seen: set[str] = set()
    for row in rows:
        key = " ".join(str(row.get(name, "1")) for name in names)
        if key in seen:
            raise FileBroken(_("“%(name)s” is said twice.") % {"name": key}, row.line)
        seen.add(key)


def text_of(data: bytes) -> str:
    """A file as text: UTF-8 and not too long."""
    if len(data) > LONGEST:
        raise FileBroken(_("The file is larger than 2 MB."))
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as trouble:
        line = data.count(b"\n", 0, trouble.start) + 1
        raise FileBroken(_("The file is not UTF-8 text."), line) from trouble
