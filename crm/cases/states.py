"""Which kinds of case there are, and the state tables they live by (domain.md 13.1)."""

from django.utils.translation import pgettext_lazy

from core.states import StateTable

KINDS = {
    "appeal": pgettext_lazy("kind of case", "Appeal"),
    "consultation": pgettext_lazy("kind of case", "Feedback"),
    "request": pgettext_lazy("kind of case", "Request for service"),
    "administrative": pgettext_lazy("kind of case", "Administrative application"),
    "information": pgettext_lazy("kind of case", "Information request"),
    "personal_data": pgettext_lazy("kind of case", "Personal-data request"),
}
INQUIRY_KINDS = ("information", "personal_data")
ORDER_KINDS = ("request", "administrative")
"""What an appeal may become and goes by the plain path of 13.2."""

CHANNELS = {
    "web": pgettext_lazy("channel", "Site"),
    "api": pgettext_lazy("channel", "Program"),
    "phone": pgettext_lazy("channel", "Phone"),
    "paper": pgettext_lazy("channel", "Paper post"),
    "reception": pgettext_lazy("channel", "Personal reception"),
    "email": pgettext_lazy("channel", "E-mail"),
}

STAFF_CHANNELS = ("phone", "paper", "reception", "email")
"""What staff write down (A-04, R-10)."""

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
        # A joined appeal follows the first (13.1); it is registered again when it was joined by
        # mistake or when the author of the first has withdrawn it.
        "joined": ["answered", "forwarded", "returned", "not_considered", "registered"],
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

# The plain path of domain.md 13.2; its other states come with the single window.
REQUEST = StateTable(
    "request",
    {
        "new": pgettext_lazy("state of request", "New"),
        "dispatched": pgettext_lazy("state of request", "With the executor"),
        "done": pgettext_lazy("state of request", "Done"),
        "closed": pgettext_lazy("state of request", "Closed"),
    },
    {"new": ["dispatched"], "dispatched": ["done"], "done": ["closed"]},
)

# An application for an administrative act; the same plain path, in words of its own.
ADMINISTRATIVE = StateTable(
    "administrative",
    {
        "new": pgettext_lazy("state of application", "New"),
        "dispatched": pgettext_lazy("state of application", "Under consideration"),
        "done": pgettext_lazy("state of application", "Decided"),
        "closed": pgettext_lazy("state of application", "Closed"),
    },
    {"new": ["dispatched"], "dispatched": ["done"], "done": ["closed"]},
)

# An assignment is no case but has its table here, beside the cases it belongs to (13.7).
ASSIGNMENT = StateTable(
    "assignment",
    {
        "new": pgettext_lazy("state of assignment", "New"),
        "accepted": pgettext_lazy("state of assignment", "Accepted"),
        "in_progress": pgettext_lazy("state of assignment", "In work"),
        "reported": pgettext_lazy("state of assignment", "Reported"),
        "approved": pgettext_lazy("state of assignment", "Done"),
        "returned": pgettext_lazy("state of assignment", "Returned"),
        "cancelled": pgettext_lazy("state of assignment", "Cancelled"),
    },
    {
        "new": ["accepted", "cancelled"],
        "accepted": ["in_progress", "reported", "cancelled"],
        "in_progress": ["reported", "cancelled"],
        "reported": ["approved", "returned", "cancelled"],
        "returned": ["in_progress", "reported", "cancelled"],
    },
)

# Requests for information and about personal data (13.7); an extended term is a flag.
INQUIRY = StateTable(
    "inquiry",
    {
        "submitted": pgettext_lazy("state of inquiry", "Submitted"),
        "registered": pgettext_lazy("state of inquiry", "Registered"),
        "in_progress": pgettext_lazy("state of inquiry", "In work"),
        "answered": pgettext_lazy("state of inquiry", "Answered"),
        "refused": pgettext_lazy("state of inquiry", "Refused"),
        "forwarded": pgettext_lazy("state of inquiry", "Forwarded"),
        "closed": pgettext_lazy("state of inquiry", "Closed"),
        "withdrawn": pgettext_lazy("state of inquiry", "Withdrawn"),
    },
    {
        "submitted": ["registered", "withdrawn"],
        "registered": ["in_progress", "forwarded", "refused", "withdrawn"],
        "in_progress": ["answered", "refused", "forwarded", "withdrawn"],
        "answered": ["closed"],
    },
)

TABLES = {
    "appeal": APPEAL,
    "consultation": FEEDBACK,
    "request": REQUEST,
    "administrative": ADMINISTRATIVE,
    **dict.fromkeys(INQUIRY_KINDS, INQUIRY),
}

OPEN_STATES = (
    *("submitted", "registered", "assigned", "in_progress", "reply_draft"),
    *("new", "dispatched", "done"),
)

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
    "new": pgettext_lazy("for the author", "Submitted"),
    "dispatched": pgettext_lazy("for the author", "In work"),
    "done": pgettext_lazy("for the author", "Done"),
}
ADMINISTRATIVE_AUTHOR_LABELS = {
    "new": pgettext_lazy("application, for the author", "Accepted"),
    "dispatched": pgettext_lazy("application, for the author", "Under consideration"),
    "done": pgettext_lazy("application, for the author", "Decided"),
    "closed": pgettext_lazy("application, for the author", "Decided"),
}
INQUIRY_AUTHOR_LABELS = {
    "submitted": pgettext_lazy("inquiry, for the author", "Submitted"),
    "registered": pgettext_lazy("inquiry, for the author", "Registered"),
    "in_progress": pgettext_lazy("inquiry, for the author", "Under consideration"),
    "answered": pgettext_lazy("inquiry, for the author", "Answered"),
    "refused": pgettext_lazy("inquiry, for the author", "Refused"),
    "forwarded": pgettext_lazy("inquiry, for the author", "Forwarded"),
    "closed": pgettext_lazy("inquiry, for the author", "Answered"),
    "withdrawn": pgettext_lazy("inquiry, for the author", "Withdrawn"),
}

# What an entry of the timeline says when its kind alone says too little (`data["said"]`).
SAID = {
    "shortened": pgettext_lazy("entry of an appeal", "Term shortened at the author's wish"),
    "not_shortened": pgettext_lazy("entry of an appeal", "A shorter term is refused"),
    "asks_attend": pgettext_lazy("entry of an appeal", "Wish to take part in the check"),
    "asks_materials": pgettext_lazy("entry of an appeal", "Wish to see the materials"),
    "asks_shorter": pgettext_lazy("entry of an appeal", "Wish for a shorter term"),
    "answered_attend": pgettext_lazy("entry of an appeal", "Answer about taking part in the check"),
    "answered_materials": pgettext_lazy("entry of an appeal", "Answer about the materials"),
    "restored": pgettext_lazy("entry of an appeal", "Term of the complaint restored"),
    "urgent": pgettext_lazy("entry of a request", "To be answered within 48 hours"),
    "corrected": pgettext_lazy("entry of a request", "Data corrected"),
    "erased": pgettext_lazy("entry of a request", "Data deleted"),
    "drafted": pgettext_lazy("entry of a request", "Draft of the answer saved"),
    "published": pgettext_lazy("entry of a request", "Answer put into the open register"),
    "unpublished": pgettext_lazy("entry of a request", "Answer taken out of the open register"),
}
EXTENDED_LABEL = pgettext_lazy("for the author", "Term extended")


def table_of(kind: str) -> StateTable:
    """The state table a case of this kind lives by."""
    return TABLES[kind]


def author_label(kind: str, state: str) -> str:
    """The state as the author is told; a state the table has not is told by its code."""
    labels = AUTHOR_LABELS
    if kind in INQUIRY_KINDS:
        labels = INQUIRY_AUTHOR_LABELS
    elif kind == "administrative":
        labels = ADMINISTRATIVE_AUTHOR_LABELS
    return str(labels.get(state, state))
