"""Fifty people press «send» at one moment: none is lost, none doubled, no number is skipped."""

import threading

import pytest
from django.db import connection, connections

from blocks.forms.services import ensure_ready_forms
from core import clock
from core.accounts.models import User
from core.errors import Conflict
from core.notify.models import OutboxMessage
from crm.appeals.card_rules import Asked
from crm.appeals.models import AppealDraft, Registration
from crm.appeals.services import (
    confirm_registration,
    correct_card,
    open_program_draft,
    register_appeal,
    save_draft,
)
from crm.cases.models import Case
from directory.services import load_reference_data
from tests.factories.crm import DraftFactory
from tests.factories.directory import AddresseeFactory
from tests.letters import write_letters
from tests.people import make_person

pytestmark = pytest.mark.django_db(transaction=True)


def in_threads(work, arguments):
    """Each call in a thread with a connection of its own, started together."""
    start, failures = threading.Barrier(len(arguments)), []

    def run(argument):
        try:
            start.wait(timeout=60)
            work(argument)
        except Exception as failure:
            failures.append(failure)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(one,)) for one in arguments]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    assert not failures, failures


@pytest.fixture
def count() -> int:
    return 50 if connection.vendor == "postgresql" else 8


@pytest.fixture
def city(transactional_db):
    load_reference_data()
    ensure_ready_forms()
    make_person("clerk", name="clerk")
    return AddresseeFactory(listed=True, moderator=make_person("moderator", name="moderator"))


def send(draft_pk: int) -> None:
    draft = AppealDraft.objects.get(pk=draft_pk)
    register_appeal(draft, User.objects.get(pk=draft.user_id), clock.now())


def numbers_are_whole(count: int) -> None:
    given = sorted(int(number.split("-")[1].split("/")[0]) for number in _numbers())
    assert given == list(range(1, count + 1))


def _numbers():
    return Case.objects.values_list("number", flat=True)


def test_many_people_send_at_once(city, count):
    people = [make_person(name=f"resident{n}") for n in range(count)]
    drafts = [DraftFactory(user=person, addressee=city) for person in people]
    in_threads(send, [draft.pk for draft in drafts])
    assert Case.objects.count() == count
    numbers_are_whole(count)
    assert set(Case.objects.values_list("author_id", flat=True)) == {one.pk for one in people}
    while write_letters():
        pass
    assert OutboxMessage.objects.filter(kind="appeals.acknowledged").count() == count
    assert OutboxMessage.objects.filter(kind="appeals.received").count() == 2 * count


def test_one_draft_sent_from_many_tabs_at_once_is_one_appeal(city, count):
    draft = DraftFactory(user=make_person(name="resident"), addressee=city)
    in_threads(send, [draft.pk] * count)
    assert Case.objects.count() == 1
    assert write_letters() == 1
    assert OutboxMessage.objects.filter(kind="appeals.acknowledged").count() == 1


def test_one_person_opens_one_draft_from_many_tabs(city, count):
    person = make_person(name="resident")
    form = ensure_ready_forms()[0]

    def open_and_send(_n):
        user = User.objects.get(pk=person.pk)
        draft = open_program_draft(user, "the-same-key", city, form, clock.now())
        save_draft(draft, DraftFactory.build(user=None).data, clock.now())

    in_threads(open_and_send, list(range(count)))
    assert AppealDraft.objects.count() == 1


def test_of_two_clerks_registering_at_one_moment_one_does(city):
    """13.1: one event, and the other is told; what they typed is kept by the desk."""
    draft = DraftFactory(addressee=city, user=make_person("resident", name="author"))
    case = register_appeal(draft, draft.user, clock.now())
    clerks = [make_person("clerk", name=f"clerk{n}") for n in range(2)]
    told = []

    def confirm(clerk):
        try:
            confirm_registration(case, clerk, clock.now(), questions=[Asked("Q10")])
        except Conflict as refused:
            told.append(str(refused))

    in_threads(confirm, clerks)
    case.refresh_from_db()
    assert case.state == "registered" and len(told) == 1
    assert case.events.filter(kind="state").count() == 1
    assert case.questions.count() == 1


def test_of_two_corrections_at_one_moment_one_is_kept(city):
    draft = DraftFactory(addressee=city, user=make_person("resident", name="author"))
    case = register_appeal(draft, draft.user, clock.now())
    clerk = User.objects.get(email="clerk@people.test")
    told = []

    def correct(sign):
        try:
            correct_card(case, {"sign": sign}, clerk, clock.now(), version=1)
        except Conflict as refused:
            told.append(str(refused))

    in_threads(correct, ["2.2", "2.3"])
    card = Registration.objects.get(case=case)
    assert card.version == 2 and card.sign in ("2.2", "2.3") and len(told) == 1
