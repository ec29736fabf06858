"""Requests for information and about personal data in the demo city, made by the services."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from cms.demo.bodies import City
from cms.demo.people import Cast
from cms.demo.texts import read
from core import clock
from core.accounts.models import User
from crm.cases.models import Case
from crm.publishing.answers import publish_answer
from crm.requests import services as requests
from crm.requests.rules import HOW_TO_APPEAL
from crm.requests.services.opening import subject_of_right
from directory.models import Addressee, Duty

STEP = timedelta(hours=3)


@dataclass
class Office:
    """Who works on requests: the body that takes them, its moderator and head, the clerk."""

    body: Addressee
    clerk: User
    moderator: User
    head: User


def build_requests(city: City, cast: Cast, now: datetime) -> None:
    """In the order of time, so that numbers grow with the days."""
    office = _office(city, cast)
    for row in sorted(read("requests"), key=lambda one: -one["days"]):
        at = now - timedelta(days=row["days"])
        case = _filed(row, office, cast, at)
        for number, step in enumerate(row["way"], 1):
            moment = min(at + number * STEP, now)
            _take_step(step, case, row, office, moment)


def _office(city: City, cast: Cast) -> Office:
    """The first body that has both a moderator and a head."""
    for body in city.bodies.values():
        duties = Duty.objects.over(body)
        moderator = duties.in_roles(Duty.Role.MODERATOR).people().order_by("pk").first()
        head = duties.in_roles(Duty.Role.HEAD).people().order_by("pk").first()
        if moderator is not None and head is not None and body.accepts_appeals:
            return Office(body, cast.staff["clerk"], moderator, head)
    raise LookupError("No body of the demo city has a moderator and a head.")


def _filed(row: dict[str, Any], office: Office, cast: Cast, at: datetime) -> Case:
    if "entered" in row:
        return requests.enter_inquiry(_entry(row, office, at), office.clerk, at)
    author = cast.residents[row["resident"]] if "resident" in row else None
    if row["kind"] == "personal_data":
        return requests.open_personal_data_request(
            row["right"], row["body"], office.body, author, at
        )
    last, first, email = row.get("guest", ("", "", ""))
    asked = requests.Asked(
        key="",
        addressee=office.body,
        subject=row["subject"],
        body=row["body"],
        organisation_name=row.get("organisation", ""),
        person={"last_name": last, "first_name": first} if last else {},
        email=email,
    )
    return requests.open_information_request(asked, author, at)


def _entry(row: dict[str, Any], office: Office, at: datetime) -> requests.Entry:
    """What the clerk wrote down: a letter that came by post, a visit."""
    kind, right = row["kind"], row.get("right", "")
    subject = subject_of_right(right) if right else row["subject"]
    return requests.Entry(
        asked=requests.Asked(
            key="",
            addressee=office.body,
            subject=subject,
            body=row["body"],
            reply_by="post",
            person=row["person"],
        ),
        channel=row["entered"],
        received_at=at,
        kind=kind,
        right=right,
        identity_note=row.get("identity", ""),
        signed_on=clock.local(at).date() if row["entered"] == "paper" else None,
        pages=row.get("sheets"),
    )


def _take_step(step: str, case: Case, row: dict[str, Any], office: Office, at: datetime) -> None:
    match step:
        case "register":
            requests.register_inquiry(case, office.clerk, at)
        case "take":
            requests.take_inquiry(case, office.moderator, at)
        case "urgent":
            requests.mark_urgent(case, row["answer"], office.clerk, at)
        case "extend":
            requests.extend_inquiry(case, row["answer"], office.head, at)
        case "forward":
            requests.forward_inquiry(case, row["answer"], "", office.clerk, at)
        case "sign":
            requests.sign_answer(
                case,
                row["answer"],
                office.head,
                at,
                version=0,
                copied_pages=row.get("pages", 0),
                decision="granted",
            )
        case "refuse":
            requests.refuse_inquiry(
                case,
                row["answer"],
                office.head,
                at,
                appeal_note=str(HOW_TO_APPEAL),
                ground="2",
                test=row["test"],
            )
        case "publish":
            texts = (case.subject, row["body"], row["answer"])
            publish_answer(case, *texts, office.head, at, confirmed=True)
        case "close":
            requests.close_inquiry(case, office.clerk, at)
