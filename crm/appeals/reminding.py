"""Reminding of the terms of appeals, and of the requests for service that grow from them."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from core.notify.kinds import Kind
from crm.appeals.notices import desk_path
from crm.cases.models import Case
from crm.cases.people import Workers
from crm.cases.reminders import Letter, Reminders
from crm.cases.states import ORDER_KINDS
from crm.deadlines.ports import Said

_FOLDER = "notify/appeals"
REMINDERS = Reminders(
    due_soon=Kind("appeals.due_soon", _("The term of an appeal draws near"), f"{_FOLDER}/due_soon"),
    overdue=Kind("appeals.overdue", _("An appeal is overdue"), f"{_FOLDER}/overdue", priority=30),
    escalated=Kind(
        "appeals.escalated",
        _("An appeal was not answered in time"),
        f"{_FOLDER}/escalated",
        priority=30,
    ),
)

OURS = ("appeal", *ORDER_KINDS)
"""Kinds whose letters are written here; the other rooms remind of theirs."""


class AppealsRemind:
    """Implements crm.deadlines.ports.RemindsPeople for the main term of an open appeal."""

    def letters(self, said: Sequence[Said]) -> dict[int, list[Letter]]:
        by_clock = {one.clock.pk: one for one in said}
        cases = Case.objects.filter(main_clock__in=by_clock, is_open=True, kind__in=OURS)
        people = Workers()
        found: dict[int, list[Letter]] = {}
        for case in cases.select_related("addressee", "against", "assignee"):
            one = by_clock[case.main_clock_id]
            found[one.clock.pk] = REMINDERS.letters(case, one, people, desk_path(case))
        return found
