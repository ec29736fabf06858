"""Answering a survey: once, counted at once, joined with nobody."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import CommandError, call_command

from blocks.polls.models import (
    AddressCount,
    AddressSalt,
    Ballot,
    Exclusion,
    FreeText,
    Participation,
    Survey,
    SurveyRevision,
    Tally,
)
from blocks.polls.rules import ANSWERED, Stratum
from blocks.polls.services import (
    AlreadyAnswered,
    Identity,
    QuestionsChanged,
    Sending,
    cast_ballot,
    forget_addresses,
    has_answered,
    identify,
    invite,
    judge_series,
    judge_text,
    series_of,
    tallying,
)
from core import clock
from core.audit.models import Entry
from core.errors import RuleBroken
from directory.models import Duty
from tests.factories.directory import AddresseeFactory
from tests.factories.surveys import make_survey, question, vote

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
ME = Identity(("device:me",))
CALM = {"shown_at": NOW - timedelta(seconds=40)}


@pytest.fixture(autouse=True)
def _now():
    with clock.frozen(NOW):
        yield


def totals(survey):
    return {(s, q, c): n for (s, _month, q, c), n in tallying.sums(survey).items()}


def refused(survey, who=ME, answers=None, at=NOW, **more):
    with pytest.raises(RuleBroken) as broken:
        cast_ballot(survey, who, answers or {"way": "bus"}, at, **{"revision": 1} | more)
    return broken.value.code


def test_an_answer_is_counted_at_once_and_kept_without_its_hour():
    survey = make_survey()
    assert cast_ballot(survey, ME, {"way": "bus"}, NOW, revision=1)
    ballot = Ballot.objects.get()
    assert (ballot.answers, ballot.day) == ({"way": "bus"}, date(2026, 3, 10))
    assert ballot.stratum == "open"
    assert totals(survey) == {
        ("open", "", ANSWERED): 1, ("open", "way", ANSWERED): 1, ("open", "way", "bus"): 1,
    }  # fmt: skip
    assert has_answered(survey, ME) and not has_answered(survey, Identity(("device:you",)))


def test_every_kind_of_answer_has_its_cells():
    kinds = ("multiple", "ranking", "matrix", "stars", "text", "date")
    survey = make_survey([question(kind, kind) for kind in kinds])
    answers = {
        "multiple": ["bus", "walk"], "ranking": ["walk", "bus"],
        "matrix": {"clean": "yes", "safe": "no"}, "stars": 4, "text": "Чисто", "date": "2026-03-01",
    }  # fmt: skip
    cast_ballot(survey, ME, answers, NOW, revision=1)
    cells = {(q, c) for _s, q, c in totals(survey) if q and c != ANSWERED}
    assert cells == {
        ("multiple", "bus"), ("multiple", "walk"), ("ranking", "walk:1"), ("ranking", "bus:2"),
        ("matrix", "clean:yes"), ("matrix", "safe:no"), ("stars", "4"), ("date", "2026-03-01"),
    }  # fmt: skip
    assert totals(survey)["open", "text", ANSWERED] == 1
    assert Ballot.objects.get().answers["text"] is True, "words are kept apart"
    text = FreeText.objects.get()
    assert (text.text, text.question, text.state) == ("Чисто", "text", FreeText.State.WAITING)


def test_nobody_answers_twice_and_the_same_press_sent_again_is_no_second_attempt():
    survey = make_survey()
    assert cast_ballot(survey, ME, {"way": "bus"}, NOW, revision=1, replay="shown-1")
    assert not cast_ballot(survey, ME, {"way": "bus"}, NOW, revision=1, replay="shown-1")
    with pytest.raises(AlreadyAnswered):
        cast_ballot(survey, ME, {"way": "tram"}, NOW, revision=1, replay="shown-2")
    with pytest.raises(AlreadyAnswered):
        cast_ballot(survey, ME, {"way": "tram"}, NOW, revision=1)
    assert Ballot.objects.count() == 1 == totals(survey)["open", "", ANSWERED]


def test_a_press_that_is_quicker_by_a_hair_is_found(monkeypatch):
    """Both have looked before either has written: the unique digest decides."""
    survey = make_survey()
    vote(survey, {"way": "bus"}, identity=ME, replay="shown-1")
    monkeypatch.setattr(
        "blocks.polls.services.casting.Participation.objects.filter",
        lambda **asked: (
            Participation.objects.none() if not monkeypatch.undo() else Participation.objects.none()
        ),
    )
    assert not cast_ballot(survey, ME, {"way": "bus"}, NOW, revision=1, replay="shown-1")
    assert Ballot.objects.count() == 1


def test_one_who_signs_in_after_answering_does_not_answer_again(people):
    survey = make_survey()
    guest = identify(survey, NOW, user=AnonymousUser(), device="phone")
    cast_ballot(survey, guest, {"way": "bus"}, NOW, revision=1)
    person = identify(survey, NOW, user=people.resident, device="phone")
    assert refused(survey, person) == "already"


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"opens_at": NOW + timedelta(hours=1)}, "not_open_yet"),
        ({"closes_at": NOW}, "closed"),
        ({"closed_at": NOW - timedelta(days=1)}, "closed"),
        ({"live": False}, "closed"),
    ],
)
def test_answers_are_taken_only_while_it_is_open(facts, code):
    survey = make_survey(**facts)
    assert refused(survey) == code
    assert not Ballot.objects.exists() and not Participation.objects.exists()


@pytest.mark.parametrize(
    "answers", [{"way": "metro"}, {"else": "bus"}, {}, {"way": [str(n) for n in range(10_000)]}]
)
def test_answers_that_do_not_fit_are_told_and_nothing_is_kept(answers):
    survey = make_survey()
    with pytest.raises(RuleBroken) as broken:
        cast_ballot(survey, ME, answers, NOW, revision=1)
    assert broken.value.code == "unfit"
    assert not Participation.objects.exists()


class TestChangedQuestions:
    def changed(self, *questions):
        survey = make_survey([question(), question("stars", "stars")])
        SurveyRevision.objects.create(survey=survey, number=2, questions=list(questions))
        return survey

    def test_what_is_asked_as_before_is_counted_under_what_was_shown(self):
        survey = self.changed(question(), question("stars", "stars"), question("text", "more"))
        cast_ballot(survey, ME, {"way": "bus"}, NOW, revision=1)
        assert Ballot.objects.get().revision == 1

    @pytest.mark.parametrize(
        "now",
        [
            [question(label={"uk": "Як Ви НЕ їздите"})],
            [question("stars", "stars")],
            [question(), question("text", "must", required=True)],
        ],
    )
    def test_what_is_asked_otherwise_is_told(self, now):
        with pytest.raises(QuestionsChanged):
            cast_ballot(self.changed(*now), ME, {"way": "bus"}, NOW, revision=1)
        assert not Participation.objects.exists()

    def test_a_revision_that_never_was_is_refused(self):
        with pytest.raises(QuestionsChanged):
            cast_ballot(make_survey(), ME, {"way": "bus"}, NOW, revision=7)


class TestWhoMay:
    def identity(self, survey, **more):
        try:
            return identify(survey, NOW, **more)
        except RuleBroken as broken:
            return broken.code

    def test_registered_and_confirmed(self, people):
        registered = make_survey(who_may=Survey.Who.REGISTERED)
        assert self.identity(registered, user=AnonymousUser()) == "sign_in"
        assert self.identity(registered, user=people.resident).keys == (
            f"user:{people.resident.pk}",
        )
        phone = make_survey(who_may=Survey.Who.PHONE)
        people.resident.phone_verified_at = None
        assert self.identity(phone, user=people.resident) == "confirm_phone"
        people.resident.phone_verified_at = NOW
        assert self.identity(phone, user=people.resident).stratum == Stratum.VERIFIED

    def test_an_invitation_is_to_one_survey_until_its_day_and_once(self):
        survey, other = (make_survey(who_may=Survey.Who.INVITED) for _n in range(2))
        token, late = invite(survey, 2, NOW)
        assert self.identity(other, token=token) == "foreign" == self.identity(survey, token="x")
        who = self.identity(survey, token=token)
        vote(survey, {"way": "bus"}, identity=who)
        assert refused(survey, self.identity(survey, token=token)) == "already"
        with pytest.raises(RuleBroken) as broken:
            identify(survey, NOW + timedelta(days=31), token=late)
        assert broken.value.code == "expired"

    def test_staff_of_the_rated_addressee_do_not_rate_it(self, people):
        above = AddresseeFactory()
        survey = make_survey(addressee=AddresseeFactory(parent=above))
        Duty.objects.create(
            addressee=above, user=people.moderator, role="moderator", with_subtree=True
        )
        assert self.identity(survey, user=people.moderator) == "own_addressee"
        assert self.identity(survey, user=people.resident).keys

    def test_the_link_of_a_visit_that_nobody_knows_is_refused(self):
        assert self.identity(make_survey(who_may=Survey.Who.HOLDER), token="x") == "foreign"


class TestStuffing:
    def test_a_bot_is_counted_apart_and_not_dropped(self):
        survey = make_survey()
        quick = Sending(shown_at=NOW - timedelta(milliseconds=200))
        vote(survey, {"way": "bus"}, sending=quick)
        vote(survey, {"way": "bus"}, sending=Sending(trap="http://x", **CALM))
        vote(survey, {"way": "tram"}, sending=Sending(**CALM))
        signs = {one.sign: one.stratum for one in Ballot.objects.all()}
        assert signs == {"fast": "doubtful", "trap": "doubtful", "": "open"}
        assert totals(survey)["doubtful", "way", "bus"] == 2

    def test_a_burst_from_one_address_is_a_series_of_its_own(self):
        survey = make_survey()
        vote(survey, {"way": "bus"}, n=10, sending=Sending(address="198.51.100.7", **CALM))
        vote(survey, {"way": "bus"}, n=4, sending=Sending(address="198.51.100.7", **CALM))
        vote(survey, {"way": "bus"}, n=3, sending=Sending(address="198.51.100.8", **CALM))
        assert totals(survey)["open", "", ANSWERED] == 13
        [series] = series_of(survey)
        assert series.ballots == 4 and series.sign.startswith("series:")
        assert "198" not in str(list(AddressCount.objects.values())), "no address is kept"

    def test_the_confirmed_stay_confirmed(self):
        survey = make_survey()
        who = Identity(("user:1",), Stratum.VERIFIED)
        vote(survey, {"way": "bus"}, identity=who, sending=Sending(shown_at=NOW))
        assert Ballot.objects.get().stratum == "verified"

    def test_a_series_is_excluded_and_put_back_with_a_reason_each_time(self, people):
        survey = make_survey([question("ranking"), question("text", "why")])
        answers = {"way": ["bus", "tram"], "why": "так"}
        vote(survey, answers, n=3, sending=Sending(shown_at=NOW))
        vote(survey, {"way": ["walk"]}, sending=Sending(**CALM))
        before = totals(survey)
        judge_series(survey, "fast", "excluded", "Сценарій", people.moderator, NOW)
        assert judge_series(survey, "fast", "excluded", "Ще раз", people.moderator, NOW) is None
        now = totals(survey)
        assert now["excluded", "way", "bus:1"] == 3 and ("doubtful", "", ANSWERED) not in now
        assert now == {
            (s if s == "open" else "excluded", *rest): n for (s, *rest), n in before.items()
        }
        judge_series(survey, "fast", "doubtful", "Помилилися", people.moderator, NOW)
        assert totals(survey) == before
        assert Exclusion.objects.count() == 2 and Ballot.objects.count() == 4
        assert Entry.objects.filter(action="blocks_polls.survey.series_judged").count() == 2
        with pytest.raises(RuleBroken):
            judge_series(survey, "fast", "excluded", "  ", people.moderator, NOW)

    def test_addresses_are_forgotten_within_a_week(self):
        survey = make_survey()
        vote(survey, {"way": "bus"}, sending=Sending(address="198.51.100.7", **CALM))
        forget_addresses(NOW + timedelta(days=6))
        assert AddressSalt.objects.exists() and AddressCount.objects.exists()
        forget_addresses(NOW + timedelta(days=8))
        assert not AddressSalt.objects.exists() and not AddressCount.objects.exists()


def test_words_are_published_only_when_somebody_lets_them(people):
    survey = make_survey([question("text")])
    vote(survey, {"way": "Дякую"})
    text = FreeText.objects.get()
    judge_text(text, "published", people.moderator, NOW)
    judge_text(text, "published", people.moderator, NOW)
    text.refresh_from_db()
    assert text.state == "published" and text.decided_by == people.moderator
    assert Entry.objects.filter(action="blocks_polls.survey.text_judged").count() == 1


def test_counting_anew_gives_the_same_figures():
    survey = make_survey([question("ranking"), question("matrix", "both"), question("nps", "nps")])
    vote(survey, {"way": ["bus", "walk"], "both": {"clean": "yes"}, "nps": 9}, n=3)
    vote(survey, {"nps": 0}, n=2, sending=Sending(shown_at=NOW))
    vote(survey, {"nps": 5}, at=NOW + timedelta(days=40))
    before = tallying.sums(survey)
    Tally.objects.filter(question="nps").delete()
    assert tallying.rebuild_tallies(survey) == 6
    assert tallying.sums(survey) == before


def test_the_command_says_whether_figures_differed(capsys):
    survey = make_survey(slug="way")
    vote(survey, {"way": "bus"}, n=2)
    call_command("rebuild_tallies", "way")
    Tally.objects.filter(cell="bus").delete()
    call_command("rebuild_tallies")
    assert capsys.readouterr().out.splitlines() == [
        "way: 2 answers, as before", "way: 2 answers, figures differed",
    ]  # fmt: skip
    with pytest.raises(CommandError, match="absent"):
        call_command("rebuild_tallies", "absent")


def test_an_answer_costs_few_statements(django_assert_max_num_queries):
    survey = make_survey([question("nps", f"q{n}") for n in range(20)])
    calm = Sending(address="198.51.100.7", **CALM)
    vote(survey, {"q0": 1}, sending=calm)
    answers = {f"q{n}": 5 for n in range(20)}
    with django_assert_max_num_queries(11):
        vote(survey, answers, sending=calm)
