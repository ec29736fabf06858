"""The public directory as JSON."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from ninja import NinjaAPI
from ninja.testing import TestClient

from core import clock
from core.web.problems import handle_with_problems
from directory.api import groups_router, router
from tests.factories.directory import (
    OFFICE_HOURS,
    AddresseeFactory,
    ContactFactory,
    ExceptionFactory,
    GroupFactory,
    LeaveFactory,
)

pytestmark = pytest.mark.django_db
KYIV = ZoneInfo("Europe/Kyiv")
TUESDAY_AT_TEN = datetime(2026, 3, 10, 10, 0, tzinfo=KYIV)

api = NinjaAPI(urls_namespace="tests-directory")
api.add_router("addressees", router)
api.add_router("groups", groups_router)
handle_with_problems(api)


@pytest.fixture
def ask():
    client = TestClient(api)

    def get(path: str, status: int = 200):
        with clock.frozen(TUESDAY_AT_TEN):
            answer = client.get(path, META={"REMOTE_ADDR": "127.0.0.1"})
        assert answer.status_code == status, answer.content
        return answer.json()

    return get


def names(answer: dict) -> list[str]:
    return [one["name"] for one in answer["items"]]


def test_only_listed_addressees_are_told(ask):
    AddresseeFactory(listed=True, name="Архів")
    AddresseeFactory(name="Таємний відділ")
    assert names(ask("/addressees")) == ["Архів"]


def test_an_unlisted_addressee_is_as_absent_as_an_invented_one(ask):
    hidden = AddresseeFactory()
    for path in (f"/addressees/{hidden.slug}", "/addressees/nobody"):
        assert ask(path, 404)["status"] == 404
        assert ask(path + "/schedules", 404)["status"] == 404


def test_filters_narrow_together(ask):
    council = AddresseeFactory(listed=True, kind="council", name="Рада")
    works = AddresseeFactory(listed=True, parent=council, name="Дороги міста")
    AddresseeFactory(listed=True, parent=works, name="Ями", kind="official")
    GroupFactory(slug="picked", members=[works, council])
    assert names(ask("/addressees?kind=official")) == ["Ями"]
    assert names(ask("/addressees?group=picked")) == ["Дороги міста", "Рада"]
    assert names(ask("/addressees?group=picked&text=дорогами")) == ["Дороги міста"]
    assert names(ask(f"/addressees?parent={council.slug}")) == ["Дороги міста"]
    assert names(ask(f"/addressees?under={council.slug}")) == ["Дороги міста", "Ями"]
    assert names(ask("/addressees?under=nobody")) == []


def test_a_slice_says_where_the_next_one_begins(ask):
    for number in range(5):
        AddresseeFactory(listed=True, name=f"Відділ {number}")
    first = ask("/addressees?limit=2")
    assert first["next_offset"] == 2
    assert names(ask("/addressees?limit=2&offset=2")) == ["Відділ 2", "Відділ 3"]
    last = ask("/addressees?limit=2&offset=4")
    assert (names(last), last["next_offset"]) == (["Відділ 4"], None)


@pytest.mark.parametrize("query", ["limit=0", "limit=101", "offset=-1", "limit=x", "open_now=7"])
def test_nonsense_in_the_query_is_a_problem_not_a_crash(ask, query):
    assert ask(f"/addressees?{query}", 422)["status"] == 422


def test_open_now_asks_the_schedules(ask):
    AddresseeFactory(listed=True, name="Відчинений", hours=OFFICE_HOURS)
    closed = AddresseeFactory(listed=True, name="Зачинений", hours=OFFICE_HOURS)
    ExceptionFactory(schedule=closed.schedules.get(), date=date(2026, 3, 10))
    away = AddresseeFactory(listed=True, name="У відпустці", hours=OFFICE_HOURS, official=True)
    LeaveFactory(addressee=away, starts_on=date(2026, 3, 9), ends_on=date(2026, 3, 13))
    AddresseeFactory(listed=True, name="Без графіка")
    assert names(ask("/addressees?open_now=true")) == ["Відчинений"]
    states = {one["name"]: one["is_open"] for one in ask("/addressees")["items"]}
    assert states == {
        "Відчинений": True,
        "Зачинений": False,
        "У відпустці": False,
        "Без графіка": None,
    }


def test_open_now_pages_through_many(ask):
    for number in range(8):
        AddresseeFactory(listed=True, name=f"Відділ {number}", hours=OFFICE_HOURS)
    assert names(ask("/addressees?open_now=true&limit=3&offset=3")) == [
        "Відділ 3", "Відділ 4", "Відділ 5",
    ]  # fmt: skip


def test_labels_come_in_the_language_asked_for(ask):
    AddresseeFactory(listed=True, name={"uk": "Архів", "en": "Archives"}, hours=OFFICE_HOURS)
    [english] = ask("/addressees?lang=en")["items"]
    assert (english["name"], english["opening"]) == ("Archives", "Open until 18:00")
    assert names(ask("/addressees?lang=uk")) == ["Архів"]
    assert names(ask("/addressees?lang=xx")) == ["Архів"]


def test_one_addressee_is_told_in_full(ask):
    council = AddresseeFactory(listed=True, name="Рада")
    works = AddresseeFactory(
        listed=True,
        on_map=True,
        parent=council,
        name="Дороги",
        description="Ремонтуємо.",
        hours=OFFICE_HOURS,
    )
    GroupFactory(slug="picked", name="Обрані", members=[works])
    ContactFactory(addressee=works, value="+380 54 200 15 45", label="Приймальня")
    told = ask(f"/addressees/{works.slug}?lang=uk")
    assert told["ancestors"] == [{"slug": council.slug, "name": "Рада"}]
    assert told["groups"] == [{"slug": "picked", "name": "Обрані"}]
    assert told["location"] == {"lat": 50.744, "lng": 33.214}
    assert told["contacts"] == [
        {
            "kind": "phone",
            "value": "+380 54 200 15 45",
            "label": "Приймальня",
            "href": "tel:+380542001545",
        }
    ]


def test_people_on_duty_are_not_told(ask, people):
    works = AddresseeFactory(listed=True, moderator=people.moderator)
    told = str(ask(f"/addressees/{works.slug}"))
    assert people.moderator.email not in told
    assert people.moderator.last_name not in told


def test_schedules_tell_the_week_and_the_state(ask):
    works = AddresseeFactory(listed=True, hours=OFFICE_HOURS)
    ExceptionFactory(
        schedule=works.schedules.get(),
        date=date(2026, 3, 12),
        note={"uk": "Навчання", "en": "Training"},
    )
    told = ask(f"/addressees/{works.slug}/schedules?lang=en")
    assert (told["state"], told["is_open"]) == ("open", True)
    assert told["until"] == "2026-03-10T18:00:00+02:00"
    [schedule] = told["schedules"]
    assert [day["is_today"] for day in schedule["week"]] == [False, True, *[False] * 5]
    assert schedule["week"][0]["hours"] == [
        {"opens": "09:00", "closes": "13:00"},
        {"opens": "14:00", "closes": "18:00"},
    ]
    assert [(day["date"], day["note"]) for day in schedule["other_days"]] == [
        ("2026-03-12", "Training")
    ]


def test_a_leave_names_who_stands_in(ask):
    deputy = AddresseeFactory(listed=True, official=True, hours=OFFICE_HOURS)
    stand_in = AddresseeFactory(listed=True, official=True, name="Гнатюк О. І.")
    LeaveFactory(
        addressee=deputy,
        substitute=stand_in,
        starts_on=date(2026, 3, 9),
        ends_on=date(2026, 3, 20),
    )
    told = ask(f"/addressees/{deputy.slug}/schedules")
    assert told["state"] == "away"
    assert told["leave"]["substitute"] == {"slug": stand_in.slug, "name": "Гнатюк О. І."}


def test_groups_are_told_in_their_order(ask):
    GroupFactory(slug="second", order=2)
    GroupFactory(slug="first", order=1, name={"uk": "Перша", "en": "First"})
    assert [one["slug"] for one in ask("/groups")] == ["first", "second"]
    assert ask("/groups/first?lang=en")["name"] == "First"
    assert ask("/groups/nobody", 404)["status"] == 404


@pytest.mark.parametrize("size", [1, 20])
def test_a_page_of_addressees_takes_four_statements(ask, django_assert_num_queries, size):
    council = AddresseeFactory(name="Рада")
    for number in range(size):
        AddresseeFactory(listed=True, parent=council, name=f"В {number}", hours=OFFICE_HOURS)
    ask("/groups")
    with django_assert_num_queries(4):
        assert len(ask("/addressees")["items"]) == size
