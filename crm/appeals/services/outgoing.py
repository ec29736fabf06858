"""Indexes of what leaves the office."""

from datetime import datetime

from core.ids import next_number
from crm.cases.models import Case
from directory.models import Profile


def next_outgoing_index(case: Case, at: datetime) -> str:
    """The number of the year among replies and the appeal's own index, 12/Д-401/26."""
    year = Profile.objects.for_addressee(case.addressee_id).local(at).year
    return f"{next_number(f'replies:{year}')}/{case.number}"
