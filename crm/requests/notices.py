"""Letters about requests: a number and a link, never a word of the text (A-20)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core import signing
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from core.notify.kinds import Kind, register
from core.notify.services import post, post_all
from crm.cases.models import Case
from crm.cases.people import responsible_for
from crm.cases.profiles import language_of_letters
from crm.cases.states import author_label
from crm.requests import rules
from crm.residents.models import Contact

_FOLDER = "notify/requests"
RECEIVED = Kind("requests.received", _("A new request"), f"{_FOLDER}/received", priority=20)
ACKNOWLEDGED = Kind(
    "requests.acknowledged", _("Your request is accepted"), f"{_FOLDER}/acknowledged", priority=20
)
CHANGED = Kind("requests.changed", _("News of your request"), f"{_FOLDER}/changed")
EXTENDED = Kind("requests.extended", _("The term of a request is extended"), f"{_FOLDER}/extended")
ANSWERED = Kind("requests.answered", _("Answer to your request"), f"{_FOLDER}/answered")
ASSIGNED = Kind("requests.assigned", _("A request is assigned to you"), f"{_FOLDER}/assigned")
TO_SIGN = Kind("requests.to_sign", _("An answer waits for signature"), f"{_FOLDER}/to_sign")
ADDED = Kind("requests.added", _("The author added something"), f"{_FOLDER}/added")
ARCHIVE_READY = Kind(
    "requests.archive_ready", _("Your archive is ready"), f"{_FOLDER}/archive_ready"
)

_SIGNER = signing.Signer(salt="crm.requests.follow")


def register_kinds() -> None:
    to_authors = (ACKNOWLEDGED, CHANGED, EXTENDED, ANSWERED, ARCHIVE_READY)
    for kind in (*to_authors, RECEIVED, ASSIGNED, TO_SIGN, ADDED):
        register(kind)


def desk_path(case: Case) -> str:
    return _in_ukrainian("desk:case", case.public_id)


def requester_path(case: Case) -> str:
    """Where the requester reads on: the cabinet, or for a guest a page opened by its link.

    Personal data are never shown by a link alone: an address for letters proves nobody (PD-04).
    """
    if case.author_id is not None:
        return _in_ukrainian("cabinet:appeal", case.public_id)
    if case.kind == rules.PERSONAL_DATA:
        return ""
    return _in_ukrainian("requests:follow", key_of(case))


def data_path() -> str:
    """The page of one's own data, where archives are fetched."""
    return _in_ukrainian("cabinet:data")


def key_of(case: Case) -> str:
    """What a guest's link carries: nobody makes one without the server's secret."""
    return _SIGNER.sign(case.public_id)


def public_id_of(key: str) -> str:
    """The case a link speaks of, or nothing when the link is forged."""
    try:
        return _SIGNER.unsign(key)
    except signing.BadSignature:
        return ""


def _in_ukrainian(name: str, *args: str) -> str:
    # The letter's own language decides how the page is reached, not that of the request.
    with override("uk"):
        return reverse(name, args=args)


def tell_of_filing(case: Case, actor: Any, at: datetime) -> None:
    """Number and lawful date to the requester; a link to the addressee's people and the office."""
    context = {"number": case.number, "addressee": str(case.addressee), "due_on": case.due_on}
    staff = responsible_for(case)
    if actor is not None:
        staff = staff.exclude(pk=actor.pk)
    post_all(
        [(RECEIVED.code, person, {**context, "url": desk_path(case)}) for person in staff], at=at
    )
    tell_requester(case, at, ACKNOWLEDGED)


def tell_requester(case: Case, at: datetime, kind: Kind = CHANGED) -> None:
    """By e-mail, to the account or to the address given; nobody without one is written to."""
    to = case.author or email_of(case)
    if not to:
        return
    spoken = language_of_letters(case, case.author)
    with override(spoken):
        context = {
            "number": case.number,
            "addressee": str(case.addressee),
            "state": str(author_label(case.kind, case.state)),
            "due_on": case.due_on,
        }
    if path := requester_path(case):
        context["url"] = path
    post(kind.code, to=to, context=context, at=at, language=spoken)


def email_of(case: Case) -> str:
    """The address that somebody without an account gave."""
    if case.resident is None:
        return ""
    mails = case.resident.contacts.filter(kind=Contact.Kind.EMAIL).order_by("pk")
    return mails.values_list("value", flat=True).first() or ""


def tell_staff(case: Case, people: Iterable[Any], kind: Kind, at: datetime) -> None:
    context = {"number": case.number, "due_on": case.due_on, "url": desk_path(case)}
    post_all([(kind.code, person, dict(context)) for person in people], at=at)
