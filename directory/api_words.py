"""Records of the directory as plain values for JSON, in the active language."""

from typing import Any

from django.utils.encoding import force_str

from core.words import Text
from directory.models import Addressee, AddresseeGroup
from directory.schedules import pattern_words, rules, words
from directory.schedules.openings import Opening

NEXT_DATES = 12


def addressee_in_list(addressee: Addressee, opening: Opening) -> dict[str, Any]:
    """Asks for `parent` with the addressee."""
    return {
        **reference(addressee),
        "short_name": str(addressee.short_name),
        "post": str(addressee.post),
        "kind": addressee.kind,
        "kind_label": force_str(addressee.get_kind_display()),
        "parent": reference(addressee.parent) if addressee.parent else None,
        "address": str(addressee.address),
        "location": _point(addressee),
        "accepts_appeals": addressee.accepts_appeals,
        "is_open": opening.is_open if opening.state else None,
        "opening": words.headline(opening),
    }


def addressee_in_full(addressee: Addressee, opening: Opening) -> dict[str, Any]:
    groups = AddresseeGroup.objects.filter(members__addressee=addressee).order_by("order")
    return {
        **addressee_in_list(addressee, opening),
        "ancestors": [reference(one) for one in addressee.ancestors()],
        "groups": [{"slug": one.slug, "name": str(one.name)} for one in groups],
        "description": str(addressee.description),
        "competences": str(addressee.competences),
        "room": addressee.room,
        "postcode": addressee.postcode,
        "directions": str(addressee.directions),
        "routing": addressee.routing,
        "contacts": [
            {"kind": one.kind, "value": one.value, "label": str(one.label), "href": one.href}
            for one in addressee.contacts.order_by("order", "pk")
        ],
        "page_translation_key": addressee.translation_key,
        "updated_at": addressee.updated_at,
    }


def group_words(group: AddresseeGroup) -> dict[str, str]:
    return {
        "slug": group.slug,
        "name": str(group.name),
        "description": str(group.description),
    }


def opening_words(opening: Opening) -> dict[str, Any]:
    state = opening.state
    away = opening.away
    return {
        "at": opening.at,
        "state": "away" if away else state.state.value if state else None,
        "is_open": opening.is_open,
        "until": state.until if state and not away else None,
        "next_opens": state.next_opens if state and not away else None,
        "headline": words.headline(opening),
        "detail": words.detail(opening),
        "leave": _leave(away) if away else None,
        "schedules": [_schedule(one, opening) for one in opening.timetables],
    }


def reference(addressee: Addressee) -> dict[str, str]:
    return {"slug": addressee.slug, "name": str(addressee.name)}


def _point(addressee: Addressee) -> dict[str, float] | None:
    point = addressee.point
    return {"lat": point[1], "lng": point[0]} if point else None


def _schedule(timetable: rules.Timetable, opening: Opening) -> dict[str, Any]:
    ahead = rules.upcoming_exceptions(timetable, opening.today)
    return {
        "name": str(Text(timetable.name)),
        "purpose": timetable.purpose,
        "valid_from": timetable.valid_from,
        "valid_until": timetable.valid_until,
        "note": str(Text(timetable.note)),
        "words": pattern_words.schedule_words(timetable),
        "holiday_policy": timetable.policy.value,
        "patterns": [_pattern(one) for one in timetable.turns],
        "next_dates": [
            _day(one)
            for one in rules.next_dates(timetable, opening.today, NEXT_DATES, opening.leaves)
        ],
        "week": [_day(one) for one in opening.week(timetable)],
        "other_days": [_day(one) for one in ahead],
    }


def _pattern(turn: rules.Turn) -> dict[str, Any]:
    return {
        "pattern": turn.pattern.value,
        "weekday": None if turn.weekday is None else turn.weekday + 1,
        "every": turn.every if turn.pattern is rules.Pattern.EVERY else None,
        "since": turn.since,
        "dates": sorted(turn.dates),
        "hours": _hours(turn.hours),
        "words": pattern_words.turns_words([turn])[0],
    }


def _hours(hours: rules.Hours) -> dict[str, str]:
    midnight = hours.closes == rules.MIDNIGHT
    return {
        "opens": f"{hours.opens:%H:%M}",
        "closes": "24:00" if midnight else f"{hours.closes:%H:%M}",
    }


def _day(day: rules.DayPlan) -> dict[str, Any]:
    return {
        "date": day.day,
        "weekday": day.day.isoweekday(),
        "weekday_name": words.weekday_name(day.day.weekday()),
        "is_today": day.is_today,
        "kind": day.kind.value,
        "hours": [_hours(one) for one in day.hours],
        "words": words.hours_words(day.hours),
        "note": words.day_note(day),
    }


def _leave(away: rules.Away) -> dict[str, Any]:
    return {
        "starts_on": away.starts_on,
        "ends_on": away.ends_on,
        "substitute": reference(away.substitute) if away.substitute else None,  # type: ignore[arg-type]
        "note": str(Text(away.note)),
    }
