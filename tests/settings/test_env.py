"""Readers of the environment: what is accepted, and the sentence of each refusal."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from wagtail.models import Site

from cms.settings import env


@pytest.fixture
def given(monkeypatch):
    def give(value: str | None, name: str = "X") -> None:
        if value is None:
            monkeypatch.delenv(name, raising=False)
        else:
            monkeypatch.setenv(name, value)

    for name in ("X", "X_FILE"):
        monkeypatch.delenv(name, raising=False)
    return give


@pytest.mark.parametrize(
    "reader",
    [
        env.text,
        env.flag,
        env.whole,
        env.names,
        env.web_address,
        env.secret,
        env.database,
        env.mailer,
    ],
)
def test_a_missing_value_without_a_default_is_refused_by_name(given, reader):
    with pytest.raises(ImproperlyConfigured, match="Set X"):
        reader("X")


@pytest.mark.parametrize(
    ("word", "meaning"), [("yes", True), ("1", True), ("TRUE", True), ("off", False), ("0", False)]
)
def test_yes_and_no_are_understood(given, word, meaning):
    given(word)
    assert env.flag("X") is meaning


@pytest.mark.parametrize(
    ("reader", "value", "sentence"),
    [
        (env.flag, "maybe", "yes or no"),
        (env.whole, "ten", "whole number"),
        (env.whole, "-1", "at least 0"),
        (env.web_address, "vikno.ua", "must look like"),
        (env.web_address, "https://vikno.ua/path", "must look like"),
        (env.database, "mysql://root@localhost/vikno", "sqlite:/// or postgresql://"),
        (env.database, "sqlite://", "name a file"),
        (env.database, "postgresql://localhost", "name a database"),
        (env.database, "postgresql://localhost:many/vikno", "not a number"),
        (env.mailer, "mail.example.ua", "must look like"),
        (env.mailer, "smtp://mail.example.ua:many", "not a number"),
        (env.secret_key, "short", "at least 50"),
        (env.secret_key, "a" * 60, "random"),
    ],
)
def test_a_wrong_value_is_refused_with_a_sentence(given, reader, value, sentence):
    given(value)
    with pytest.raises(ImproperlyConfigured, match=sentence):
        reader("X")


def test_production_wants_https(given):
    given("http://vikno.ua")
    assert env.web_address("X") == "http://vikno.ua"
    with pytest.raises(ImproperlyConfigured):
        env.web_address("X", https=True)


def test_names_are_separated_by_commas(given):
    given("a.ua, b.ua,")
    assert env.names("X") == ["a.ua", "b.ua"]


def test_a_secret_comes_from_a_file(given, tmp_path):
    path = tmp_path / "secret"
    path.write_text("from the file\n")
    given(str(path), "X_FILE")
    assert env.secret("X") == "from the file"


def test_a_secret_from_two_places_is_refused(given, tmp_path):
    given("direct")
    given(str(tmp_path / "secret"), "X_FILE")
    with pytest.raises(ImproperlyConfigured, match="not both"):
        env.secret("X")


def test_a_secret_file_that_is_absent_or_empty_is_refused(given, tmp_path):
    given(str(tmp_path / "absent"), "X_FILE")
    with pytest.raises(ImproperlyConfigured, match="cannot be read"):
        env.secret("X")
    (tmp_path / "absent").touch()
    with pytest.raises(ImproperlyConfigured, match="is empty"):
        env.secret("X")


def test_a_postgresql_address_is_read_whole(given):
    given("postgresql://me:p%40ss@db.local:6432/vikno?sslmode=require")
    entry = env.database("X")
    assert entry["ENGINE"].endswith("postgresql")
    assert (entry["NAME"], entry["USER"], entry["PASSWORD"]) == ("vikno", "me", "p@ss")
    assert (entry["HOST"], entry["PORT"]) == ("db.local", "6432")
    assert entry["OPTIONS"]["sslmode"] == "require"
    assert "pool" not in entry["OPTIONS"]


def test_a_socket_may_stand_in_the_query(given):
    given("postgresql:///vikno?host=/run/postgresql")
    assert env.database("X")["HOST"] == "/run/postgresql"


def test_only_a_web_process_holds_a_pool(given):
    given("postgresql://me@db/vikno")
    pooled = env.database("X", pooled=True)
    assert pooled["OPTIONS"]["pool"]["max_size"] == 16
    assert pooled["CONN_MAX_AGE"] == 0


def test_statements_asked_often_are_planned_once_unless_the_address_says_otherwise(given):
    def threshold(query):
        given(f"postgresql://vikno@db/vikno{query}")
        return env.database("X")["OPTIONS"]["prepare_threshold"]

    assert (threshold(""), threshold("?prepare_threshold=2")) == (5, 2)
    assert threshold("?prepare_threshold=") is None, "a pooler that shares sessions"
    with pytest.raises(ImproperlyConfigured):
        threshold("?prepare_threshold=often")


@pytest.mark.postgresql
@pytest.mark.django_db
def test_the_connection_prepares_what_it_is_asked_often():
    """The setting alone is not enough to know: Django leaves preparing off by default."""
    for _ in range(connection.settings_dict["OPTIONS"]["prepare_threshold"] + 1):
        list(Site.objects.filter(pk=1))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE %s",
            ["%wagtailcore_site%"],
        )
        assert cursor.fetchone()[0] >= 1


def test_an_sqlite_file_waits_its_turn_for_writing(given):
    given("sqlite:////srv/vikno.sqlite3")
    entry = env.database("X")
    assert str(entry["NAME"]) == "/srv/vikno.sqlite3"
    assert entry["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


@pytest.mark.parametrize(
    ("address", "port", "tls", "ssl"),
    [
        ("smtp://h", 25, False, False),
        ("smtp+tls://h", 587, True, False),
        ("smtps://h", 465, False, True),
    ],
)
def test_a_mail_server_by_its_scheme(given, address, port, tls, ssl):
    given(address)
    options = env.mailer("X")["OPTIONS"]
    assert (options["port"], options["use_tls"], options["use_ssl"]) == (port, tls, ssl)
