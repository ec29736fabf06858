"""Two hundred people answer at once; a survey closes among them."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from django.db import connection, connections

from blocks.polls.models import Ballot, Participation, Secret, Tally
from blocks.polls.rules import ANSWERED
from blocks.polls.services import Identity, cast_ballot, close_survey, tallying
from core import clock
from core.errors import RuleBroken
from tests.factories.surveys import make_survey, question

pytestmark = pytest.mark.django_db(transaction=True)

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
AT_ONCE = 64
QUESTIONS = [question("nps", f"q{number}") for number in range(5)]


@pytest.fixture(autouse=True)
def _now():
    """Stopped once for all threads: the clock is the process's."""
    with clock.frozen(NOW):
        yield


@pytest.fixture
def voters():
    return 200 if connection.vendor == "postgresql" else 24


def together(work, many):
    """As many at a time as a city's server would let in, each with a connection of its own."""

    def run(number):
        try:
            return work(number)
        except Exception as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(min(many, AT_ONCE)) as pool:
        return list(pool.map(run, range(many)))


def kinds_of(outcome):
    return Counter(one if isinstance(one, bool) else type(one).__name__ for one in outcome)


def counted(survey):
    return {(code, cell): n for (_s, _m, code, cell), n in tallying.sums(survey).items()}


def test_no_answer_is_lost_or_doubled_and_tallies_equal_ballots(voters):
    """Everybody presses twice, at one moment."""
    survey = make_survey(QUESTIONS)
    answers = {f"q{number}": 9 for number in range(5)}

    def press(number):
        who = Identity((f"user:{number // 2}",))
        return cast_ballot(survey, who, answers, NOW, revision=1, replay=f"form-{number}")

    outcome = kinds_of(together(press, voters))
    half = voters // 2
    assert outcome == {True: half, "AlreadyAnswered": half}, outcome
    assert Ballot.objects.count() == half == Participation.objects.count()
    expected = {("", ANSWERED): half}
    for number in range(5):
        expected |= {(f"q{number}", ANSWERED): half, (f"q{number}", "9"): half}
    assert counted(survey) == expected
    shards = set(Tally.objects.values_list("shard", flat=True))
    assert len(shards) > 1, "voters are spread over shards"


def test_whoever_is_late_by_a_hair_is_refused_and_nothing_is_left_to_join(voters):
    survey = make_survey(QUESTIONS)

    def press(number):
        if number == voters // 3:
            return close_survey(survey, None, NOW) is None
        stale = type(survey).objects.get(pk=survey.pk)
        stale.closed_at = None
        who = Identity((f"user:{number}",))
        return cast_ballot(stale, who, {"q0": 1}, NOW, revision=1)

    outcome = together(press, voters)
    taken = sum(one is True for one in outcome)
    closed = sum(isinstance(one, RuleBroken) and one.code == "closed" for one in outcome)
    assert taken + closed == voters - 1, kinds_of(outcome)
    assert Ballot.objects.count() == taken
    assert counted(survey).get(("", ANSWERED), 0) == taken
    assert not Secret.objects.exists()
    if connection.vendor == "postgresql" and taken:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(DISTINCT xmin::text) FROM blocks_polls_ballot")
            assert cursor.fetchone()[0] == 1, "no answer came after the shuffle"


def test_answers_to_ten_surveys_do_not_meet(voters):
    surveys = [make_survey(QUESTIONS) for _number in range(10)]

    def press(number):
        survey = surveys[number % 10]
        who = Identity((f"user:{number}",))
        return cast_ballot(survey, who, {"q0": number % 11}, NOW, revision=1)

    assert kinds_of(together(press, voters)) == {True: voters}
    assert sum(counted(one)["", ANSWERED] for one in surveys) == voters
