"""Verbs of requests, one file a part of the way; a person's own data in two more."""

from crm.requests.services.answers import draft_answer, refuse_inquiry, sign_answer
from crm.requests.services.authors import add_to_inquiry
from crm.requests.services.entry import Entry, enter_inquiry
from crm.requests.services.handling import (
    assign_inquiry,
    close_inquiry,
    extend_inquiry,
    forward_inquiry,
    mark_urgent,
    register_inquiry,
    take_inquiry,
    withdraw_inquiry,
)
from crm.requests.services.opening import (
    Asked,
    filed_with,
    open_from_case,
    open_information_request,
    open_personal_data_request,
)

__all__ = [
    "Asked",
    "Entry",
    "add_to_inquiry",
    "assign_inquiry",
    "close_inquiry",
    "draft_answer",
    "enter_inquiry",
    "extend_inquiry",
    "filed_with",
    "forward_inquiry",
    "mark_urgent",
    "open_from_case",
    "open_information_request",
    "open_personal_data_request",
    "refuse_inquiry",
    "register_inquiry",
    "sign_answer",
    "take_inquiry",
    "withdraw_inquiry",
]
