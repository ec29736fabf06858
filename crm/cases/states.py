"""Which kinds of case there are, and the state tables they live by (domain.md 13.1)."""

from django.utils.translation import pgettext_lazy

from core.states import StateTable

KINDS = {
    "appeal": pgettext_lazy("kind of case", "Appeal"),
    "consultation": pgettext_lazy("kind of case", "Feedback"),
}

CHANNELS = {
    "web": pgettext_lazy("channel", "Site"),
    "api": pgettext_lazy("channel", "Program"),
    "phone": pgettext_lazy("channel", "Phone"),
    "paper": pgettext_lazy("channel", "Paper post"),
    "reception": pgettext_lazy("channel", "Personal reception"),
    "email": pgettext_lazy("channel", "E-mail"),
}

# Labels for staff; what the author reads is in AUTHOR_LABELS.
APPEAL = StateTable(
    "appeal",
    {
        "submitted": pgettext_lazy("state of appeal", "Submitted"),
        "registered": pgettext_lazy("state of appeal", "Registered"),
        "assigned": pgettext_lazy("state of appeal", "Assigned"),
        "in_progress": pgettext_lazy("state of appeal", "Under consideration"),
        "reply_draft": pgettext_lazy("state of appeal", "To be signed"),
        "answered": pgettext_lazy("state of appeal", "Answered"),
        "closed": pgettext_lazy("state of appeal", "Closed"),
        "returned": pgettext_lazy("state of appeal", "Returned to the author"),
        "forwarded": pgettext_lazy("state of appeal", "Forwarded"),
        "not_considered": pgettext_lazy("state of appeal", "Not subject to consideration"),
        "joined": pgettext_lazy("state of appeal", "Joined to another"),
        "requalified": pgettext_lazy("state of appeal", "Requalified"),
        "withdrawn": pgettext_lazy("state of appeal", "Withdrawn"),
    },
    {
        "submitted": ["registered", "requalified", "withdrawn"],
        "registered": [
            *("assigned", "returned", "forwarded", "not_considered", "joined", "withdrawn"),
        ],
        "assigned": ["in_progress", "assigned", "forwarded", "withdrawn"],
        "in_progress": ["reply_draft", "assigned", "forwarded", "withdrawn"],
        "reply_draft": ["answered", "in_progress", "withdrawn"],
        "answered": ["closed"],
    },
)

FEEDBACK = StateTable(
    "consultation",
    {
        "submitted": pgettext_lazy("state of feedback", "New"),
        "closed": pgettext_lazy("state of feedback", "Read and closed"),
    },
    {"submitted": ["closed"]},
)

TABLES = {"appeal": APPEAL, "consultation": FEEDBACK}

OPEN_STATES = ("submitted", "registered", "assigned", "in_progress", "reply_draft")

AUTHOR_LABELS = {
    "submitted": pgettext_lazy("for the author", "Submitted"),
    "registered": pgettext_lazy("for the author", "Registered"),
    "assigned": pgettext_lazy("for the author", "Under consideration"),
    "in_progress": pgettext_lazy("for the author", "Under consideration"),
    "reply_draft": pgettext_lazy("for the author", "Under consideration"),
    "answered": pgettext_lazy("for the author", "Answered"),
    "closed": pgettext_lazy("for the author", "Answered"),
    "returned": pgettext_lazy("for the author", "Returned"),
    "forwarded": pgettext_lazy("for the author", "Forwarded"),
    "not_considered": pgettext_lazy("for the author", "Not subject to consideration"),
    "joined": pgettext_lazy("for the author", "Under consideration"),
    "requalified": pgettext_lazy("for the author", "Considered under other rules"),
    "withdrawn": pgettext_lazy("for the author", "Withdrawn"),
}
EXTENDED_LABEL = pgettext_lazy("for the author", "Term extended")


def table_of(kind: str) -> StateTable:
    """The state table a case of this kind lives by."""
    return TABLES[kind]
