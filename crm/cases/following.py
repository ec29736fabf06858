"""Cases repeat the dates of their main clock; when it is recounted, they follow."""

from collections.abc import Sequence

from crm.cases.models import Case
from crm.deadlines.models import DeadlineClock


class CasesFollow:
    """Implements crm.deadlines.ports.FollowsClocks."""

    def follow(self, clocks: Sequence[DeadlineClock]) -> None:
        by_key = {clock.pk: clock for clock in clocks}
        cases = list(Case.objects.select_for_update().filter(main_clock__in=by_key))
        for case in cases:
            clock = by_key[case.main_clock_id]
            case.due_on, case.target_on = clock.due_on, clock.target_on
        Case.objects.bulk_update(cases, ["due_on", "target_on"])
