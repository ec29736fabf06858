"""Verbs of appeals, one file a part of the way: draft, submission, the desk, the author."""

from crm.appeals.services.assignments import (
    extend_assignment,
    issue_assignment,
    move_assignment,
)
from crm.appeals.services.authors import add_to_appeal, withdraw_appeal
from crm.appeals.services.control import delegate_control, put_on_control, take_off_control
from crm.appeals.services.drafts import (
    add_draft_files,
    claim_drafts,
    discard_draft,
    forget_old_drafts,
    open_draft,
    open_program_draft,
    remove_draft_file,
    restore_draft,
    save_draft,
)
from crm.appeals.services.handling import (
    accept_assignment,
    assign_appeal,
    close_appeal,
    forward_appeal,
    refuse_consideration,
    return_to_author,
)
from crm.appeals.services.joining import join_appeal, part_appeal
from crm.appeals.services.limits import restore_term
from crm.appeals.services.orders import dispatch_request, report_request
from crm.appeals.services.paths import (
    forward_in_part,
    open_order_from,
    repeat_appeal,
    requalify_appeal,
)
from crm.appeals.services.pleas import answer_plea, plead
from crm.appeals.services.registration import confirm_registration, correct_card
from crm.appeals.services.replies import STALE, draft_reply, return_for_rework, sign_reply
from crm.appeals.services.submission import register_appeal, send_draft
from crm.appeals.services.terms import extend_term, send_interim_reply
from crm.appeals.services.wishes import refuse_shorter_term, shorten_term

__all__ = [
    "STALE",
    "accept_assignment",
    "add_draft_files",
    "add_to_appeal",
    "answer_plea",
    "assign_appeal",
    "claim_drafts",
    "close_appeal",
    "confirm_registration",
    "correct_card",
    "delegate_control",
    "discard_draft",
    "dispatch_request",
    "draft_reply",
    "extend_assignment",
    "extend_term",
    "forget_old_drafts",
    "forward_appeal",
    "forward_in_part",
    "issue_assignment",
    "join_appeal",
    "move_assignment",
    "open_draft",
    "open_program_draft",
    "open_order_from",
    "part_appeal",
    "plead",
    "put_on_control",
    "refuse_consideration",
    "refuse_shorter_term",
    "register_appeal",
    "remove_draft_file",
    "repeat_appeal",
    "report_request",
    "requalify_appeal",
    "restore_draft",
    "restore_term",
    "return_for_rework",
    "return_to_author",
    "save_draft",
    "send_draft",
    "send_interim_reply",
    "shorten_term",
    "sign_reply",
    "take_off_control",
    "withdraw_appeal",
]
