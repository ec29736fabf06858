"""The list: what is in it, how it is cut, ordered, paged and counted."""

import datetime as dt

import pytest

from core import clock
from crm.cases.models import Case
from crm.desk import lists, rules
from crm.desk.forms import FilterForm
from crm.desk.paging import page_of

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 3, 10)
NOON = dt.datetime(2026, 3, 10, 12, tzinfo=dt.UTC)


def numbers(found):
    return {case.number for case in found}


def listed(user, **params):
    chosen = FilterForm(params).chosen()
    return numbers(lists.found_cases(user, chosen, clock.now()))


@pytest.mark.parametrize(
    ("due", "code"),
    [
        (None, "none"),
        (TODAY - dt.timedelta(1), "overdue"),
        (TODAY, "today"),
        (TODAY + dt.timedelta(1), "tomorrow"),
        (dt.date(2026, 3, 15), "week"),
        (dt.date(2026, 3, 16), "later"),
    ],
)
def test_due_day_falls_under_its_head(due, code):
    assert rules.group_of(due, TODAY) == code


@pytest.mark.parametrize(
    "text", ["", "???", "W10", "bm9uc2Vuc2U", "WyJhIiwxLDBd", "eyJhIjoxfQ", "я" * 50]
)
def test_broken_cursor_is_the_first_page(text):
    assert rules.Cursor.from_text(text) is None


def test_cursor_survives_its_address():
    cursor = rules.Cursor("2026-03-10", 7, True)
    assert rules.Cursor.from_text(cursor.as_text()) == cursor


def test_each_sees_only_the_cases_they_may(story, people):
    mine = story.assigned()
    assert listed(people.clerk) == {mine.number}
    assert listed(people.moderator) == {mine.number}
    assert listed(people.executor) == {mine.number}
    assert listed(people.deputy) == set()
    assert listed(people.admin) == set()
    assert listed(people.analyst) == set()


def test_own_appeal_of_a_clerk_is_not_at_the_desk(story, people):
    case = story.submitted(author=people.clerk)
    assert listed(people.clerk) == set()
    assert listed(people.moderator) == {case.number}


def test_finished_cases_are_listed_when_asked(story, people):
    open_case, answered = story.submitted(), story.answered(author=people.stranger)
    assert listed(people.clerk) == {open_case.number}
    assert listed(people.clerk, open="no") == {answered.number}
    assert listed(people.clerk, open="all") == {open_case.number, answered.number}
    assert listed(people.clerk, state=["answered"]) == {answered.number}


def test_filters_cut_by_addressee_kind_executor_and_days(story, people):
    case = story.assigned()
    day = clock.today().isoformat()
    later = (clock.today() + dt.timedelta(1)).isoformat()
    assert listed(people.clerk, addressee=story.addressee.pk) == {case.number}
    assert listed(people.clerk, addressee=story.addressee.pk + 1) == {case.number}, "dropped"
    assert listed(people.clerk, kind="statement") == {case.number}
    assert listed(people.clerk, kind="complaint") == set()
    assert listed(people.executor, who="me") == {case.number}
    assert listed(people.clerk, who="me") == set()
    assert listed(people.clerk, who="none") == set()
    assert listed(people.clerk, who=str(people.executor.pk)) == {case.number}
    assert listed(people.clerk, since=day, until=day) == {case.number}
    assert listed(people.clerk, since=later) == set()


@pytest.mark.parametrize(
    "junk",
    [{"state": ["no"]}, {"who": "1 OR 1=1"}, {"since": "учора"}, {"sort": "-id"}, {"kind": "'"}],
)
def test_senseless_filter_is_dropped(story, people, junk):
    case = story.submitted()
    assert listed(people.clerk, **junk) == {case.number}


def test_search_finds_by_number_word_and_surname(story, people):
    case = story.submitted()
    for text in (
        case.number,
        case.number.lower(),
        "стеля",
        "протекл",
        "дахами",
        "дорошенко",
        "Дорошенко О",
    ):
        assert listed(people.clerk, q=text) == {case.number}, text
    assert listed(people.clerk, q="асфальт") == set()
    assert listed(people.clerk, q="%") == set()


def test_hidden_author_is_not_found_by_surname(story, people):
    case = story.submitted(hide_identity=True)
    assert listed(people.clerk, q="Дорошенко") == set()
    assert listed(people.clerk, q="стеля") == {case.number}


def cases_due(story, days):
    case = story.submitted()
    made = []
    for number, day in enumerate(days):
        copy = Case.objects.get(pk=case.pk)
        copy.pk, copy.main_clock, copy._state.adding = None, None, True
        copy.public_id, copy.number = f"copy{number:012d}", f"К-{number}/26"
        copy.due_on = copy.target_on = day
        copy.save()
        made.append(copy.number)
    return made


def walk(sort, size):
    """All numbers forwards page by page, and the same backwards."""
    found = Case.objects.filter(number__startswith="К-")
    forward, cursor, last = [], None, None
    for _guard in range(50):
        page = page_of(found, sort, cursor, size)
        forward.append([case.number for case in page.rows])
        last = page
        if not page.next:
            break
        cursor = rules.Cursor.from_text(page.next)
    backward, page = [[case.number for case in last.rows]], last
    while page.previous:
        page = page_of(found, sort, rules.Cursor.from_text(page.previous), size)
        backward.insert(0, [case.number for case in page.rows])
    return forward, backward


@pytest.mark.parametrize("size", [1, 2, 3, 10])
@pytest.mark.parametrize("sort", list(rules.SORTS.values()), ids=list(rules.SORTS))
def test_pages_hold_every_case_once_in_both_directions(story, sort, size):
    day = TODAY
    days = [day, None, day, day + dt.timedelta(3), None, day - dt.timedelta(2), day]
    made = cases_due(story, days)
    forward, backward = walk(sort, size)
    assert forward == backward
    flat = [number for page in forward for number in page]
    assert sorted(flat) == sorted(made)
    if sort.code == "due":
        by_number = dict(zip(made, days, strict=True))
        order = [by_number[number] or dt.date.max for number in flat]
        assert order == sorted(order)


def test_list_counts_and_groups(story, people, django_assert_max_num_queries):
    today = clock.today()
    cases_due(story, [today - dt.timedelta(3), today, today + dt.timedelta(1)])
    found = lists.build_list(people.clerk, {}, "", clock.now())
    assert [group.code for group in found.groups][:3] == ["overdue", "today", "tomorrow"]
    assert found.groups[0].count == 1
    assert (found.total, found.overdue, found.is_more) == (4, 1, False)
    with django_assert_max_num_queries(4):
        lists.build_list(people.clerk, {}, "", clock.now())


def test_counting_stops_at_the_limit(story, people, monkeypatch):
    monkeypatch.setattr(rules, "COUNT_LIMIT", 2)
    cases_due(story, [TODAY] * 4)
    found = lists.build_list(people.clerk, {}, "", clock.now())
    assert (found.total, found.is_more) == (3, True)
    assert lists.view_counts(people.clerk, clock.now())["unassigned"] == "1000+"


def test_saved_view_is_known_by_its_filters(people):
    view = lists.view_of({"who": "me"}, people.clerk)
    assert view.code == "mine"
    assert lists.view_of({"who": "me", "kind": "complaint"}, people.clerk) is None


def test_list_page_costs_at_most_ten_statements(story, client_of, django_assert_max_num_queries):
    story.assigned()
    client = client_of("moderator")
    client.get("/desk/")
    with django_assert_max_num_queries(10):
        assert client.get("/desk/").status_code == 200
