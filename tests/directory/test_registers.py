"""The registers in the Wagtail admin: rights, forms, journal, refusals."""

import re
from datetime import time

import pytest
from django.urls import reverse
from wagtail.permissions import policy_registry

from core.audit.models import Entry
from directory.models import (
    Addressee,
    AddresseeGroup,
    Classifier,
    DeadlineRule,
    Holiday,
    Profile,
    Schedule,
    ScheduleWindow,
    WorkingCalendar,
)
from tests.factories.directory import (
    OFFICE_HOURS,
    AddresseeFactory,
    ContactFactory,
    ExceptionFactory,
    GroupFactory,
    LeaveFactory,
)

pytestmark = pytest.mark.django_db

MODELS = [
    Addressee,
    AddresseeGroup,
    WorkingCalendar,
    Holiday,
    DeadlineRule,
    Classifier,
    Profile,
]


def address(model, action="index", *args) -> str:
    return reverse(f"directory_{model._meta.model_name}_modeladmin_{action}", args=args)


def empty_rows(*names: str) -> dict[str, str]:
    """Management data of inline panels without rows."""
    return {
        f"{name}-{key}": "0"
        for name in names
        for key in ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS", "MAX_NUM_FORMS")
    }


def addressee_data(**more: str) -> dict[str, str]:
    return {
        "name_uk": "Відділ доріг",
        "name_en": "Roads Section",
        "kind": "department",
        "routing": "direct",
        "accepts_appeals": "on",
        "is_active": "on",
        **empty_rows("contacts", "schedules", "leaves", "duties"),
        **more,
    }


def week_data(prefix: str, texts: list[str]) -> dict[str, str]:
    return {f"{prefix}_{day}": text for day, text in enumerate(texts)}


def schedule_data(texts: list[str], **more: str) -> dict[str, str]:
    return {
        "schedules-TOTAL_FORMS": "1",
        "schedules-0-purpose": "office",
        "schedules-0-ORDER": "1",
        **week_data("schedules-0-week", texts),
        "schedules-0-holiday_policy": "skip",
        **empty_rows("schedules-0-exceptions", "schedules-0-windows"),
        **more,
    }


OFFICE_TEXTS = ["9:00–13:00, 14:00–18:00"] * 5 + ["", ""]


@pytest.mark.parametrize("model", MODELS)
def test_an_administrator_opens_every_register(client_of, model):
    AddresseeFactory()
    GroupFactory()
    client = client_of("admin")
    assert client.get(address(model)).status_code == 200
    assert client.get(address(model, "create")).status_code == 200
    record = model.objects.first()
    assert client.get(address(model, "edit", record.pk)).status_code == 200


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("who", ["editor", "resident", "clerk", "moderator", None])
def test_nobody_else_opens_a_register(client_of, model, who):
    record = AddresseeFactory() if model is Addressee else model.objects.first()
    client = client_of(who)
    for action, args in [("index", []), ("create", []), ("edit", [record.pk if record else 1])]:
        if model is AddresseeGroup and action == "edit":
            continue
        assert client.get(address(model, action, *args)).status_code in (302, 403)


def test_an_addressee_is_added_with_everything_at_once(client_of, people):
    council = AddresseeFactory()
    answer = client_of("admin").post(
        address(Addressee, "create"),
        addressee_data(
            parent=str(council.pk),
            location="SRID=4326;POINT(34.146 50.952)",
            **{
                "contacts-TOTAL_FORMS": "1",
                "contacts-0-kind": "phone",
                "contacts-0-value": "054 200 15 45",
                "contacts-0-ORDER": "1",
            },
            **schedule_data(OFFICE_TEXTS),
        ),
    )
    assert answer.status_code == 302, answer.context["form"].errors
    added = Addressee.objects.get(slug="viddil-dorih")
    assert added.parent == council
    assert added.path == f"{council.pk}/{added.pk}/"
    assert added.contacts.get().value == "+380 54 200 15 45"
    assert ScheduleWindow.objects.filter(schedule__addressee=added).count() == 10
    entry = Entry.objects.get(action="directory.addressee.added")
    assert entry.actor == people.admin
    assert {"name", "contacts", "schedules"} <= set(entry.facts["fields"])
    assert "Відділ" not in str(entry.facts)


def test_the_week_shows_what_is_stored_and_replaces_it(client_of):
    works = AddresseeFactory(hours=OFFICE_HOURS)
    client = client_of("admin")
    page = client.get(address(Addressee, "edit", works.pk)).content.decode()
    assert page.count('value="9:00–13:00, 14:00–18:00"') == 5
    schedule = works.schedules.get()
    answer = client.post(
        address(Addressee, "edit", works.pk),
        addressee_data(
            slug=works.slug,
            **{"schedules-INITIAL_FORMS": "1", "schedules-0-id": str(schedule.pk)},
            **schedule_data(["0:00–24:00", "", "8-12; 13-17", "", "", "", "10:00-14:30"]),
        ),
    )
    assert answer.status_code == 302, answer.context["form"].formsets["schedules"].errors
    windows = ScheduleWindow.objects.filter(schedule=schedule).order_by("weekday", "opens")
    assert [(one.weekday, one.opens, one.closes) for one in windows] == [
        (0, time(0), time(0)),
        (2, time(8), time(12)),
        (2, time(13), time(17)),
        (6, time(10), time(14, 30)),
    ]


@pytest.mark.parametrize("text", ["з 9 до 18", "18:00–9:00", "9:00–14:00, 13:00–18:00", "9:99–10"])
def test_hours_that_make_no_sense_are_refused_by_the_day(client_of, text):
    answer = client_of("admin").post(
        address(Addressee, "create"),
        addressee_data(**schedule_data(["", text, "", "", "", "", ""])),
    )
    assert answer.status_code == 200
    [errors] = answer.context["form"].formsets["schedules"].errors
    assert "Вівторок" in errors["week"][0] or "Tuesday" in errors["week"][0]
    assert text.replace("–", "–") in answer.content.decode()


def test_dates_with_another_order_are_kept_within_the_schedule(client_of):
    works = AddresseeFactory(hours=OFFICE_HOURS)
    schedule = works.schedules.get()
    answer = client_of("admin").post(
        address(Addressee, "edit", works.pk),
        addressee_data(
            slug=works.slug,
            **{"schedules-INITIAL_FORMS": "1", "schedules-0-id": str(schedule.pk)},
            **schedule_data(
                OFFICE_TEXTS,
                **{
                    "schedules-0-exceptions-TOTAL_FORMS": "1",
                    "schedules-0-exceptions-0-date": "2026-12-31",
                    "schedules-0-exceptions-0-is_closed": "on",
                    "schedules-0-exceptions-0-note_uk": "Підсумки року",
                },
            ),
        ),
    )
    assert answer.status_code == 302
    assert str(schedule.exceptions.get().note) == "Підсумки року"


def test_a_cycle_is_refused_beside_the_field(client_of):
    council = AddresseeFactory()
    works = AddresseeFactory(parent=council)
    answer = client_of("admin").post(
        address(Addressee, "edit", council.pk),
        addressee_data(slug=council.slug, parent=str(works.pk)),
    )
    assert answer.status_code == 200
    assert answer.context["form"].errors["parent"]


def test_search_and_filters_of_the_register(client_of):
    AddresseeFactory(name="Відділ доріг", listed=True)
    AddresseeFactory(name="Відділ парків", is_active=False)
    client = client_of("admin")

    def found(query: str) -> set[str]:
        answer = client.get(address(Addressee) + query)
        return {str(one) for one in answer.context["object_list"]}

    assert found("?q=дорогами") == {"Відділ доріг"}
    assert found("?state=inactive") == {"Відділ парків"}
    assert found("?state=listed") == {"Відділ доріг"}
    assert found("?kind__exact=official") == set()


def test_a_moderator_edits_only_the_addressee_served(client_of, people):
    works = AddresseeFactory(name="Мій", moderator=people.moderator)
    other = AddresseeFactory(name="Чужий")
    client = client_of("moderator")
    listed = client.get(address(Addressee)).context["object_list"]
    assert list(listed) == [works]
    assert client.get(address(Addressee, "edit", works.pk)).status_code == 200
    for path in (
        address(Addressee, "edit", other.pk),
        address(Addressee, "create"),
        address(Addressee, "delete", works.pk),
        address(WorkingCalendar),
    ):
        assert client.get(path).status_code in (302, 403)


def test_a_moderator_cannot_slip_in_what_the_form_does_not_offer(client_of, people):
    works = AddresseeFactory(name="Мій", moderator=people.moderator)
    data = addressee_data(
        slug="inshyi",
        competences_uk="Усе",
        listed_without_page="on",
        **{"duties-TOTAL_FORMS": "1", "duties-0-user": str(people.moderator.pk)},
        **{"duties-0-role": "head"},
    )
    answer = client_of("moderator").post(address(Addressee, "edit", works.pk), data)
    assert answer.status_code == 302
    works.refresh_from_db()
    assert str(works.competences) == "Усе"
    assert (str(works.name), works.is_listed) == ("Мій", False)
    assert works.slug != "inshyi"
    assert [duty.role for duty in works.duties.all()] == ["moderator"]


def test_the_policy_and_the_duty_agree(people):
    works = AddresseeFactory(moderator=people.moderator, moderator__with_subtree=True)
    roads = AddresseeFactory(parent=works)
    policy = policy_registry.get_by_type(Addressee)
    mine = policy.instances_user_has_permission_for(people.moderator, "change")
    assert set(mine) == {works, roads}
    assert policy.user_has_permission_for_instance(people.moderator, "change", roads)
    assert not policy.user_has_permission_for_instance(people.moderator, "delete", roads)
    assert set(policy.users_with_permission_for_instance("change", roads)) == {people.moderator}
    assert not policy.user_has_any_permission(people.executor, ["change"])


def test_an_addressee_in_use_is_not_deleted_and_the_reason_is_kind(client_of):
    council = AddresseeFactory(name="Рада")
    AddresseeFactory(parent=council)
    answer = client_of("admin").post(address(Addressee, "delete", council.pk), follow=True)
    assert Addressee.objects.filter(pk=council.pk).exists()
    told = " ".join(str(message) for message in answer.context["messages"])
    assert "Рада" in told
    assert not Entry.objects.filter(action="directory.addressee.deleted").exists()


def test_an_addressee_nobody_needs_is_deleted_and_written_down(client_of):
    works = AddresseeFactory(name="Зайвий")
    client_of("admin").post(address(Addressee, "delete", works.pk))
    assert not Addressee.objects.filter(pk=works.pk).exists()
    assert Entry.objects.get(action="directory.addressee.deleted").facts == {"name": "Зайвий"}


@pytest.mark.parametrize("model", [WorkingCalendar, DeadlineRule, Classifier, Profile])
def test_what_old_records_name_is_never_deleted(client_of, model):
    record = model.objects.first()
    answer = client_of("admin").post(address(model, "delete", record.pk))
    assert answer.status_code in (302, 403)
    assert model.objects.filter(pk=record.pk).exists()


def test_a_changed_term_is_a_new_version(client_of):
    old = DeadlineRule.objects.get(code="ua.appeal.month")
    client = client_of("admin")
    answer = client.post(
        address(DeadlineRule, "create"),
        {
            "name_uk": "Двадцять днів",
            "name_en": "",
            "code": old.code,
            "valid_from": "2027-01-01",
            "amount": "20",
            "unit": "calendar_days",
            "anchor": old.anchor,
            "roll": old.roll,
            "calendar": str(old.calendar_id),
            "reminders": "[]",
        },
    )
    assert answer.status_code == 302, answer.context["form"].errors
    assert DeadlineRule.objects.get(code=old.code, version=2).amount == 20
    client.post(
        address(DeadlineRule, "edit", old.pk),
        {"name_uk": "Місяць", "amount": "99", "valid_until": "2026-12-31", "reminders": "[]"},
    )
    old.refresh_from_db()
    assert (old.amount, str(old.name)) == (1, "Місяць")


def test_the_end_of_martial_law_is_one_date_in_the_calendar(client_of):
    calendar = WorkingCalendar.objects.get(code="ua-office")
    regime = calendar.regimes.get()
    answer = client_of("admin").post(
        address(WorkingCalendar, "edit", calendar.pk),
        {
            "name_uk": "Україна",
            "name_en": "",
            "code": calendar.code,
            "weekly_days": "12345",
            "eve_shortening_minutes": "60",
            **week_data("week", ["9:00–13:00, 14:00–18:00"] * 5 + ["", ""]),
            **empty_rows("regimes"),
            "regimes-TOTAL_FORMS": "1",
            "regimes-INITIAL_FORMS": "1",
            "regimes-0-id": str(regime.pk),
            "regimes-0-kind": "martial",
            "regimes-0-starts_on": "2022-03-24",
            "regimes-0-ends_on": "2026-12-01",
        },
    )
    assert answer.status_code == 302, answer.context["form"].errors
    calendar.refresh_from_db()
    assert calendar.version == 2
    assert not calendar.as_calendar().is_working(calendar.holidays.get(date="2026-12-25").date)


def test_rows_of_a_form_stand_in_their_order(client_of):
    works = AddresseeFactory()
    for order, value in [(2, "102"), (1, "1580")]:
        ContactFactory(addressee=works, value=value, order=order)
    page = client_of("admin").get(address(Addressee, "edit", works.pk)).content.decode()
    assert re.findall(r'name="contacts-\d-value" value="(\d+)"', page) == ["1580", "102"]


def test_the_form_asks_no_other_site(client_of):
    works = AddresseeFactory(on_map=True, hours=OFFICE_HOURS)
    ExceptionFactory(schedule=Schedule.objects.get(), date="2026-03-10")
    LeaveFactory(addressee=works, starts_on="2026-03-01", ends_on="2026-03-02")
    page = client_of("admin").get(address(Addressee, "edit", works.pk)).content.decode()
    loaded = re.findall(r'<(?:script|link|img)[^>]+(?:src|href)="(https?://[^"]+)"', page)
    assert loaded == []
    assert "unpkg.com" not in page
    assert "tile.openstreetmap.org" not in page
    assert "vendor/leaflet/leaflet.js" in page
