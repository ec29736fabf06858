"""By whose clocks a case is shown: those of its profile, not always the city's (DL-12).

A screen, a paper or a step of one case is wrapped once; lists of many stay with the city's clocks.
"""

from contextlib import AbstractContextManager
from typing import Any

from django.db.models import QuerySet

from core import clock
from crm.cases.models import Case
from directory.models import Profile
from directory.terms import edition, profile_of


def with_profile(cases: QuerySet[Case]) -> QuerySet[Any]:
    """Lets each case say its profile without a statement of its own."""
    return cases.annotate(terms_edition=edition())


def profile_of_case(case: Case) -> Profile:
    """The profile of the addressee that the case has now."""
    known = vars(case)
    if "terms_edition" in known:
        return profile_of(known["terms_edition"], case.addressee.path)
    return Profile.objects.for_addressee(case.addressee_id)


def by_clocks_of(case: Case) -> AbstractContextManager[None]:
    """Within it days and hours are those of the case's profile."""
    return clock.by_clocks_of(profile_of_case(case).zone)
