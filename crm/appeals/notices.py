"""Letters about appeals: a link and a number, never a word of the text (A-20, M-10)."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from core.notify.announcing import announce, register_writer
from core.notify.kinds import Kind, register
from core.notify.services import Letter, post, post_all
from crm.cases.models import Case
from crm.cases.people import responsible_for, told_when_registered
from crm.cases.profiles import language_of_letters, with_profile
from crm.cases.states import AUTHOR_LABELS, KINDS
from crm.residents.models import NAME_FIELDS
from directory.models import Addressee, Profile

CONFIRM = Kind(
    "appeals.confirm",
    _("Open the link to send your appeal"),
    "notify/appeals/confirm",
    priority=10,
    is_secret=True,
)
RECEIVED = Kind("appeals.received", _("A new appeal"), "notify/appeals/received", priority=20)
ACKNOWLEDGED = Kind(
    "appeals.acknowledged", _("Your appeal is accepted"), "notify/appeals/acknowledged", priority=20
)
CHANGED = Kind("appeals.changed", _("News of your appeal"), "notify/appeals/changed")
ANSWERED = Kind("appeals.answered", _("Reply to your appeal"), "notify/appeals/answered")
ASSIGNED = Kind("appeals.assigned", _("An appeal is assigned to you"), "notify/appeals/assigned")
TO_SIGN = Kind("appeals.to_sign", _("A reply waits for signature"), "notify/appeals/to_sign")
CHARGED = Kind("appeals.charged", _("An assignment for you"), "notify/appeals/charged")
REPORTED = Kind("appeals.reported", _("An assignment is reported"), "notify/appeals/reported")
EXTENDED = Kind("appeals.extended", _("The term is extended"), "notify/appeals/extended")
INTERIM = Kind("appeals.interim", _("An interim reply"), "notify/appeals/interim")
REQUALIFIED = Kind(
    "appeals.requalified",
    _("Your appeal is considered by other rules"),
    "notify/appeals/requalified",
)
SHORTENED = Kind("appeals.shortened", _("The term is shortened"), "notify/appeals/shortened")
NOT_SHORTENED = Kind(
    "appeals.not_shortened", _("A shorter term is refused"), "notify/appeals/not_shortened"
)
RESTORED = Kind(
    "appeals.restored", _("The term of a complaint is restored"), "notify/appeals/restored"
)
TERM_MOVED = Kind("appeals.term_moved", _("A term has moved"), "notify/appeals/term_moved")
ADDED = Kind("appeals.added", _("The author added something"), "notify/appeals/added")
PLEADED = Kind("appeals.pleaded", _("The author asks for something"), "notify/appeals/pleaded")
PLEA_ANSWERED = Kind(
    "appeals.plea_answered", _("What you asked for is answered"), "notify/appeals/plea_answered"
)

SUBMITTED = "appeals.submitted"
"""News: RECEIVED goes to staff, ACKNOWLEDGED to the author."""

ADDRESSED = ("email", "language", *NAME_FIELDS)
"""What a letter needs to know of a member of staff."""


def register_kinds() -> None:
    to_authors = (ACKNOWLEDGED, CHANGED, ANSWERED, EXTENDED, INTERIM, REQUALIFIED, PLEA_ANSWERED)
    of_terms = (SHORTENED, NOT_SHORTENED, RESTORED, TERM_MOVED)
    to_guests = (CONFIRM,)
    to_staff = (RECEIVED, ASSIGNED, CHARGED, REPORTED, TO_SIGN, ADDED, PLEADED)
    for kind in (*to_guests, *to_authors, *of_terms, *to_staff):
        register(kind)
    register_writer(SUBMITTED, _letters_of_submission)


def desk_path(case: Case) -> str:
    return _in_ukrainian("desk:case", case)


def cabinet_path(case: Case) -> str:
    return _in_ukrainian("cabinet:appeal", case)


def _in_ukrainian(name: str, case: Case) -> str:
    # The letter's own language decides how the page is reached, not that of the request.
    with override("uk"):
        return reverse(name, args=[case.public_id])


def ask_author(
    addressee: Addressee, person: Any, key: str, at: datetime, *, must_log_in: bool
) -> None:
    """The link that makes a guest's draft an appeal; whoever has an account logs in behind it."""
    profile = Profile.objects.for_addressee(addressee.pk)
    spoken = profile.language_for(person.language, [code for code, _name in settings.LANGUAGES])
    # Nobody is logged in behind the link: the page speaks as its letter does.
    with override(spoken):
        context = {
            "addressee": str(addressee.name),
            "must_log_in": must_log_in,
            "confirm_url": reverse("appeals:confirm", args=[key]),
            "reset_url": reverse("account_reset_password"),
        }
    to = person if person.pk else person.email
    post(CONFIRM.code, to=to, address=person.email, context=context, at=at, language=spoken)


def tell_of_submission(case: Case, actor: Any, at: datetime) -> None:
    """The sender writes to whom it concerns (`_letters_of_submission`)."""
    facts = {"case": case.pk, "actor": actor.pk, "is_with_office": case.is_with_office}
    announce(SUBMITTED, facts, at)


def _letters_of_submission(facts: Mapping[str, Any]) -> Iterator[Letter]:
    """The addressee and the office get a link, or first the office (A-27); an author with an
    account gets the number.

    Whoever sent or entered it needs no letter that it has come.
    """
    found = Case.objects.select_related("addressee", "against", "author")
    case = with_profile(found).get(pk=facts["case"])
    # As it was then: whoever registers sooner than this is written tells the addressee.
    case.is_with_office = facts["is_with_office"]
    context = {"number": case.number, "addressee": case.addressee.name, "due_on": case.due_on}
    for person in responsible_for(case).only(*ADDRESSED):
        if person.pk != facts["actor"]:
            yield RECEIVED.code, person, {**context, "url": desk_path(case)}
    if case.author is not None and case.author_id == facts["actor"]:
        mine = {**context, "url": cabinet_path(case)}
        yield ACKNOWLEDGED.code, case.author, mine, language_of_letters(case, case.author)


def tell_of_registration(case: Case, actor: Any, at: datetime, *, was_kept: bool) -> None:
    """The author learns of it; what the office has kept the addressee gets only now (A-27)."""
    tell_author(case, at)
    if not was_kept:
        return
    people = told_when_registered(case).exclude(pk=actor.pk)
    context = {"number": case.number, "addressee": str(case.addressee), "due_on": case.due_on}
    post_all(
        [(RECEIVED.code, person, {**context, "url": desk_path(case)}) for person in people], at=at
    )


def tell_author(case: Case, at: datetime, kind: Kind = CHANGED) -> None:
    """The author learns that something happened, and where to read it."""
    if case.author is None:
        return
    spoken = language_of_letters(case, case.author)
    with override(spoken):
        state = str(AUTHOR_LABELS.get(case.state, case.state))
    context = {
        "number": case.number,
        "state": state,
        "due_on": case.due_on,
        "url": cabinet_path(case),
    }
    post(kind.code, to=case.author, context=context, at=at, language=spoken)


def tell_of_requalification(order: Case, appeal: Case, at: datetime) -> None:
    """The author learns what the appeal is by law, its number and the lawful day (A-26)."""
    if order.author is None:
        return
    spoken = language_of_letters(order, order.author)
    with override(spoken):
        kind = str(KINDS[order.kind])
    context = {
        "number": appeal.number,
        "new_number": order.number,
        "kind": kind,
        "due_on": order.due_on,
        "url": cabinet_path(order),
    }
    post(REQUALIFIED.code, to=order.author, context=context, at=at, language=spoken)


def tell_staff(case: Case, people: Iterable[Any], kind: Kind, at: datetime) -> None:
    """Members of staff get a link to the card."""
    context = {"number": case.number, "due_on": case.due_on, "url": desk_path(case)}
    post_all([(kind.code, person, dict(context)) for person in people], at=at)


def tell_of_assignment(assignment: Any, person: Any, kind: Kind, at: datetime) -> None:
    """A member of staff gets a link to an assignment, never its text."""
    with override("uk"):
        path = reverse("desk:assignment", args=[assignment.public_id])
    context = {
        "number": assignment.case.number,
        "state": assignment.state_label,
        "due_on": assignment.due_on,
        "url": path,
    }
    post_all([(kind.code, person, context)], at=at)
