"""Questions about terms, answered as a running appeal would be: the rule, its calendar, a profile.

One reader for the command, for batches of thousands and for the calculator of the desk.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.utils.translation import gettext as _

from core.errors import RuleBroken
from directory import working_time
from directory.models import DeadlineRule, Profile

REGIMES = ("martial", "peace")


@dataclass(frozen=True)
class Question:
    """What is asked: a rule and the local day, or moment, of what it is counted from.

    Without a profile the one is taken that works by the calendar of the rule; without a regime,
    what the calendar itself says.
    """

    rule: str
    received: date
    at: time | None = None
    profile: str | None = None
    regime: str | None = None


@dataclass(frozen=True)
class Answer:
    """The three dates (DL-04), the day of registration (DL-05) and what they were counted by."""

    rule: DeadlineRule
    profile: Profile
    received_at: datetime
    registered: date
    counted: working_time.Counted
    calendar: working_time.Calendar

    @property
    def explanation(self) -> dict[str, str]:
        return working_time.explain(self.counted, self.calendar)


class Reckoner:
    """Reads rules and profiles once and answers as many questions as come."""

    def __init__(self) -> None:
        profiles = Profile.objects.select_related("calendar").order_by("-is_default", "code")
        self.profiles = {profile.code: profile for profile in profiles}
        self.rules: dict[str, list[DeadlineRule]] = defaultdict(list)
        newest = DeadlineRule.objects.select_related("calendar")
        for rule in newest.order_by("-valid_from", "-version"):
            self.rules[rule.code].append(rule)
        self._calendars: dict[tuple[int, str | None], working_time.Calendar] = {}

    def answer(self, asked: Question) -> Answer:
        """Raises RuleBroken, with the name of the field that is wrong."""
        rule = self._rule(asked)
        profile = self._profile(asked, rule)
        calendar = self._calendar(rule, asked.regime)
        at = asked.at or self._opening(rule, profile)
        received_at = datetime.combine(asked.received, at, profile.zone)
        try:
            registered = profile.registration_day(received_at, calendar)
            counted = working_time.count_term(
                rule.term, rule.anchor_for(received_at, registered), calendar
            )
        except (ValueError, OverflowError) as trouble:
            message = _("The rule “%(code)s” cannot be counted from this day by its calendar.")
            raise RuleBroken(message % {"code": rule.code}, field="received") from trouble
        return Answer(rule, profile, received_at, registered, counted, calendar)

    def _rule(self, asked: Question) -> DeadlineRule:
        versions = self.rules.get(asked.rule)
        if not versions:
            message = _("There is no deadline rule “%(code)s”.") % {"code": asked.rule}
            raise RuleBroken(message, field="rule", code="no_deadline_rule")
        for rule in versions:
            if rule.holds_on(asked.received):
                return rule
        message = _("The rule “%(code)s” is not in force on %(day)s.") % {
            "code": asked.rule,
            "day": f"{asked.received:%d.%m.%Y}",
        }
        raise RuleBroken(message, field="received", code="no_deadline_rule")

    def _profile(self, asked: Question, rule: DeadlineRule) -> Profile:
        if asked.profile:
            if asked.profile not in self.profiles:
                message = _("There is no profile “%(code)s”.") % {"code": asked.profile}
                raise RuleBroken(message, field="profile", code="no_profile")
            return self.profiles[asked.profile]
        known = list(self.profiles.values())
        own = [profile for profile in known if profile.calendar_id == rule.calendar_id]
        if not known:
            raise RuleBroken(_("The city has no default profile yet."), code="no_profile")
        return (own or known)[0]

    def _calendar(self, rule: DeadlineRule, regime: str | None) -> working_time.Calendar:
        """The calendar of the rule also says on which days the receipt is registered."""
        if regime not in (None, *REGIMES):
            message = _("The regime is “martial” or “peace”, not “%(name)s”.") % {"name": regime}
            raise RuleBroken(message, field="regime")
        key = (rule.calendar_id, regime)
        if key not in self._calendars:
            calendar = rule.calendar.as_calendar()
            self._calendars[key] = calendar.in_regime(regime == "martial") if regime else calendar
        return self._calendars[key]

    def _opening(self, rule: DeadlineRule, profile: Profile) -> time:
        """Without a time of day the receipt is taken as within office hours."""
        if rule.is_timed:
            message = _("The rule “%(code)s” counts hours: say the time too.")
            raise RuleBroken(message % {"code": rule.code}, field="time")
        return profile.office_opens


def read_question(row: Any) -> Question:
    """A question from JSON: `{rule, received, regime?, profile?, time?}`. Raises RuleBroken."""
    if not isinstance(row, dict):
        raise RuleBroken(_("A question is an object with “rule” and “received”."))
    unknown = sorted(set(row) - {"rule", "received", "regime", "profile", "time"})
    if unknown:
        raise RuleBroken(_("There is no such field: %(name)s.") % {"name": ", ".join(unknown)})
    for name in ("rule", "received", "regime", "profile", "time"):
        is_there = row.get(name) is not None or name in ("rule", "received")
        if is_there and not isinstance(row.get(name), str):
            message = _("The field “%(name)s” must be a text.") % {"name": name}
            raise RuleBroken(message, field=name)
    at = row.get("time")
    day, moment = read_day(row["received"])
    return Question(
        row["rule"],
        day,
        moment if at is None else read_time(at),
        row.get("profile"),
        row.get("regime"),
    )


def read_day(text: str) -> tuple[date, time | None]:
    """A local date, or date and time, by ISO 8601."""
    try:
        if "T" in text or " " in text:
            moment = datetime.fromisoformat(text)
            if moment.tzinfo is None:
                return moment.date(), moment.time()
        else:
            return date.fromisoformat(text), None
    except ValueError:
        pass
    message = _("“%(text)s” is not a local date such as 2026-03-10.") % {"text": text}
    raise RuleBroken(message, field="received")


def read_time(text: Any) -> time:
    try:
        at = time.fromisoformat(str(text))
    except ValueError:
        at = None
    if at is None or at.tzinfo is not None:
        message = _("“%(text)s” is not a local time such as 19:40.") % {"text": text}
        raise RuleBroken(message, field="time")
    return at
