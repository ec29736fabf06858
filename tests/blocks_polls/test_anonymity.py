"""After closing, nobody with the whole database can tell who answered what (12.4)."""

import hashlib
import hmac
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection

from blocks.polls.models import Ballot, FreeText, Participation, Secret, Tally
from blocks.polls.services import Identity, close_due, close_survey, tallying
from core import clock
from core.audit.models import Entry
from core.errors import RuleBroken
from tests.factories.surveys import make_survey, question, vote

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
PEOPLE = 60


@pytest.fixture(autouse=True)
def _now():
    with clock.frozen(NOW):
        yield


@pytest.fixture
def survey():
    """Everybody answers alone on some day, and says their own number."""
    found = make_survey(
        [question("scale", "way", minimum=0, maximum=PEOPLE), question("text", "why")]
    )
    for number in range(PEOPLE):
        at = NOW - timedelta(days=PEOPLE - number)
        vote(found, {"way": number, "why": f"n{number}"}, identity=person(number), at=at)
    return found


def person(number):
    return Identity((f"user:{number}",))


def physical(model):
    """Where rows lie, and the transaction that wrote each, by key."""
    what = "ctid::text, xmin::text" if connection.vendor == "postgresql" else "rowid, 0"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {what}, id FROM {model._meta.db_table}")
        return {key: (place, xmin) for place, xmin, key in cursor.fetchall()}


def place(where):
    """ctid as numbers, so that it sorts as rows lie."""
    if isinstance(where, int):
        return (where,)
    return tuple(int(part) for part in where.strip("()").split(","))


def in_order(model, by):
    rows = physical(model)
    keys = {"id": lambda key: key, "place": lambda key: place(rows[key][0])}[by]
    return sorted(rows, key=keys)


def joined(survey, by):
    """How many the order of rows gives away: the n-th participation with the n-th ballot."""
    digests = dict(Participation.objects.values_list("pk", "digest"))
    answers = dict(Ballot.objects.values_list("pk", "answers"))
    pairs = zip(in_order(Participation, by), in_order(Ballot, by), strict=True)
    return sum(known(digests[who]) == answers[what]["way"] for who, what in pairs)


KEYS = {}


def known(digest):
    """An attacker who has kept the digests of everybody (the worst case)."""
    return KEYS.get(digest)


def learn(survey):
    secret = Secret.objects.get(survey=survey)
    for number in range(PEOPLE):
        text = f"user:{number}".encode()
        KEYS[hmac.new(bytes(secret.key), text, hashlib.sha256).hexdigest()] = number


def test_until_closing_the_order_of_rows_would_tell(survey):
    """Said plainly on the page and in the docs; and this test can see a leak."""
    learn(survey)
    assert joined(survey, "id") == PEOPLE


def test_after_closing_neither_keys_nor_places_nor_transactions_nor_days_join_them(survey):
    learn(survey)
    before = tallying.sums(survey)
    with clock.frozen(NOW):
        close_survey(survey, None, NOW)
    for by in ("id", "place"):
        assert joined(survey, by) < PEOPLE / 4, by
    for model in (Participation, Ballot, FreeText):
        marks = {mark for _place, mark in physical(model).values()}
        assert len(marks) == 1, "one transaction wrote all rows"
    assert set(Participation.objects.values_list("day", "replay")) == {(date(2026, 3, 10), "")}
    days = set(Ballot.objects.values_list("day", flat=True))
    assert days <= {date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)}
    assert tallying.sums(survey) == before, "the result stays"
    assert tallying.rebuild_tallies(survey) == PEOPLE and tallying.sums(survey) == before


def test_after_closing_words_do_not_stand_in_the_order_of_ballots(survey):
    close_survey(survey, None, NOW)
    ways = list(Ballot.objects.order_by("pk").values_list("answers__way", flat=True))
    words = list(FreeText.objects.order_by("pk").values_list("text", flat=True))
    met = sum(f"n{way}" == text for way, text in zip(ways, words, strict=True))
    assert met < PEOPLE / 4


def test_without_the_key_nobody_can_be_looked_up(survey):
    """Everybody's account is known, all keys of the installation too: digests say nothing."""
    close_survey(survey, None, NOW)
    assert not Secret.objects.exists()
    digests = set(Participation.objects.values_list("digest", flat=True))
    assert len(digests) == PEOPLE
    for key in (b"", b"vikno", survey.slug.encode()):
        for number in range(PEOPLE):
            text = f"user:{number}".encode()
            assert hmac.new(key, text, hashlib.sha256).hexdigest() not in digests
            assert hashlib.sha256(text).hexdigest() not in digests


def test_a_closed_survey_takes_no_answer_and_makes_no_new_key(survey):
    close_survey(survey, None, NOW)
    stale = type(survey).objects.get(pk=survey.pk)
    stale.closed_at = None  # as a voter has read it a moment before
    with pytest.raises(RuleBroken) as broken:
        vote(stale, {"way": 1}, identity=Identity(("user:late",)))
    assert broken.value.code == "closed"
    assert not Secret.objects.exists() and Ballot.objects.count() == PEOPLE


def test_closing_twice_is_closing_once(survey, people):
    close_survey(survey, people.moderator, NOW)
    order = list(Ballot.objects.order_by("pk").values_list("pk", flat=True))
    close_survey(survey, people.moderator, NOW + timedelta(days=1))
    assert list(Ballot.objects.order_by("pk").values_list("pk", flat=True)) == order
    assert Entry.objects.filter(action="blocks_polls.survey.closed").count() == 1


def test_the_worker_closes_what_has_come_to_its_day_and_nothing_else():
    due = make_survey(closes_at=NOW)
    others = [make_survey(), make_survey(closes_at=NOW + timedelta(minutes=1))]
    assert close_due(NOW) == 1 and close_due(NOW) == 0
    due.refresh_from_db()
    assert due.closed_at == NOW
    assert not any(type(one).objects.get(pk=one.pk).closed_at for one in others)


def test_only_the_rows_of_the_survey_are_written_anew(survey):
    other = make_survey()
    vote(other, {"way": "bus"}, n=3)
    kept = list(Ballot.objects.filter(survey=other).order_by("pk").values_list("pk", flat=True))
    close_survey(survey, None, NOW)
    assert (
        list(Ballot.objects.filter(survey=other).order_by("pk").values_list("pk", flat=True))
        == kept
    )
    assert Tally.objects.filter(survey=other).exists()
