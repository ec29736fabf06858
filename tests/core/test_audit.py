from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser
from django.db import DatabaseError, connection, transaction

from core.audit import services, triggers
from core.audit.models import Entry, Viewing
from tests.people import make_person

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 10, 12, tzinfo=UTC)


@pytest.fixture
def person():
    return make_person()


@pytest.fixture
def entry(person):
    return services.record("appeals.assign", person, person, AT, to=7, on=AT.date())


@pytest.fixture
def viewing(person):
    return services.record_viewing(person, person, "desk.case", AT)


def test_entry_says_who_did_what_to_which_record_and_when(entry, person):
    kept = Entry.objects.get()
    assert (kept.action, kept.actor_id, kept.at) == ("appeals.assign", person.pk, AT)
    assert kept.target_type == person._meta.label_lower
    assert kept.target_pk == str(person.pk)
    assert kept.facts == {"to": 7, "on": "2026-03-10"}


def test_viewing_names_the_screen_and_the_break_glass_session(person):
    services.record_viewing(person, person, "desk.case", AT, break_glass=SimpleNamespace(pk=3))
    kept = Viewing.objects.get()
    assert (kept.screen, kept.break_glass_id, kept.at) == ("desk.case", 3, AT)


def test_system_and_anonymous_visitors_are_nobody(person):
    services.record("figures.publish", None, person, AT)
    services.record("appeals.draft", AnonymousUser(), person, AT)
    assert Entry.objects.by(None).count() == 2


def test_record_without_a_key_cannot_be_written_about():
    with pytest.raises(ValueError, match="saved"):
        services.record("x", None, get_user_model()(), AT)


def test_journal_is_read_by_record_person_and_time(entry, viewing, person):
    other = make_person()
    later = services.record("accounts.grant", other, other, AT + timedelta(hours=1))
    assert list(Entry.objects.about(person)) == [entry]
    assert list(Entry.objects.by(other)) == [later]
    assert list(Entry.objects.about_kind(type(person)).newest_first()) == [later, entry]
    assert list(Entry.objects.between(AT, AT + timedelta(minutes=1))) == [entry]
    assert list(Viewing.objects.about(person)) == [viewing]


@pytest.mark.parametrize("line", ["entry", "viewing"])
def test_python_refuses_to_change_a_line(line, request):
    row = request.getfixturevalue(line)
    rows = type(row).objects
    for attempt in (
        row.save,
        row.delete,
        rows.all().delete,
        lambda: rows.update(actor=None),
        lambda: rows.bulk_update([row], ["actor"]),
        lambda: rows.update_or_create(pk=row.pk, defaults={"target_pk": "0"}),
    ):
        with pytest.raises(TypeError, match="append-only"):
            attempt()
    assert rows.count() == 1


@pytest.mark.parametrize("table", triggers.TABLES)
@pytest.mark.parametrize("statement", ["UPDATE {} SET target_pk = '0'", "DELETE FROM {}"])
def test_database_refuses_to_change_a_line(table, statement, entry, viewing):
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement.format(table))
    assert Entry.objects.count() == Viewing.objects.count() == 1


@pytest.mark.postgresql
@pytest.mark.parametrize("table", triggers.TABLES)
def test_database_refuses_to_empty_the_journal(table, entry, viewing):
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"TRUNCATE {table}")
    assert Entry.objects.count() == Viewing.objects.count() == 1


def test_line_outlives_the_person_who_made_it(entry, person):
    key = person.pk
    type(person)._base_manager.filter(pk=key).delete()
    assert Entry.objects.get().actor_id == key


def test_entry_costs_one_statement(person, django_assert_num_queries):
    with django_assert_num_queries(1):
        services.record("x", person, person, AT)
