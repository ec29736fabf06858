"""Rows of a large city, table by table, through COPY."""

import json
import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import CharField, Model, Value
from django.db.models.functions import Cast, Concat

from cms.scale import words
from core.accounts.models import User
from core.accounts.services import create_person
from core.ids import public_id
from core.words import sort_key
from crm.appeals.models import Appeal, Question, Registration
from crm.cases.models import Case, CaseEvent, CaseParticipant
from crm.cases.services import searchable
from crm.deadlines.models import DeadlineClock
from crm.residents.models import Resident
from directory import tree
from directory.models import Addressee, Duty

OPEN_STATES = ("submitted", "registered", "assigned", "in_progress", "reply_draft")
OPEN_SHARE = 0.05
BIG_CARD_EVENTS = 500
BIG_TABLES = (Resident, DeadlineClock, Case, CaseEvent, CaseParticipant)
PASSWORD = "a-password-of-the-bench"


class ScaleCity:
    """Loads `cases` appeals of the last three years to `addressees` addressees."""

    def __init__(self, cases: int, addressees: int, seed: int, at: datetime) -> None:
        self.size, self.addressee_count, self.at = cases, addressees, at
        self.chance = random.Random(seed)
        self.first = 0

    def load(self, say: Callable[[str], None]) -> None:
        """Everything in one go; safe to run again: new rows come after those there are."""
        with transaction.atomic():
            self._addressees()
            self._staff()
            # Asked before the first COPY: while one runs, the connection answers nothing else.
            self.first, self.first_event = next_key(Case), next_key(CaseEvent)
            self.first_question = next_key(Question)
            with without_indexes(BIG_TABLES):
                for name, model, rows in self._tables():
                    say(f"{name} …")
                    copy_rows(model, rows)
                say("indexes …")
            for model in (*BIG_TABLES, Question):
                restart_sequence(model)
        say("search …")
        call_command("rebuild_search")
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")

    def _tables(self) -> Iterator[tuple[str, type[Model], Iterable[dict[str, Any]]]]:
        self.facts = [self._facts(self.first + n) for n in range(self.size)]
        yield "residents", Resident, self._residents()
        yield "running terms", DeadlineClock, (self._clock(fact) for fact in self.facts)
        yield "cases", Case, (self._case(fact) for fact in self.facts)
        yield "appeals", Appeal, (self._appeal(fact) for fact in self.facts)
        yield "registration cards", Registration, (self._card(fact) for fact in self.facts)
        yield "questions", Question, self._questions()
        yield "timelines", CaseEvent, self._events()
        yield "executors", CaseParticipant, self._participants()

    def _addressees(self) -> None:
        """In bulk and without signals: the search is told afterwards, at once."""
        have = Addressee.objects.count()
        made = [_section(number, self.at) for number in range(have, self.addressee_count)]
        Addressee.objects.bulk_create(made, batch_size=1000)
        key = Concat(Cast("pk", CharField()), Value("/"))
        Addressee.objects.filter(path="").update(path=key)
        self.addressees = list(Addressee.objects.order_by("pk").values_list("pk", flat=True))

    def _staff(self) -> None:
        def person(name: str, *roles: str) -> User:
            email = f"{name}@scale.test"
            found = User.objects.filter(email=email).first()
            return found or create_person(
                email=email,
                password=PASSWORD,
                actor=None,
                at=self.at,
                roles=roles,
                last_name="Савчук",
                first_name="Ірина",
                middle_name="Миколаївна",
                addr_settlement="Вербів",
                addr_street="вул. Садова",
                addr_building="1",
            )

        person("clerk", "clerk")
        moderator = person("moderator", "moderator")
        Duty.objects.get_or_create(
            user=moderator, addressee_id=self.addressees[0], role=Duty.Role.MODERATOR
        )
        self.author = person("author")
        self.executors = [person(f"executor{n}", "executor").pk for n in range(20)]

    def _facts(self, pk: int) -> dict[str, Any]:
        chance = self.chance
        is_open = chance.random() < OPEN_SHARE
        age = chance.randrange(1, 30 * 24) if is_open else chance.randrange(30 * 24, 1095 * 24)
        received = self.at - timedelta(hours=age)
        due = received.date() + timedelta(days=31)
        state = chance.choice(OPEN_STATES) if is_open else chance.choice(("answered", "closed"))
        return {
            "pk": pk,
            "is_open": is_open,
            "state": state,
            "received": received,
            "due": due,
            "answered": None if is_open else received + timedelta(days=chance.randrange(1, 40)),
            "subject": f"{chance.choice(words.SUBJECTS)} {pk}",
            "addressee": chance.choice(self.addressees),
            "assignee": None
            if state in ("submitted", "registered")
            else chance.choice(self.executors),
            "resident": self.first + chance.randrange(max(1, self.size // 5)),
        }

    def _residents(self) -> Iterator[dict[str, Any]]:
        for number in range(max(1, self.size // 5)):
            yield {
                "id": self.first + number,
                "public_id": public_id(),
                "last_name": self.chance.choice(words.SURNAMES),
                "first_name": self.chance.choice(words.GIVEN),
                "middle_name": self.chance.choice(words.MIDDLE),
                "addr_settlement": "Вербів",
                "addr_street": f"вул. {self.chance.choice(words.STREETS)}",
                "addr_building": str(self.chance.randrange(1, 120)),
                "created_at": self.at,
            }

    def _clock(self, fact: dict[str, Any]) -> dict[str, Any]:
        return {
            "id": fact["pk"],
            "rule_code": "ua.appeal.month",
            "rule_version": 1,
            "calendar_code": "ua-office",
            "calendar_version": 1,
            "anchor_at": fact["received"],
            "nominal_on": fact["due"],
            "due_on": fact["due"],
            "target_on": fact["due"],
            "explanation": {},
            "started_at": fact["received"],
            "stopped_at": fact["answered"],
        }

    def _case(self, fact: dict[str, Any]) -> dict[str, Any]:
        return {
            "id": fact["pk"],
            "public_id": public_id(),
            "kind": "appeal",
            "number": f"Д-{fact['pk']}/{fact['received'].year % 100}",
            "state": fact["state"],
            "is_open": fact["is_open"],
            "subject": fact["subject"],
            "addressee_id": fact["addressee"],
            "resident_id": fact["resident"],
            "channel": "web",
            "received_at": fact["received"],
            "registered_on": fact["received"].date(),
            "due_on": fact["due"],
            "target_on": fact["due"],
            "main_clock_id": fact["pk"],
            "assignee_id": fact["assignee"],
            "answered_at": fact["answered"],
            "closed_at": fact["answered"] if fact["state"] == "closed" else None,
            "updated_at": fact["answered"] or fact["received"],
            "search_text": searchable(fact["subject"], self._body(fact)),
        }

    def _appeal(self, fact: dict[str, Any]) -> dict[str, Any]:
        return {
            "case_id": fact["pk"],
            "appeal_kind": words.KINDS[fact["pk"] % len(words.KINDS)],
            "result": "" if fact["is_open"] else words.RESULTS[fact["pk"] % 10],
            "body": self._body(fact),
            "values": {},
            "pd_notice_version": "2026-01",
        }

    def _card(self, fact: dict[str, Any]) -> dict[str, Any]:
        """In the proportions of a city, the same each time for the same key."""
        pk = fact["pk"]
        is_collective, is_passed_on = pk % 25 == 0, pk % 16 == 0
        return {
            "case_id": pk,
            "receipt_form": "1.4" if is_passed_on else words.FORMS[pk % len(words.FORMS)],
            "sign": words.SIGNS[pk % len(words.SIGNS)],
            "subject": "5.2" if is_collective else "5.1",
            "signatories_count": 3 + pk % 40 if is_collective else 1,
            "letter_type": "6.2",
            "categories": ["7.13"] if pk % 9 == 0 else [],
            "is_priority": pk % 9 == 0,
            "social_status": "8.1" if pk % 4 == 0 else "",
            "source_body": "Обласна військова адміністрація" if is_passed_on else "",
            "source_level": "local" if is_passed_on else "",
        }

    def _questions(self) -> Iterator[dict[str, Any]]:
        """One of each appeal, on the topics most often asked about first."""
        for number, fact in enumerate(self.facts, start=self.first_question):
            topics = words.TOPICS
            yield {
                "id": number,
                "case_id": fact["pk"],
                "number": 1,
                "topic": topics[min(fact["pk"] % len(topics), fact["pk"] // 7 % len(topics))],
                "is_main": True,
                "result": "" if fact["is_open"] else words.RESULTS[fact["pk"] % 10],
                "closed_at": fact["answered"],
            }

    def _body(self, fact: dict[str, Any]) -> str:
        """The same text each time it is asked for; one in RARE_EVERY has words of its own."""
        pk = fact["pk"]
        street = words.STREETS[pk % len(words.STREETS)]
        first, second = (words.WISHES[number % len(words.WISHES)] for number in (pk, pk // 13))
        rare = "" if pk % words.RARE_EVERY else f" {words.RARE_WISH}"
        return f"{fact['subject']}, вул. {street}. {first} {second}{rare}"

    def _events(self) -> Iterator[dict[str, Any]]:
        for number, fact in enumerate(self.facts, start=self.first_event):
            yield self._event(number, fact["pk"], fact["received"], "submitted", "author")
        start = self.first_event + len(self.facts)
        big = self.facts[0]
        for number in range(BIG_CARD_EVENTS):
            at = big["received"] + timedelta(minutes=number)
            kind, seen = (("note", "staff"), ("addition", "author"))[number % 2]
            yield self._event(start + number, big["pk"], at, kind, seen)

    def _event(self, pk: int, case: int, at: datetime, kind: str, seen: str) -> dict[str, Any]:
        return {
            "id": pk,
            "public_id": public_id(),
            "case_id": case,
            "at": at,
            "kind": kind,
            "actor_id": self.executors[0] if kind == "note" else None,
            "visibility": seen,
            "text": "Оглянули, склали акт." if kind != "submitted" else "",
            "data": {},
        }

    def _participants(self) -> Iterator[dict[str, Any]]:
        for fact in self.facts:
            if fact["assignee"]:
                yield {
                    "id": fact["pk"],
                    "case_id": fact["pk"],
                    "user_id": fact["assignee"],
                    "role": "executor",
                }


def _section(number: int, at: datetime) -> Addressee:
    """A department at the root of the tree, with what `directory.tree` keeps for each."""
    name = f"Відділ № {number}"
    section = Addressee(
        slug=f"scale-{number}",
        kind=Addressee.Kind.DEPARTMENT,
        name={"uk": name, "en": f"Section No. {number}"},
        sort_name=sort_key(name),
        depth=1,
        listed_without_page=True,
        created_at=at,
        updated_at=at,
    )
    section.search_text = tree.searchable(section)
    return section


def next_key(model: type[Model]) -> int:
    """The key after the last one."""
    return (model.objects.order_by("-pk").values_list("pk", flat=True).first() or 0) + 1


def copy_rows(model: type[Model], rows: Iterable[dict[str, Any]]) -> None:
    """Write rows by COPY; columns that are not given get the model's own defaults."""
    fields = [field for field in model._meta.concrete_fields if not field.generated]
    defaults = {
        field.column: _plain(field.get_default())
        for field in fields
        if field.has_default() or field.empty_strings_allowed
    }
    columns: Sequence[str] = [field.column for field in fields]
    names = ", ".join(f'"{column}"' for column in columns)
    statement = f'COPY "{model._meta.db_table}" ({names}) FROM STDIN'
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row([_plain(row.get(name, defaults.get(name))) for name in columns])


@contextmanager
def without_indexes(models: Iterable[type[Model]]) -> Iterator[None]:
    """Drop what is not a constraint and build it again afterwards: an index over a million rows
    is made in seconds, and kept up row by row in minutes."""
    tables = [model._meta.db_table for model in models]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = ANY(%s)"
            " AND schemaname = current_schema() AND indexdef NOT LIKE 'CREATE UNIQUE %%'",
            [tables],
        )
        indexes = cursor.fetchall()
        for name, _definition in indexes:
            cursor.execute(f'DROP INDEX "{name}"')
    yield
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL maintenance_work_mem = '512MB'")
        # Foreign keys are checked at the end of the transaction; an index cannot wait for that.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for _name, definition in indexes:
            cursor.execute(definition)


def _plain(value: Any) -> Any:
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    return value


def restart_sequence(model: type[Model]) -> None:
    """The next row the ORM writes comes after those COPY wrote."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT setval(pg_get_serial_sequence('\"{table}\"', 'id'),"
            f' (SELECT max(id) FROM "{table}"))'
        )
