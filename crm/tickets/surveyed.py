"""Who was served may say how it was: the link of a visit to the survey about it (Q-19)."""

from django.core import signing

from blocks.polls.models import Survey
from crm.tickets import states
from crm.tickets.models import Ticket

_SALT = "crm.tickets.surveyed"


def token_of(ticket: Ticket) -> str:
    """For the link; says nothing but which visit, and only to us."""
    return signing.dumps(ticket.public_id, salt=_SALT)


def visit_behind(token: str, survey: Survey) -> str | None:
    """A lasting key of the visit that the token is of, when it was served and the survey is about
    its addressee or its service."""
    try:
        public_id = signing.loads(token, salt=_SALT)
    except signing.BadSignature:
        return None
    rows = Ticket.objects.filter(public_id=public_id, state=states.SERVED)
    if survey.service_id:
        rows = rows.filter(service=survey.service_id)
    elif survey.addressee_id:
        rows = rows.filter(queue__addressee=survey.addressee_id)
    return f"ticket:{public_id}" if rows.exists() else None
