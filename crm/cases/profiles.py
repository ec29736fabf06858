"""What a case takes from the profile of its addressee: clocks (DL-12) and language (A-23).

A screen, a paper or a step of one case is wrapped once; lists of many stay with the city's clocks.
"""

from contextlib import AbstractContextManager
from typing import Any

from django.conf import settings
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
    if "known_profile" in known:
        return known["known_profile"]
    if "terms_edition" in known:
        return profile_of(known["terms_edition"], case.addressee.path)
    return Profile.objects.for_addressee(case.addressee_id)


def remember_profile(case: Case, profile: Profile) -> None:
    """Of a case just made the profile is at hand."""
    vars(case)["known_profile"] = profile


def by_clocks_of(case: Case) -> AbstractContextManager[None]:
    """Within it days and hours are those of the case's profile."""
    return clock.by_clocks_of(profile_of_case(case).zone)


def language_of_letters(case: Case, person: Any = None) -> str:
    """The language the person chose where the profile has it, else the profile's first."""
    chosen = getattr(person, "language", None) or settings.LANGUAGE_CODE
    return profile_of_case(case).language_for(chosen, [code for code, _name in settings.LANGUAGES])
