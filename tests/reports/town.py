"""A small town whose appeals differ in everything that reports ask; rows at once, by a seed."""

import random
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db import connection

from core.ids import public_id
from crm.appeals.models import Appeal, Question, Registration
from crm.cases.models import Case
from crm.residents.models import Resident
from directory.models import Addressee, Duty
from tests.factories.directory import AddresseeFactory
from tests.people import People

FORMS = ("1.1", "1.1", "1.1.1", "1.2", "1.3", "1.4", "1.4", "1.5", "1.6", "x.bot")
STATES = (
    *("submitted", "registered", "assigned", "in_progress", "reply_draft"),
    *("answered", "answered", "closed", "closed", "returned", "forwarded", "not_considered"),
    *("joined", "requalified", "withdrawn"),
)
RESULTS = {"returned": "9.4", "forwarded": "9.5", "not_considered": "9.6"}
OPEN = ("submitted", "registered", "assigned", "in_progress", "reply_draft")
CATEGORIES = ("7.1", "7.3", "7.5", "7.10", "7.13", "7.16", "7.19", "x.idp", "7.99")
TOPICS = ("Q01", "Q09", "Q09.roof", "Q10", "Q24", "x.trees")
TODAY = date(2026, 11, 20)


@dataclass
class Town:
    people: People
    bodies: list[Addressee]
    cases: list[Case]


def make_town(people: People, size: int = 260, seed: int = 7) -> Town:
    """Two departments; a head and a moderator of the first one with what is below it."""
    top = AddresseeFactory(listed=True)
    below = AddresseeFactory(listed=True, parent=top)
    other = AddresseeFactory(listed=True)
    Duty.objects.create(addressee=top, user=people.head, role="head", with_subtree=True)
    Duty.objects.create(addressee=top, user=people.moderator, role="moderator")
    bodies = [top, below, other]
    chance = random.Random(seed)
    resident = Resident.objects.create(last_name="Дорошенко", first_name="Олена")
    cases = [_case(number, bodies, resident, people, chance) for number in range(size)]
    Case.objects.bulk_create(cases)
    details: list[list[Any]] = [[], [], []]
    for case in cases:
        for rows, row in zip(details, _details(case, chance), strict=True):
            rows += row
    for model, rows in zip((Appeal, Registration, Question), details, strict=True):
        model.objects.bulk_create(rows)
    _tell_the_planner()
    return Town(people, bodies, cases)


def _tell_the_planner() -> None:
    """PostgreSQL knows nothing of rows this young, and would join them in the slowest order."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for model in (Case, Appeal, Registration, Question):
                cursor.execute(f"ANALYZE {model._meta.db_table}")


def _case(
    number: int, bodies: list[Addressee], resident: Resident, people: People, chance: random.Random
) -> Case:
    registered = date(2025, 1, 1) + timedelta(days=chance.randrange(680))
    kind = "appeal" if chance.random() > 0.05 else "consultation"
    state = chance.choice(STATES if kind == "appeal" else ("submitted", "closed"))
    received = datetime(registered.year, registered.month, registered.day, 9, tzinfo=UTC)
    took = timedelta(days=chance.randrange(45), hours=chance.randrange(16))
    return Case(
        public_id=public_id(),
        kind=kind,
        number=f"Т-{number}/25",
        state=state,
        is_open=state in OPEN,
        is_extended=chance.random() < 0.2,
        subject=f"Звернення {number}",
        addressee=chance.choice(bodies),
        against=bodies[0] if chance.random() < 0.1 else None,
        resident=resident,
        channel="web",
        received_at=received,
        registered_on=registered,
        due_on=registered + timedelta(days=30) if chance.random() < 0.95 else None,
        target_on=registered + timedelta(days=29),
        assignee=people.executor if chance.random() < 0.6 else None,
        answered_at=received + took if state in ("answered", "closed") else None,
        updated_at=received,
        hide_identity=chance.random() < 0.1,
    )


def _details(case: Case, chance: random.Random) -> tuple[list, list, list]:
    if case.kind != "appeal":
        return [Appeal(case=case, body="Дякую", pd_notice_version="1")], [], []
    proposed = chance.choice(["", "9.1", "9.2", "9.3"])
    replied = chance.choice(["9.1", "9.1", "9.2", "9.3", "9.4"])
    result = replied if case.state in ("answered", "closed") else RESULTS.get(case.state, proposed)
    is_legal = chance.random() < 0.1
    appeal = Appeal(
        case=case,
        appeal_kind=chance.choice(["statement", "complaint", "proposal", ""]),
        applicant="legal_entity" if is_legal else "individual",
        organisation_name="ТОВ «Дах»" if is_legal else "",
        body="Прошу полагодити дах.",
        result=result,
        pd_notice_version="1",
    )
    form = chance.choice(FORMS)
    is_collective = chance.random() < 0.2
    card = Registration(
        case=case,
        receipt_form=form,
        source_level=chance.choice(["", "local", "central"]) if form == "1.4" else "",
        sign=chance.choice(["2.1", "2.1", "2.2", "2.5"]),
        subject="5.2" if is_collective else "5.1",
        categories=chance.sample(CATEGORIES, chance.randrange(3)),
        signatories_count=chance.randrange(2, 90) if is_collective else 1,
    )
    asked = [
        Question(case=case, number=place, topic=topic, is_main=place == 1)
        for place, topic in enumerate(chance.sample(TOPICS, chance.randrange(1, 4)), 1)
    ]
    return [appeal], [card], asked
