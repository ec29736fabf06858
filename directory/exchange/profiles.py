"""Profiles in a file: a city changes over to another one by taking in a file (domain.md 16)."""

from typing import Any

from django.utils.translation import gettext as _

from directory.exchange.broken import FileBroken
from directory.exchange.located import Row
from directory.exchange.rows import check, only
from directory.models import Addressee, Profile, WorkingCalendar

PROFILE = (
    *("code", "name", "time_zone", "languages", "calendar", "office_opens", "office_closes"),
    *("registration", "index_template", "entity_index_template", "terms", "entity_terms"),
    *("account_required", "population", "is_default"),
)
ASIDE = ("calendar", "addressees")
"""What a row names by codes: its calendar, and the addressees that work by the profile."""
NEEDED = ("code", "name", "time_zone", "languages", "calendar", "office_opens", "office_closes")


def profile_row(profile: Profile) -> dict[str, Any]:
    """As it is written to a file."""
    row = {name: getattr(profile, name) for name in PROFILE if name not in ASIDE}
    for name in ("office_opens", "office_closes"):
        row[name] = row[name].isoformat().removesuffix(":00")
    row |= {"name": dict(profile.name), "calendar": profile.calendar.code}
    return {**row, "addressees": sorted(one.slug for one in profile.addressees.all())}


def apply_profile(row: Row, calendars: dict[str, WorkingCalendar]) -> tuple[Profile, bool | None]:
    """The record and whether it has changed; None for a new one. A change is a new version.

    Addressees stay as they are where the row is silent about them.
    """
    only(row, (*PROFILE, "addressees"), (*NEEDED, "index_template"))
    calendar = calendars.get(row["calendar"]) if isinstance(row["calendar"], str) else None
    if calendar is None:
        message = _("There is no calendar “%(code)s”, and a profile needs one.")
        raise FileBroken(message % {"code": row["calendar"] or "—"}, row.line)
    known = Profile.objects.select_for_update().filter(code=row["code"]).first()
    before = profile_row(known) if known else None
    profile = known or Profile(code=row["code"])
    for name in PROFILE:
        if name in row and name not in ASIDE:
            setattr(profile, name, row[name])
    profile.calendar = calendar
    check(profile, row, exclude=["calendar"])
    if profile.is_default:
        _step_down(profile)
    profile.save()
    if "addressees" in row:
        _hand_over(profile, row)
    return profile, None if before is None else before != profile_row(profile)


def _hand_over(profile: Profile, row: Row) -> None:
    """Exactly the addressees of the row work by the profile; others go by those above them."""
    slugs = row["addressees"]
    if not isinstance(slugs, list) or not all(isinstance(slug, str) for slug in slugs):
        raise FileBroken(_("“addressees” must be a list of addresses on the site."), row.line)
    known = set(Addressee.objects.filter(slug__in=slugs).values_list("slug", flat=True))
    if unknown := sorted(set(slugs) - known):
        message = _("There is no addressee “%(slug)s”.")
        raise FileBroken(message % {"slug": unknown[0]}, row.line)
    profile.addressees.exclude(slug__in=slugs).update(profile=None)
    Addressee.objects.filter(slug__in=slugs).update(profile=profile)


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
