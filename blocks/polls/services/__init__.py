"""Verbs of surveys."""

from blocks.polls.services.casting import (
    StoredFile,
    cast_ballot,
    has_answered,
    refuse_unless_open,
)
from blocks.polls.services.closing import close_due, close_survey
from blocks.polls.services.errors import AlreadyAnswered, QuestionsChanged
from blocks.polls.services.excluding import judge_series, judge_text, series_of
from blocks.polls.services.identity import Identity, identify, invite, register_holder
from blocks.polls.services.signs import Sending, forget_addresses

__all__ = [
    "AlreadyAnswered",
    "Identity",
    "QuestionsChanged",
    "Sending",
    "StoredFile",
    "cast_ballot",
    "close_due",
    "close_survey",
    "forget_addresses",
    "has_answered",
    "identify",
    "invite",
    "judge_series",
    "judge_text",
    "refuse_unless_open",
    "register_holder",
    "series_of",
]
