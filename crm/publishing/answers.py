"""The door to the open register: an answer goes out only confirmed and with nobody in it (6.1)."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from blocks.answers.services import Confirmed, drop_answer, store_answer
from core import clock
from core.accounts.roles import Action
from core.audit import services as journal
from core.errors import Conflict, RuleBroken
from crm.appeals.models import Registration, Signatory
from crm.cases.models import Case, CaseEvent, CaseLink
from crm.cases.rights import require
from crm.cases.services import lock_case, write_event
from crm.publishing.leaks import Known, Leak, Place, leaks_in
from crm.requests import rules
from crm.requests.models import AnswerPublication, inquiry_of
from crm.requests.services.handling import check_state
from crm.residents.models import Contact

ANSWERED = ("answered", "closed")
FOUND = {
    "name": pgettext_lazy("found in a text", "the name of the requester"),
    "email": pgettext_lazy("found in a text", "a personal e-mail"),
    "phone": pgettext_lazy("found in a text", "a personal phone"),
    "address": pgettext_lazy("found in a text", "a home address"),
    "other": pgettext_lazy("found in a text", "the name of another person of the case"),
    "organisation": pgettext_lazy("found in a text", "the organisation that asked"),
}


@transaction.atomic
def publish_answer(
    case: Case,
    title: str,
    question: str,
    answer: str,
    actor: Any,
    at: datetime,
    *,
    confirmed: bool,
) -> AnswerPublication:
    """Put an answered information request into the register, by whoever signs answers.

    Raises RuleBroken when it is not confirmed or names the requester, Conflict when the answer is
    there already.
    """
    case = lock_case(case)
    require(actor, Action.APPEALS_SIGN, case)
    _check_publishable(case)
    if not confirmed:
        raise RuleBroken(
            _("Confirm that there is no personal data in the text."), "confirmed", "confirmed"
        )
    texts = {"title": title.strip(), "question": question.strip(), "answer": answer.strip()}
    check_texts(case, texts)
    told = Confirmed(case.addressee, **texts, answered_on=clock.local(case.answered_at).date())
    publication, _new = AnswerPublication.objects.update_or_create(
        case=case,
        defaults={
            "public_id": store_answer(told, clock.local(at).date()),
            "published_by": actor,
            "published_at": at,
            "withdrawn_by": None,
            "withdrawn_at": None,
            "withdrawn_reason": "",
        },
    )
    _note(case, "published", "", actor, at)
    return publication


def _check_publishable(case: Case) -> None:
    check_state(case, ANSWERED)
    if case.kind != rules.INFORMATION or case.anonymised_at is not None:
        raise Conflict(_("Only answers to information requests are published."), code="kind")
    known = AnswerPublication.objects.select_for_update().filter(case=case).first()
    if known is not None and known.withdrawn_at is None:
        raise Conflict(_("The answer is published already."), code="published")


@transaction.atomic
def withdraw_answer(case: Case, reason: str, actor: Any, at: datetime) -> AnswerPublication:
    """Take the answer out of the register; the page is gone at once, the act stays on the card."""
    case = lock_case(case)
    require(actor, Action.APPEALS_SIGN, case)
    if not reason.strip():
        raise RuleBroken(_("Write why."), "reason", "empty")
    publication = AnswerPublication.objects.select_for_update().filter(case=case).first()
    if publication is None or publication.withdrawn_at is not None:
        raise Conflict(_("The answer is not published."), code="not_published")
    drop_answer(publication.public_id)
    publication.withdrawn_by, publication.withdrawn_at = actor, at
    publication.withdrawn_reason = reason.strip()
    publication.save(update_fields=["withdrawn_by", "withdrawn_at", "withdrawn_reason"])
    _note(case, "unpublished", reason.strip(), actor, at)
    return publication


def is_published(case: Case) -> bool:
    return AnswerPublication.objects.filter(case=case, withdrawn_at=None).exists()


def check_texts(case: Case, texts: dict[str, str]) -> None:
    """Raises RuleBroken at the first text that is empty or gives the requester away."""
    for name, text in texts.items():
        if not text:
            raise RuleBroken(_("Write the text."), name, "empty")
        if found := found_in(case, text):
            raise RuleBroken(found, name, "personal")


def found_in(case: Case, text: str) -> str:
    """Where the text tells who asked, in words for the form; nothing when it does not."""
    return "\n".join(_words(one) for one in leaks_in(text, known_of(case)))


def known_of(case: Case) -> Known:
    """Everything the city knows of the requester and others of the case that must not be told."""
    family, given, emails, phones, places = [], [], [], [], []
    organisation = inquiry_of(case).organisation_name
    for person in (case.resident, case.author):
        if person is None:
            continue
        given.append(person.first_name)
        family.append(person.middle_name)
        if person.last_name != organisation[:150]:
            family.append(person.last_name)
        places.append(Place(person.addr_street, person.addr_building))
    if case.author is not None:
        emails.append(case.author.email or "")
        phones.append(str(case.author.phone or ""))
    if case.resident is not None:
        for contact in case.resident.contacts.all():
            target = phones if contact.kind == Contact.Kind.PHONE else emails
            target.append(contact.value)
    others = _others(case)
    emails += [one.contact for one in others if "@" in one.contact]
    phones += [one.contact for one in others]
    places += [Place(one.address) for one in others]
    return Known(
        family=tuple(family),
        given=tuple(given),
        organisation=organisation,
        emails=tuple(emails),
        phones=tuple(phones),
        places=tuple(places),
        others=(*(one.name for one in others), *_representatives(case)),
    )


def _others(case: Case) -> list[Signatory]:
    """Whoever signed the appeal that this request was, before it was requalified."""
    return list(Signatory.objects.filter(case__in=_appeals_behind(case)).order_by("pk"))


def _representatives(case: Case) -> list[str]:
    cards = Registration.objects.filter(case__in=_appeals_behind(case))
    return list(cards.exclude(representative_name="").values_list("representative_name", flat=True))


def _appeals_behind(case: Case) -> list[int]:
    sources = case.links.filter(kind=CaseLink.Kind.REQUALIFIED)
    return [case.pk, *sources.values_list("earlier", flat=True)]


def _words(leak: Leak) -> str:
    return _("Line %(line)d: %(what)s: “…%(around)s…”. Take it out.") % {
        "line": leak.line,
        "what": FOUND[leak.kind],
        "around": leak.around,
    }


def _note(case: Case, said: str, text: str, actor: Any, at: datetime) -> None:
    """For colleagues and the journal; the requester is not troubled."""
    write_event(case, CaseEvent.Kind.SYSTEM, actor, at, text=text, data={"said": said})
    journal.record(f"information.{said}", actor, case, at)
