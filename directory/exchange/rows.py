"""What a file says about a calendar or a rule, checked by the models themselves."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.words import Text
from directory.exchange.broken import FileBroken
from directory.exchange.located import Row
from directory.models import DeadlineRule, Holiday, Regime, WorkingCalendar
from directory.models.calendars import refuse_overlaps

CALENDAR = ("code", "name", "weekly_days", "eve_shortening_minutes", "hours")
RULE = (
    "code", "version", "valid_from", "valid_until", "name", "applies_to", "anchor", "unit",
    "amount", "roll", "calendar", "max_total_unit", "max_total_amount", "is_pausable",
    "on_expiry", "reminders",
)  # fmt: skip
DAY = ("date", "kind", "name")
REGIME = ("kind", "starts_on", "ends_on")


PARTS = (
    *("calendars", "rules", "classifiers", "profiles"),
    *("copying_fees", "retention_terms"),
)


def read_document(value: Any) -> dict[str, list[Row]]:
    """The rows of a document `{"calendars": […], "rules": […], …}`, each part at least empty."""
    if not isinstance(value, Row) or not value:
        known = ", ".join(f"“{name}”" for name in PARTS)
        message = _("The file must hold an object with some of: %(names)s.") % {"names": known}
        raise FileBroken(message, 1)
    only(value, PARTS, ())
    return {name: rows_in(value, name) for name in PARTS}


def read_calendar(row: Row) -> tuple[WorkingCalendar, list[Holiday], list[Regime]]:
    """Unsaved records, each checked; days and regimes are those of the file and no others."""
    only(row, (*CALENDAR, "days", "regimes"), ("code", "name", "weekly_days", "days", "regimes"))
    calendar = WorkingCalendar(**{name: row[name] for name in CALENDAR if name in row})
    check(calendar, row)
    days = [_day(one) for one in rows_in(row, "days")]
    regimes = [_regime(one) for one in rows_in(row, "regimes")]
    seen: set[Any] = set()
    for one, day in zip(rows_in(row, "days"), days, strict=True):
        if day.date in seen:
            raise FileBroken(_("%(day)s is said twice.") % {"day": day}, one.line)
        seen.add(day.date)
    try:
        refuse_overlaps(regimes)
    except ValidationError as trouble:
        raise _broken(trouble, row) from trouble
    return calendar, days, regimes


def read_rule(row: Row, calendars: dict[str, WorkingCalendar]) -> DeadlineRule:
    """An unsaved rule; one without a calendar is no rule."""
    only(row, RULE, ("code", "valid_from", "name", "anchor", "unit", "amount", "roll", "calendar"))
    code = row["calendar"]
    if not isinstance(code, str) or code not in calendars:
        message = _("There is no calendar “%(code)s”, and a rule needs one.") % {
            "code": code or "—"
        }
        raise FileBroken(message, row.line)
    facts = {name: row[name] for name in RULE if name in row and name != "calendar"}
    rule = DeadlineRule(**facts, calendar=calendars[code])
    check(rule, row, exclude=["calendar"])
    return rule


def _day(row: Row) -> Holiday:
    only(row, DAY, ("date", "kind"))
    day = Holiday(**row)
    check(day, row, exclude=["calendar"])
    return day


def _regime(row: Row) -> Regime:
    only(row, REGIME, ("kind", "starts_on"))
    regime = Regime(**row)
    check(regime, row, exclude=["calendar"])
    if regime.ends_on is not None and regime.ends_on < regime.starts_on:
        raise FileBroken(_("The regime ends before it begins."), row.line)
    return regime


def check(record: Any, row: Row, exclude: list[str] | None = None) -> None:
    """By the fields and `clean` of the model; what is unique is checked when it is written."""
    try:
        for name in ("name", "label", "basis"):
            if isinstance(row.get(name), dict):
                setattr(record, name, Text(row[name]))
        record.full_clean(exclude=exclude, validate_unique=False, validate_constraints=False)
    except ValidationError as trouble:
        raise _broken(trouble, row) from trouble
    except (TypeError, ValueError) as trouble:
        raise FileBroken(_("A value here is of a wrong kind."), row.line) from trouble


def _broken(trouble: ValidationError, row: Row) -> FileBroken:
    if hasattr(trouble, "error_dict"):
        told = "; ".join(
            f"{name}: {' '.join(messages)}" if name != "__all__" else " ".join(messages)
            for name, messages in trouble.message_dict.items()
        )
    else:
        told = " ".join(trouble.messages)
    return FileBroken(told, row.line)


def only(row: Row, known: tuple[str, ...], needed: tuple[str, ...]) -> None:
    for name in row:
        if name not in known:
            raise FileBroken(_("There is no such field: %(name)s.") % {"name": name}, row.line)
    for name in needed:
        if name not in row:
            raise FileBroken(_("The field “%(name)s” is missing.") % {"name": name}, row.line)


def rows_in(row: Row, name: str) -> list[Row]:
    rows = row.get(name, [])
    if not isinstance(rows, list) or not all(isinstance(one, Row) for one in rows):
        raise FileBroken(_("“%(name)s” must be a list of objects.") % {"name": name}, row.line)
    return rows
