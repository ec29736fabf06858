"""Profiles in a file: a city changes over to another one by taking in a file (domain.md 16)."""

from typing import Any

from django.utils.translation import gettext as _

from directory.exchange.broken import FileBroken
from directory.exchange.located import Row
from directory.exchange.rows import check, only
from directory.models import Profile, WorkingCalendar

PROFILE = (
    *("code", "name", "time_zone", "languages", "calendar", "office_opens", "office_closes"),
    *("registration", "index_template", "entity_index_template", "entity_terms"),
    *("account_required", "population", "is_default"),
)
NEEDED = ("code", "name", "time_zone", "languages", "calendar", "office_opens", "office_closes")


def profile_row(profile: Profile) -> dict[str, Any]:
    """As it is written to a file."""
    row = {name: getattr(profile, name) for name in PROFILE if name != "calendar"}
    for name in ("office_opens", "office_closes"):
        row[name] = row[name].isoformat().removesuffix(":00")
    return {**row, "name": dict(profile.name), "calendar": profile.calendar.code}


def apply_profile(row: Row, calendars: dict[str, WorkingCalendar]) -> tuple[Profile, bool | None]:
    """The record and whether it has changed; None for a new one. A change is a new version."""
    only(row, PROFILE, (*NEEDED, "index_template"))
    calendar = calendars.get(row["calendar"]) if isinstance(row["calendar"], str) else None
    if calendar is None:
        message = _("There is no calendar “%(code)s”, and a profile needs one.")
        raise FileBroken(message % {"code": row["calendar"] or "—"}, row.line)
    known = Profile.objects.select_for_update().filter(code=row["code"]).first()
    before = profile_row(known) if known else None
    profile = known or Profile(code=row["code"])
    for name in PROFILE:
        if name in row and name != "calendar":
            setattr(profile, name, row[name])
    profile.calendar = calendar
    check(profile, row, exclude=["calendar"])
    if profile.is_default:
        _step_down(profile)
    profile.save()
    return profile, None if before is None else before != profile_row(profile)


def _step_down(heir: Profile) -> None:
    """Only one profile serves by default."""
    for one in Profile.objects.filter(is_default=True).exclude(pk=heir.pk):
        one.is_default = False
        one.save()


def refuse_two_heirs(rows: list[Row]) -> None:
    heirs = [row for row in rows if row.get("is_default") is True]
    if len(heirs) > 1:
        raise FileBroken(_("Only one profile can be used by default."), heirs[1].line)


def refuse_no_heir(rows: list[Row]) -> None:
    if rows and not Profile.objects.filter(is_default=True).exists():
        raise FileBroken(_("The city would be left without a default profile."), rows[0].line)
