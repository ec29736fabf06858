"""Filing: one transaction from what was asked to a number, running terms and letters."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from core.audit import services as journal
from core.errors import Conflict, RuleBroken
from core.ids import next_number
from crm.cases.links import link_cases
from crm.cases.models import Attachment, Case, CaseClock, CaseEvent, CaseLink
from crm.cases.profiles import remember_profile
from crm.cases.services import move_case, searchable, write_event
from crm.deadlines.services import start_clocks, watch_clock
from crm.requests import notices, rules
from crm.requests.models import MODELS, PersonalDataRequest, ReplyBy
from crm.residents.models import NAME_FIELDS, Contact, Resident
from crm.residents.rules import PD_NOTICE_VERSION
from crm.residents.services import keep_contacts, recognise
from directory.models import Addressee, Profile

COPIED = ("name", "content_type", "size", "sha256", "uploaded_by_id", "for_author", "field_code")


@dataclass(frozen=True)
class Asked:
    """What somebody asks for. `key` came with the form: the same key files nothing twice.

    `person` are fields of the resident's card; whoever has an account is known by it.
    """

    key: str
    addressee: Addressee
    subject: str
    body: str
    reply_by: str = ReplyBy.EMAIL
    organisation_name: str = ""
    person: Mapping[str, Any] = field(default_factory=dict)
    email: str = ""
    phone: str = ""


def open_information_request(
    asked: Asked,
    author: Any,
    at: datetime,
    *,
    actor: Any = None,
    channel: str = "web",
    received_at: datetime | None = None,
) -> Case:
    """Anyone asks for public information, with an account or without (6.1).

    `author` is the signed-in requester or None; `actor` a member of staff who writes the request
    down. A second call with the same key answers with the same case.
    """
    actor = actor or author
    return _once(
        rules.INFORMATION,
        asked.key,
        author,
        lambda: _file_information(asked, author, actor, at, channel, received_at or at),
    )


def open_personal_data_request(
    right: str,
    body: str,
    addressee: Addressee,
    author: Any,
    at: datetime,
    *,
    key: str = "",
    channel: str = "web",
) -> Case:
    """A signed-in person uses a right to their data (PD-04). Raises RuleBroken without a name."""
    if right not in PersonalDataRequest.Right.values:
        raise RuleBroken(_("Choose what you ask for."), "right", "right")
    if not author.has_full_profile:
        raise RuleBroken(_("Fill in your name, address and contact first."), code="profile")
    asked = Asked(key, addressee, subject_of_right(right), body)
    return _once(
        rules.PERSONAL_DATA,
        key,
        author,
        lambda: _file_personal(asked, right, author, at, channel),
    )


def subject_of_right(right: str) -> str:
    """What stands on cards is in the office's language."""
    with override(settings.LANGUAGE_CODE):
        return str(PersonalDataRequest.Right(right).label)


def _right(right: str) -> str:
    if right not in PersonalDataRequest.Right.values:
        raise RuleBroken(_("Choose what the person asks for."), "right", "right")
    return right


@transaction.atomic
def open_from_case(
    source: Case,
    body: str,
    actor: Any,
    at: datetime,
    *,
    number: str = "",
    kind: str = rules.INFORMATION,
    right: str = "",
    organisation_name: str = "",
) -> Case:
    """Requalification: the same matter goes on as a request (A-26, DL-09).

    The moment of receipt is kept, so every term is counted from it; the number may be kept too.
    The author is told of the new lawful day. The caller moves the source to its final state.
    """
    detail = {"organisation_name": organisation_name}
    if kind == rules.PERSONAL_DATA:
        detail = {"right": _right(right)}
    asked = Asked("", source.addressee, source.subject, body)
    case = open_case(
        kind,
        asked,
        source.resident,
        source.author,
        at,
        channel=source.channel,
        received_at=source.received_at,
        number=number,
        hide_identity=source.hide_identity,
    )
    keep_detail(case, asked, **detail)
    if kind == rules.PERSONAL_DATA:
        watch_study(case, at)
    _keep_files(source, case, write_first_event(case, actor, at))
    link_cases(case, source, CaseLink.Kind.REQUALIFIED, actor, at)
    journal.record(f"{kind}.requalified", actor, case, at, number=case.number)
    move_case(case, "registered", actor, at)
    notices.tell_of_filing(case, actor, at)
    return case


def _once(kind: str, key: str, author: Any, file: Any) -> Case:
    """The case filed with the key already, or a new one; two presses at once make one."""
    if (known := _filed(kind, key, author)) is not None:
        return known
    try:
        with transaction.atomic():
            return file()
    except IntegrityError:
        if not key:
            raise
        known = _filed(kind, key, author)
        if known is None:
            message = _("This form was sent already. Open it anew and send again.")
            raise Conflict(message, code="key") from None
        return known


def filed_with(key: str, author: Any) -> Case | None:
    """What this person filed with the key, of either kind."""
    found = (_filed(kind, key, author) for kind in MODELS)
    return next((case for case in found if case is not None), None)


def _filed(kind: str, key: str, author: Any) -> Case | None:
    """What this person filed with the key: nobody learns a number by another's key."""
    if not key:
        return None
    found = MODELS[kind].objects.filter(entry_key=key, case__author=author)
    row = found.select_related("case").first()
    return row.case if row else None


def _file_information(
    asked: Asked,
    author: Any,
    actor: Any,
    at: datetime,
    channel: str,
    received_at: datetime,
) -> Case:
    resident = _requester(asked, author, at)
    case = open_case(
        rules.INFORMATION, asked, resident, author, at, channel=channel, received_at=received_at
    )
    keep_detail(case, asked, organisation_name=asked.organisation_name)
    write_first_event(case, actor, at)
    journal.record("information.submitted", actor, case, at, number=case.number)
    notices.tell_of_filing(case, actor, at)
    return case


def _file_personal(asked: Asked, right: str, author: Any, at: datetime, channel: str) -> Case:
    resident = recognise(author, at, consents={"personal_data": PD_NOTICE_VERSION})
    case = open_case(
        rules.PERSONAL_DATA, asked, resident, author, at, channel=channel, received_at=at
    )
    keep_detail(case, asked, right=right)
    watch_study(case, at)
    write_first_event(case, author, at)
    journal.record("personal_data.submitted", author, case, at, number=case.number, right=right)
    notices.tell_of_filing(case, author, at)
    return case


def watch_study(case: Case, at: datetime) -> None:
    """Remind of the ten working days in which a personal-data request has to be studied."""
    study = case.clocks.select_related("clock").filter(purpose="study").first()
    if study is not None:
        watch_clock(study.clock, at)


def _requester(asked: Asked, author: Any, at: datetime) -> Resident:
    """The card of whoever asks; without an account a new one each time, for nothing is proved."""
    consents = {"information": PD_NOTICE_VERSION}
    if author is not None:
        if asked.person and not author.last_name:
            for name in NAME_FIELDS:
                setattr(author, name, asked.person.get(name) or getattr(author, name))
            author.save(update_fields=list(NAME_FIELDS))
        return recognise(author, at, consents=consents)
    return card_of_stranger(asked, at)


def card_of_stranger(asked: Asked, at: datetime) -> Resident:
    """A new card each time, with the contacts given."""
    person = dict(asked.person)
    if not person.get("last_name"):
        person["last_name"] = asked.organisation_name[:150]
    resident = Resident.objects.create(created_at=at, **person)
    kinds = ((Contact.Kind.EMAIL, asked.email), (Contact.Kind.PHONE, asked.phone))
    keep_contacts(resident, [Contact(kind=kind, value=value) for kind, value in kinds if value])
    return resident


def open_case(
    kind: str,
    asked: Asked,
    resident: Resident | None,
    author: Any,
    at: datetime,
    *,
    channel: str,
    received_at: datetime,
    number: str = "",
    hide_identity: bool = False,
) -> Case:
    profile = Profile.objects.for_addressee(asked.addressee.pk)
    registered = profile.registration_day(received_at)
    codes = profile.terms_for(kind, rules.CLOCKS[kind])
    clocks = start_clocks(codes.values(), received_at, profile, at)
    main = clocks[codes["reply"]]
    case = Case.objects.create(
        kind=kind,
        number=number or _next_number(kind, registered.year),
        subject=asked.subject[:200],
        addressee=asked.addressee,
        resident=resident,
        author=author,
        channel=channel,
        received_at=received_at,
        registered_on=registered,
        due_on=main.due_on,
        target_on=main.target_on,
        main_clock=main,
        hide_identity=hide_identity,
        updated_at=at,
        search_text=searchable(asked.subject, asked.body),
    )
    remember_profile(case, profile)
    CaseClock.objects.bulk_create(
        CaseClock(case=case, clock=clocks[code], purpose=purpose) for purpose, code in codes.items()
    )
    return case


def _next_number(kind: str, year: int) -> str:
    return rules.number(kind, next_number(f"{kind}:{year}"), year)


def keep_detail(case: Case, asked: Asked, **detail: Any) -> None:
    MODELS[case.kind].objects.create(
        case=case,
        body=asked.body,
        reply_by=asked.reply_by,
        pd_notice_version=PD_NOTICE_VERSION,
        entry_key=asked.key,
        **detail,
    )


def write_first_event(case: Case, actor: Any, at: datetime) -> CaseEvent:
    return write_event(
        case,
        CaseEvent.Kind.SUBMITTED,
        actor,
        at,
        visibility=CaseEvent.Visibility.AUTHOR,
        data={"channel": case.channel},
    )


def _keep_files(source: Case, case: Case, event: CaseEvent) -> None:
    """What came with the source comes along: rows of their own to the same bytes."""
    Attachment.objects.bulk_create(
        Attachment(
            case=case,
            event=event,
            file=one.file.name,
            at=one.at,
            **{name: getattr(one, name) for name in COPIED},
        )
        for one in source.attachments.filter(for_author=True).order_by("pk")
    )
