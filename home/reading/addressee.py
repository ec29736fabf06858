"""The page of an addressee: who they are, open or not, what one can do, two columns of blocks."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language

from blocks.polls.reading.ratings import rating_of, surveys_about
from core import clock, slots
from directory.models import Addressee
from directory.schedules import pattern_words, rules, words
from directory.schedules.openings import Opening, openings
from home.blocks import NARROW
from home.models import AccessibilityStatementPage, AddresseePage, ContactsPage
from home.reading.kept import kept

NEXT_DATES = 3


def addressee_context(page: AddresseePage, request: HttpRequest) -> dict[str, Any]:
    facts = facts_of(page.addressee, clock.now()) if page.addressee else {"addressee": None}
    wide = [block for block in page.body if block.block_type not in NARROW]
    narrow = [block for block in page.body if block.block_type in NARROW]
    has_form = any(block.block_type == "appeal_form" for block in wide)
    writes = _takes_appeals(page.addressee)
    contacts = facts.get("contacts", [])
    return facts | {
        "phone": next((one for one in contacts if one.kind == one.Kind.PHONE), None),
        "wide_blocks": wide,
        "narrow_blocks": narrow,
        "takes_appeals": writes,
        "forms_of_all": _forms(page.addressee) if writes and not has_form else "",
        **_opinions(page.addressee),
    }


def _opinions(addressee: Addressee | None) -> dict[str, Any]:
    """Stars that people gave, and the newest surveys about this addressee."""
    if addressee is None:
        return {}
    rated, surveys = kept(
        ("opinions", addressee.pk), lambda: (rating_of(addressee), surveys_about(addressee))
    )
    return {"rated": rated, "surveys_about": surveys}


def _takes_appeals(addressee: Addressee | None) -> bool:
    return addressee is not None and addressee.accepts_appeals and addressee.is_active


def _forms(addressee: Addressee) -> str:
    """Links to every ready form, for a page on which the editor put no block of forms."""
    return kept(
        ("forms", addressee.pk, get_language()),
        lambda: slots.render("appeal_form", addressee=addressee),
    )


def contacts_context(page: ContactsPage, request: HttpRequest) -> dict[str, Any]:
    return facts_of(page.addressee, clock.now()) if page.addressee else {"addressee": None}


def statement_context(page: AccessibilityStatementPage, request: HttpRequest) -> dict[str, Any]:
    """Contacts and forms of whoever takes remarks."""
    return {
        "addressee": page.feedback_to,
        "contacts": contacts_of(page.feedback_to) if page.feedback_to else [],
    }


def facts_of(addressee: Addressee, at: datetime) -> dict[str, Any]:
    """What the directory says of one addressee at a moment."""
    opened, contacts = kept(
        ("facts", addressee.pk),
        lambda: (openings([addressee], at)[addressee.pk], contacts_of(addressee)),
    )
    opening = opened.at_moment(at)
    return {
        "addressee": addressee,
        "contacts": contacts,
        "opening": opening,
        "open_headline": words.headline(opening),
        "open_detail": words.detail(opening),
        "timetables": timetables(opening),
    }


def contacts_of(addressee: Addressee) -> list:
    return list(addressee.contacts.order_by("order", "pk"))


def timetables(opening: Opening) -> list[dict[str, Any]]:
    """Every schedule in force as rows of this week; neighbouring days off share a row."""
    shown = []
    for timetable in opening.timetables:
        if not timetable.is_valid_on(opening.today):
            continue
        week = rules.folded(rules.week(timetable, opening.today)) if timetable.weekly else []
        shown.append(
            {
                "purpose": timetable.purpose,
                "name": words.Text(timetable.name),
                "note": words.Text(timetable.note),
                "days": [_day_row(days) for days in week],
                "patterns": pattern_words.turns_words(timetable.turns),
                "dates": _dates(timetable, opening),
                "ahead": [
                    _day_row((day,)) | {"date": day.day} for day in _ahead(timetable, opening)
                ],
            }
        )
    return shown


def _dates(timetable: rules.Timetable, opening: Opening) -> list[dict[str, Any]]:
    """The next dates of what does not come every week; none while the official is away."""
    if not timetable.turns:
        return []
    plans = rules.next_dates(timetable, opening.today, NEXT_DATES, opening.leaves)
    return [
        _day_row((one,)) | {"date": one.day, "is_today": one.day == opening.today} for one in plans
    ]


def _ahead(timetable: rules.Timetable, opening: Opening) -> list[rules.DayPlan]:
    """Other orders after this week: those of the week are in its rows already.

    Dates of a pattern alone are listed, so what differs is seen there.
    """
    if not timetable.weekly and timetable.turns:
        return []
    sunday = 6 - opening.today.weekday()
    return [
        day
        for day in rules.upcoming_exceptions(timetable, opening.today)
        if (day.day - opening.today).days > sunday
    ]


def _day_row(days: tuple[rules.DayPlan, ...]) -> dict[str, Any]:
    return {
        "name": words.days_name(days),
        "hours": words.hours_words(days[0].hours),
        "is_today": days[0].is_today,
        "is_off": not days[0].hours,
        "note": words.day_note(days[0]),
    }


def sample_facts() -> dict[str, Any]:
    """For previews of blocks: the first listed addressee, so editors see real shapes."""
    addressee = Addressee.objects.listed().in_order().first()
    return facts_of(addressee, clock.now()) if addressee else {"addressee": None}
