"""Figures of a queue, each against a small set counted by hand; rights; files."""

import csv
import io
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from blocks.queues.models import Queue
from core import clock
from core.audit.models import Entry
from crm.tickets import states
from crm.tickets.load import load_of
from crm.tickets.load_rules import TONES, by_hours, fits, grid_of, tone
from crm.tickets.models import Ticket
from tests.crm_tickets.stories import EIGHT, kyiv
from tests.factories.directory import AddresseeFactory, ExceptionFactory
from tests.factories.queues import make_queue

MONDAY, TUESDAY, WEDNESDAY = date(2026, 3, 9), date(2026, 3, 10), date(2026, 3, 11)
KYIV = ZoneInfo("Europe/Kyiv")


@pytest.fixture(autouse=True)
def morning():
    with clock.frozen(EIGHT) as frozen:
        yield frozen


@pytest.fixture
def queue(db) -> Queue:
    """Two windows, 9:00–12:00 on working days, visits of twenty minutes."""
    return make_queue(
        windows=2, addressee=AddresseeFactory(listed=True, name={"uk": "Центр послуг"})
    )


def visit(queue: Queue, state: str, at: datetime, **more) -> Ticket:
    """Booked for this moment two days ahead, unless told otherwise."""
    window = more.pop("window", queue.windows.order_by("order").first())
    facts = {
        "starts_at": at,
        "booked_at": at - timedelta(days=2),
        "window": window,
        "day": clock.local(at).date(),
        "number": f"А-{Ticket.objects.count() + 1:03}",
        "created_at": at,
        "updated_at": at,
    }
    return Ticket.objects.create(
        queue=queue, service=queue.services.get(), state=state, **facts | more
    )


def served(queue: Queue, at: datetime, wait: int, lasted: int, **more) -> Ticket:
    came = more.pop("came", at)
    called = came + timedelta(minutes=wait)
    return visit(
        queue,
        states.SERVED,
        at,
        arrived_at=came,
        called_at=called,
        started_at=called,
        finished_at=called + timedelta(minutes=lasted),
        **more,
    )


@pytest.fixture
def week(queue) -> Queue:
    """Eleven visits of Monday and Tuesday, and three rows that are none."""
    first, second = queue.windows.order_by("order")
    served(queue, kyiv(9, day=9), wait=4, lasted=10)
    served(queue, kyiv(9, 20, day=9), wait=6, lasted=20)
    served(queue, kyiv(10, day=9), wait=8, lasted=30, window=second)
    visit(queue, states.NO_SHOW, kyiv(11, day=9))
    visit(queue, states.BY_VISITOR, kyiv(11, 20, day=9))
    visit(queue, states.BY_OFFICE, kyiv(11, 40, day=9), window=second)
    walk_in = {"starts_at": None, "booked_at": None, "channel": "kiosk"}
    served(queue, kyiv(9, 5, day=10), wait=30, lasted=12, window=second, **walk_in)
    visit(
        queue, states.LEFT, kyiv(10, 5, day=10), arrived_at=kyiv(10, 5, day=10), window=None,
        **walk_in,
    )  # fmt: skip
    visit(
        queue, states.ARRIVED, kyiv(10, 40, day=10), arrived_at=kyiv(10, 35, day=10),
        booked_at=kyiv(10, 40, day=9),
    )  # fmt: skip
    visit(queue, states.BOOKED, kyiv(11, day=10))
    visit(queue, states.NO_SHOW, kyiv(11, 20, day=10))
    visit(queue, states.MOVED, kyiv(9, 40, day=9))
    visit(queue, states.LAPSED, kyiv(9, 40, day=9), number="")
    visit(queue, states.HELD, kyiv(9, 40, day=10), number="", held_until=kyiv(9, 45, day=10))
    served(make_queue(), kyiv(9, day=9), wait=99, lasted=99)
    return queue


class TestWhole:
    def test_each_count_is_the_one_counted_by_hand(self, week):
        total = load_of(week, MONDAY, TUESDAY).total
        assert total.booked == 9
        assert total.walk_ins == 2
        assert total.arrived == 6
        assert total.served == 4
        assert total.missed == 2
        assert total.by_visitor == 1
        assert total.by_office == 1
        assert total.left == 1

    def test_shares_are_of_visits_that_nobody_cancelled(self, week):
        total = load_of(week, MONDAY, TUESDAY).total
        assert total.expected == 7
        assert total.missed_share == 28.6
        # three hours by twenty minutes at two windows on two days
        assert total.places == 36
        assert total.booked_share == round(100 * 7 / 36, 1)

    def test_waits_and_visits_mean_and_of_nine_in_ten(self, week):
        total = load_of(week, MONDAY, TUESDAY).total
        assert total.wait_mean == 12.0  # (4 + 6 + 8 + 30) / 4
        assert total.wait_ninth == 30.0
        assert total.service_mean == 18.0  # (10 + 20 + 30 + 12) / 4
        assert total.service_ninth == 30.0

    def test_nine_in_ten_is_the_ninth_of_ten_and_the_tenth_of_eleven(self, queue):
        for number in range(1, 11):
            served(queue, kyiv(9, number, day=9), wait=number, lasted=5)
        assert load_of(queue, MONDAY, MONDAY).total.wait_ninth == 9.0
        served(queue, kyiv(9, 30, day=9), wait=11, lasted=5)
        assert load_of(queue, MONDAY, MONDAY).total.wait_ninth == 10.0

    def test_days_from_booking_to_visit(self, week):
        # eight visits booked two days before and one a day before
        assert load_of(week, MONDAY, TUESDAY).total.lead_mean == round((8 * 2 + 1) / 9, 1)

    def test_empty_period_has_no_means(self, queue):
        total = load_of(queue, date(2026, 3, 14), date(2026, 3, 15)).total
        assert (total.places, total.booked, total.missed_share) == (None, 0, None)
        assert (total.wait_mean, total.wait_ninth, total.lead_mean) == (None, None, None)


class TestParts:
    def test_by_days(self, week):
        monday, tuesday, wednesday = load_of(week, MONDAY, WEDNESDAY).days
        assert (monday.booked, monday.walk_ins, monday.served, monday.places) == (6, 0, 3, 18)
        assert (tuesday.booked, tuesday.walk_ins, tuesday.served) == (3, 2, 1)
        assert (monday.wait_mean, tuesday.wait_ninth) == (6.0, 30.0)
        assert (wednesday.booked, wednesday.places) == (0, 18)

    def test_by_hours_of_the_wall(self, week):
        found = {one.key: one for one in load_of(week, MONDAY, TUESDAY).hours}
        assert set(found) == {9, 10, 11}
        assert (found[9].booked, found[9].walk_ins) == (2, 1)
        assert (found[10].booked, found[10].walk_ins) == (2, 1)
        assert (found[11].booked, found[11].missed) == (5, 2)
        assert found[9].places == 12

    def test_by_windows_with_those_not_called_yet(self, week):
        first, second, none = load_of(week, MONDAY, TUESDAY).windows
        assert (first.booked, first.walk_ins, first.places) == (7, 0, 18)
        assert (second.booked, second.walk_ins, second.served) == (2, 1, 2)
        assert (none.key, none.walk_ins, none.left) == (None, 1, 1)

    def test_parts_add_up_to_the_whole(self, week):
        load = load_of(week, MONDAY, TUESDAY)
        for name in ("booked", "walk_ins", "arrived", "served", "missed", "by_visitor", "left"):
            for parts in (load.days, load.hours, load.windows):
                assert sum(getattr(one, name) for one in parts) == getattr(load.total, name)

    def test_closed_day_gives_no_places(self, queue):
        schedule = queue.windows.first().schedule
        ExceptionFactory(schedule=schedule, date=TUESDAY, is_closed=True, opens=None, closes=None)
        assert load_of(queue, TUESDAY, TUESDAY).total.places is None


class TestGrids:
    def test_heat_counts_visits_that_were_not_cancelled(self, week):
        heat = load_of(week, MONDAY, TUESDAY).heat
        assert list(heat.hours) == [9, 10, 11]
        rows = {label: [cell.value for cell in cells] for label, cells in heat.rows}
        assert rows["Понеділок"] == [2, 1, 1]
        assert rows["Вівторок"] == [1, 2, 2]
        assert rows["Середа"] == [None, None, None]
        assert "Субота" not in rows

    def test_windows_are_busy_by_the_minutes_of_visits(self, week):
        busy = load_of(week, MONDAY, TUESDAY).busy
        rows = {label: [cell.value for cell in cells] for label, cells in busy.rows}
        # at nine the first window served ten and twenty minutes of two open hours
        assert rows["Вікно 1"] == [25, 0, 0]
        # the walk-in was called at 9:35 for twelve minutes; half an hour on Monday at ten
        assert rows["Вікно 2"] == [10, 25, 0]

    def test_tones_go_up_in_equal_steps(self):
        assert [tone(value, 8) for value in (None, 0, 1, 2, 3, 8)] == [0, 0, 1, 1, 2, TONES]
        grid = grid_of({(0, 9): 4, (1, 11): 1}, {0: "a", 1: "b"})
        assert list(grid.hours) == [9, 10, 11]
        assert [cell.tone for cell in grid.rows[0][1]] == [TONES, 0, 0]

    def test_hours_of_the_day_when_clocks_go_back_are_all_there(self):
        span = (
            datetime(2026, 10, 25, 2, 30, tzinfo=KYIV),
            datetime(2026, 10, 25, 5, 0, tzinfo=KYIV),
        )
        assert by_hours([span], KYIV) == {(6, 2): 30, (6, 3): 120, (6, 4): 60}

    def test_only_whole_visits_fit(self):
        span = (datetime(2026, 3, 9, 9, tzinfo=UTC), datetime(2026, 3, 9, 9, 50, tzinfo=UTC))
        assert fits([span], 20, 3) == 6
        assert fits([span], 0, 3) == 0


def test_statements_do_not_grow_with_visits_days_and_windows(week):
    def many(queue, since, until) -> int:
        with CaptureQueriesContext(connection) as seen:
            load_of(queue, since, until)
        return len(seen)

    few = many(week, MONDAY, TUESDAY)
    large = make_queue(windows=6)
    for number in range(40):
        served(large, kyiv(9, number, day=9 + number % 4), wait=number, lasted=9)
    assert many(large, MONDAY - timedelta(days=30), WEDNESDAY) <= few
    assert few <= 25


class TestPage:
    @pytest.fixture
    def mine(self, people):
        queue = make_queue(
            addressee=AddresseeFactory(listed=True, moderator=people.moderator), windows=2
        )
        served(queue, kyiv(9, day=9), wait=4, lasted=10)
        return queue

    def address(self, queue: Queue) -> str:
        return reverse("tickets:load", args=[queue.slug])

    def test_whoever_answers_for_the_queue_sees_it(self, client_of, mine):
        page = client_of("moderator").get(self.address(mine))
        assert page.status_code == 200
        shown = page.content.decode()
        for words in ("Навантаження", "Понеділок", "Вікно 2", "Увесь період"):
            assert words in shown, words

    def test_foreign_and_absent_queues_are_not_there(self, client_of, mine):
        client = client_of("moderator")
        assert client.get(self.address(make_queue())).status_code == 404
        assert client.get(self.address(mine).replace(mine.slug, "absent")).status_code == 404

    @pytest.mark.parametrize("who", ["resident", "executor", "operator", "admin", "clerk"])
    def test_nobody_else_sees_it(self, client_of, mine, who):
        assert client_of(who).get(self.address(mine)).status_code == 404

    def test_specialist_of_a_window_does_not(self, client_of, mine, people):
        mine.windows.first().specialists.add(people.executor)
        assert client_of("executor").get(self.address(mine)).status_code == 404

    @pytest.mark.parametrize(
        "asked",
        [
            "?since=2026-03-10&until=2026-03-09",
            "?since=2020-01-01&until=2026-03-09",
            "?since=%00&until=x",
        ],
    )
    def test_odd_periods_are_told_at_the_field(self, client_of, mine, asked):
        page = client_of("moderator").get(self.address(mine) + asked)
        assert page.status_code == 422
        assert page.context["form"].errors

    def test_figures_go_away_as_csv_and_that_is_written_down(self, client_of, mine, people):
        asked = "?since=2026-03-09&until=2026-03-09&format=csv"
        answer = client_of("moderator").get(self.address(mine) + asked)
        rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
        (line,) = [row for row in rows if row and row[0] == "9 березня 2026"]
        heads = next(row for row in rows if row and row[0] == "День")
        told = dict(zip(heads, line, strict=True))
        assert (told["Місця"], told["За записом"], told["Очікування, середнє, хв"]) == (
            "18", "1", "4.0",
        )  # fmt: skip
        entry = Entry.objects.get(action="queue.figures_exported")
        assert entry.actor == people.moderator

    def test_figures_go_away_as_xlsx_with_a_sheet_a_table(self, client_of, mine):
        asked = "?since=2026-03-09&until=2026-03-09&format=xlsx"
        answer = client_of("moderator").get(self.address(mine) + asked)
        book = openpyxl.load_workbook(io.BytesIO(answer.content))
        assert len(book.sheetnames) == 5
        assert book.worksheets[0]["B4"].value == 18
