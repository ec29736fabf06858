"""The catalogue: a tree to walk, filters that work as a plain form, the same cost for any city."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from core import clock
from directory.models import Addressee, Schedule, WorkingCalendar
from tests.factories.directory import (
    AROUND_THE_CLOCK,
    OFFICE_HOURS,
    AddresseeFactory,
    ContactFactory,
    ExceptionFactory,
    GroupFactory,
    LeaveFactory,
)
from tests.factories.home import PageTree

TUESDAY_NOON = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)  # 11:00 in Kyiv
TUESDAY_NIGHT = datetime(2026, 3, 10, 21, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def tuesday():
    with clock.frozen(TUESDAY_NOON) as frozen:
        yield frozen


def named(name: str, **fields) -> Addressee:
    return AddresseeFactory(name={"uk": name}, listed=True, **fields)


def shown(tree: PageTree, **query) -> list[str]:
    answer = Client().get(tree.catalogue.url, query)
    assert answer.status_code == 200
    context = answer.context_data if hasattr(answer, "context_data") else answer.context
    return [str(row.addressee.name) for row in context["rows"]]


class TestTree:
    def test_first_level_is_shown_with_how_many_stand_below(self, tree: PageTree):
        first, second = named("Архів"), named("Рада")
        named("Відділ", parent=second)
        assert shown(tree) == ["Архів", "Рада"]
        html = Client().get(tree.catalogue.url).content.decode()
        assert f"?under={second.slug}" in html
        assert f"?under={first.slug}" not in html

    def test_tree_of_one_root_is_shown_with_its_branch(self, tree: PageTree):
        council = named("Рада")
        named("Відділ", parent=council)
        named("Архів", parent=council)
        assert shown(tree) == ["Архів", "Відділ"]
        assert Client().get(tree.catalogue.url).context_data["root"].addressee == council

    def test_branch_is_walked_down_by_links(self, tree: PageTree):
        council, other = named("Рада"), named("Суд")
        department = named("Департамент", parent=council)
        named("Відділ", parent=department)
        assert shown(tree, under=council.slug) == ["Департамент"]
        assert shown(tree, under=department.slug) == ["Відділ"]
        assert shown(tree, under=other.slug) == []

    def test_listed_addressee_under_an_unlisted_one_is_not_lost(self, tree: PageTree):
        named("Рада")
        named("Відділ", parent=AddresseeFactory())
        assert shown(tree) == ["Відділ", "Рада"]

    def test_names_stand_in_the_order_of_the_ukrainian_alphabet(self, tree: PageTree):
        for name in ("Їдальня", "Ґанок", "Ющенко", "Єва", "Гай", "Іва", "Ева"):
            named(name)
        assert shown(tree) == ["Гай", "Ґанок", "Ева", "Єва", "Іва", "Їдальня", "Ющенко"]

    def test_unlisted_addressee_is_not_shown(self, tree: PageTree):
        AddresseeFactory(name={"uk": "Таємний відділ"})
        assert shown(tree) == []

    def test_addressee_without_a_page_has_contacts_instead_of_a_link(self, tree: PageTree):
        ContactFactory(addressee=named("Пункт обігріву"), value="1580")
        html = Client().get(tree.catalogue.url).content.decode()
        assert 'href="tel:1580"' in html

    def test_row_leads_to_the_page_in_the_readers_language_or_to_the_other(self, tree: PageTree):
        page = tree.add_addressee()
        english = Client().get(tree.catalogue_en.url).content.decode()
        assert f'href="{page.url}"' in english


class TestFilters:
    def test_text_finds_inflected_words_anywhere_in_the_tree(self, tree: PageTree):
        council = named("Рада")
        named("Служба доріг", parent=council)
        assert shown(tree, text="дорогами") == ["Служба доріг"]
        assert shown(tree, text="служ") == ["Служба доріг"]

    def test_group_counts_the_picked_and_the_pages_below(self, tree: PageTree):
        picked = named("Перший")
        group = tree.add_group(GroupFactory(members=[picked]))
        tree.add_addressee(group, addressee=AddresseeFactory(name={"uk": "Другий"}))
        named("Третій")
        assert shown(tree, group=group.group.slug) == ["Другий", "Перший"]

    def test_kind(self, tree: PageTree):
        named("Рада", kind="council")
        named("КП Вода", kind="enterprise")
        assert shown(tree, kind="enterprise") == ["КП Вода"]

    def test_filters_narrow_together(self, tree: PageTree):
        named("КП Вода", kind="enterprise", hours=AROUND_THE_CLOCK)
        named("КП Тепло", kind="enterprise", hours=OFFICE_HOURS)
        named("Водоканал", kind="other", hours=AROUND_THE_CLOCK)
        assert shown(tree, kind="enterprise", text="вода", open="1") == ["КП Вода"]

    @pytest.mark.parametrize(
        "query",
        [
            {"kind": "нема"},
            {"group": "нема"},
            {"under": "нема"},
            {"page": "-1"},
            {"page": "x"},
            {"page": "٣"},
            {"text": "\0"},
            {"text": "'; drop table"},
            {"under": "a\0b"},
            {"part": "../../etc"},
            {"open": "так"},
        ],
    )
    def test_odd_questions_break_nothing(self, tree: PageTree, query: dict):
        named("Рада")
        assert Client().get(tree.catalogue.url, query).status_code == 200

    def test_nothing_found_says_what_to_do_next(self, tree: PageTree):
        html = Client().get(tree.catalogue.url, {"text": "ксилофон"}).content.decode()
        assert 'class="empty"' in html

    def test_script_gets_only_the_results(self, tree: PageTree):
        named("Рада")
        answer = Client().get(tree.catalogue.url, {"text": "рада", "part": "results"})
        assert "<html" not in answer.content.decode()
        assert "Рада" in answer.content.decode()
        assert "part=" not in answer.headers["HX-Push-Url"]
        assert answer.headers["HX-Push-Url"].startswith(tree.catalogue.url)


class TestOpenNow:
    def test_open_and_closed_by_hours(self, tree: PageTree, tuesday):
        named("Відділ", hours=OFFICE_HOURS)
        named("Диспетчерська", hours=AROUND_THE_CLOCK)
        named("Без графіка")
        assert shown(tree, open="1") == ["Відділ", "Диспетчерська"]
        tuesday.move_to(TUESDAY_NIGHT)
        assert shown(tree, open="1") == ["Диспетчерська"]

    def test_break_is_closed(self, tree: PageTree, tuesday):
        named("Відділ", hours=OFFICE_HOURS)
        tuesday.move_to(datetime(2026, 3, 10, 11, 30, tzinfo=UTC))
        assert shown(tree, open="1") == []

    def test_dated_order_outweighs_the_week(self, tree: PageTree):
        closed = named("Зачинений", hours=OFFICE_HOURS)
        ExceptionFactory(schedule=closed.schedules.get(), date=TUESDAY_NOON.date())
        other = named("Інакший", hours={5: "09:00-12:00"})
        ExceptionFactory(
            schedule=other.schedules.get(), date=TUESDAY_NOON.date(), hours="10:00-12:00"
        )
        assert shown(tree, open="1") == ["Інакший"]

    def test_official_on_leave_is_not_open(self, tree: PageTree):
        away = named("Начальник", hours=OFFICE_HOURS)
        LeaveFactory(addressee=away, starts_on=TUESDAY_NOON.date(), ends_on=TUESDAY_NOON.date())
        assert shown(tree, open="1") == []

    def test_reception_hours_do_not_open_the_office(self, tree: PageTree):
        one = named("Начальник", hours=OFFICE_HOURS)
        Schedule.objects.filter(addressee=one).update(purpose=Schedule.Purpose.RECEPTION)
        assert shown(tree, open="1") == []

    def test_holiday_of_the_calendar_closes(self, tree: PageTree, tuesday):
        calendar = WorkingCalendar.objects.get(code="ua-office")
        named("Відділ", hours=OFFICE_HOURS, hours__calendar=calendar)
        calendar.holidays.create(date=TUESDAY_NOON.date(), name={"uk": "День міста"})
        filtered = shown(tree, open="1")
        headline = Client().get(tree.catalogue.url).context_data["rows"][0].opening
        assert filtered == ([] if not headline.is_open else ["Відділ"])


class TestManyAddressees:
    def test_pages_are_walked_without_counting(self, tree: PageTree):
        for number in range(30):
            named(f"Відділ {number:02}")
        first = Client().get(tree.catalogue.url)
        assert "?page=2" in first.content.decode()
        with CaptureQueriesContext(connection) as seen:
            assert len(shown(tree, page=2)) == 5
        assert not [
            one for one in seen if "COUNT(*)" in one["sql"] and "GROUP BY" not in one["sql"]
        ]
        assert shown(tree, page=99) == []

    def test_statements_do_not_grow_with_the_city(self, tree: PageTree):
        def statements() -> int:
            Client().get(tree.catalogue.url)
            with CaptureQueriesContext(connection) as seen:
                Client().get(tree.catalogue.url)
            return len(seen)

        for number in range(3):
            named(f"Перші {number}", hours=OFFICE_HOURS)
        few = statements()
        for number in range(40):
            tree.add_addressee(addressee=named(f"Відділ {number}", hours=OFFICE_HOURS))
        assert statements() <= few

    @pytest.mark.long
    def test_five_thousand_are_as_fast_as_fifty(self, tree: PageTree):
        from time import process_time

        def seconds() -> float:
            taken = []
            for _ in range(15):
                start = process_time()
                Client().get(tree.catalogue.url)
                taken.append(process_time() - start)
            return sorted(taken)[7]

        make_many(50)
        few = seconds()
        make_many(4950)
        assert seconds() <= few * 1.5


def make_many(number: int) -> None:
    """Past the services: only rows, as an import would leave them."""
    start = Addressee.objects.count()
    Addressee.objects.bulk_create(
        Addressee(
            slug=f"many-{start + n}",
            name={"uk": f"Відділ {start + n}"},
            sort_name=f"{start + n:06}",
            kind="department",
            listed_without_page=True,
            path=f"m{start + n}/",
        )
        for n in range(number)
    )
