"""Surveys: what is asked, what was answered, and the public result made of it."""

from blocks.polls.models.ballots import (
    AddressCount,
    AddressSalt,
    Ballot,
    Exclusion,
    FreeText,
    Invitation,
    Participation,
    Secret,
    Tally,
)
from blocks.polls.models.results import Rating, Snapshot
from blocks.polls.models.surveys import Survey, SurveyRevision, Topic

__all__ = [
    "AddressCount",
    "AddressSalt",
    "Ballot",
    "Exclusion",
    "FreeText",
    "Invitation",
    "Participation",
    "Rating",
    "Secret",
    "Snapshot",
    "Survey",
    "SurveyRevision",
    "Tally",
    "Topic",
]
