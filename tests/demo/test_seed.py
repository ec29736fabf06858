"""The demo city in a database: its addressees quickly, the whole of it in the long run."""

from collections import Counter
from datetime import date, timedelta
from io import StringIO

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.test import RequestFactory

from cms.demo import build, logins
from cms.demo.bodies import build_bodies, give_duties
from cms.demo.people import make_staff
from core import clock
from core.accounts.models import User
from core.notify.models import OutboxMessage
from crm.appeals.models import Registration
from crm.cases.models import Case
from directory.models import Addressee, AddresseeGroup, Leave, Schedule, ScheduleWindow
from directory.schedules.openings import openings
from home.models import AddresseePage
from tests.factories.directory import AddresseeFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)


@pytest.fixture
def city():
    return build_bodies(TODAY)


def test_sixty_addressees_stand_in_six_groups(city):
    sizes = {group: len(members) for group, members in city.members.items()}
    assert AddresseeGroup.objects.count() == 6
    assert 50 <= sum(sizes.values()) <= 66
    assert min(sizes.values()) >= 3


def test_every_addressee_has_words_in_both_languages_and_a_place_on_the_map(city):
    for addressee in Addressee.objects.all():
        assert {"uk", "en"} <= set(addressee.name), addressee
        addressee.full_clean()
        if addressee.address:
            assert addressee.point, addressee
            assert 34.1 < addressee.lng < 34.2
            assert 50.9 < addressee.lat < 51.0


def test_everybody_stands_under_the_council(city):
    council = city.bodies["miska-rada"]
    assert Addressee.objects.under(council).count() == Addressee.objects.count()


def test_the_head_signs_for_all_and_an_executor_works_for_one(city):
    cast = make_staff(clock.now())
    give_duties(city, cast)
    roads = city.bodies["verbivblahoustrii"]
    assert list(roads.heads()) == [cast.staff["head"]]
    assert list(roads.moderators()) == [cast.staff["moderator"]]
    assert not city.bodies["tsnap"].moderators().exists()


def test_the_printed_password_opens_every_log_in(rf: RequestFactory):
    make_staff(clock.now())
    for name, role, *_rest in logins.LOGINS:
        user = User.objects.get(email=logins.email(name))
        assert user.check_password(logins.PASSWORD)
        assert role in user.roles
    assert authenticate(rf.post("/"), email="nobody@demo.test", password=logins.PASSWORD) is None


def test_somebody_is_away_and_somebody_is_open_on_a_monday(city):
    now_away = Leave.objects.filter(starts_on__lte=TODAY, ends_on__gte=TODAY)
    assert [str(leave.addressee) for leave in now_away] == ["Ткач Роман Олегович"]
    monday = clock.local(clock.now()).replace(2026, 11, 23, 11, 0)
    states = openings(Addressee.objects.all(), monday).values()
    counted = Counter(state.is_open for state in states if state.state)
    assert counted[True] > 20


def test_a_city_that_somebody_has_begun_is_left_alone():
    AddresseeFactory(name="Наша рада")
    out = StringIO()
    call_command("seed_demo", stdout=out)
    assert "not empty" in out.getvalue()
    assert Addressee.objects.count() == 1


def test_outside_the_demo_nothing_is_built(settings):
    settings.DEMO = False
    with pytest.raises(CommandError):
        call_command("seed_demo")
    assert not Addressee.objects.exists()


@pytest.mark.long
def test_the_whole_city_is_built_and_looks_lived_in():
    build.build(clock.now())
    assert Addressee.objects.listed().count() > 50
    assert AddresseePage.objects.live().count() == 2 * Addressee.objects.listed().count()
    states = Counter(Case.objects.values_list("state", flat=True))
    assert Case.objects.filter(kind__in=("appeal", "consultation")).count() == 300
    wanted = {
        "submitted", "registered", "assigned", "in_progress", "reply_draft", "answered",
        "closed", "returned", "forwarded", "withdrawn",
    }  # fmt: skip
    assert wanted <= set(states)
    days = Case.objects.order_by("received_at").values_list("received_at", flat=True)
    assert (days.last() - days.first()).days > 300
    mine = Case.objects.filter(author__email="resident@demo.test")
    assert len(set(mine.values_list("state", flat=True))) >= 4
    old = OutboxMessage.objects.filter(created_at__lt=clock.now() - timedelta(hours=1))
    assert set(old.values_list("state", flat=True)) == {"sent"}
    wishes = Registration.objects.exclude(shorter_term_reason="")
    assert sorted(wishes.values_list("shorter_term_decision", flat=True)) == ["", "granted"]
    assert Registration.objects.filter(asks_for_materials=True).count() == 1
    assert not build.is_empty()


def test_each_deputy_receives_on_one_weekday_of_the_month(city):
    """8.1: the first Thursday for one, another weekday for others; a holiday moves it."""
    deputies = Addressee.objects.of_kind(Addressee.Kind.DEPUTY)
    receptions = Schedule.objects.filter(addressee__in=deputies, purpose="reception")
    assert receptions.count() == deputies.count() > 5
    assert {one.holiday_policy for one in receptions} == {"next_working_day"}
    assert all(one.prolong_months and one.valid_until > TODAY for one in receptions)
    windows = ScheduleWindow.objects.filter(schedule__in=receptions)
    assert {one.pattern for one in windows} == {"first", "second", "third", "fourth", "last"}
    assert windows.filter(pattern="first", weekday=3).exists()
