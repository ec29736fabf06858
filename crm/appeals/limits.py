"""Until when a complaint may be filed (A-13): a year from the decision, a month from learning.

The earlier of the two days counts, by the rules of the directory that hold when it was received.
"""

from dataclasses import dataclass
from datetime import date, datetime, time

from crm.appeals.models import Appeal, AppealKind
from crm.cases.models import Case
from directory.models import DeadlineRule, Profile

BY_DECISION, BY_LEARNING = "ua.complaint.year", "ua.complaint.learned"


@dataclass(frozen=True)
class Limit:
    """The last day of filing, by which rule, and when the complaint came."""

    day: date
    rule_code: str
    received_on: date

    @property
    def is_late(self) -> bool:
        return self.received_on > self.day


def limit_of(case: Case, appeal: Appeal) -> Limit | None:
    """None for what is no complaint and where neither day is known: then a person judges.

    None too for a profile with its own law of appeals: these limits are Ukrainian law.
    """
    if appeal.appeal_kind != AppealKind.COMPLAINT:
        return None
    events = {BY_DECISION: appeal.decision_on, BY_LEARNING: appeal.learned_on}
    known = {code: day for code, day in events.items() if day is not None}
    if not known:
        return None
    profile = Profile.objects.for_addressee(case.addressee_id)
    if "appeal" in profile.terms:
        return None
    received_on = profile.local(case.received_at).date()
    rules = DeadlineRule.objects.filter(code__in=known).valid_on(received_on)
    newest = {
        rule.code: rule
        for rule in rules.select_related("calendar").order_by("valid_from", "version")
    }
    days = []
    for code, rule in newest.items():
        event = datetime.combine(known[code], time.min, profile.zone)
        days.append((rule.count(rule.anchor_for(event, known[code])).due, code))
    if not days:
        return None
    day, code = min(days)
    return Limit(day, code, received_on)
