"""The plan of the demo city, its texts and the lives of its appeals; all without a database."""

import random
from collections import Counter
from datetime import datetime, timedelta
from math import hypot
from zoneinfo import ZoneInfo

import pytest

from cms.demo import lives
from cms.demo.city import drawing, plan
from cms.demo.lives import Step
from cms.demo.texts import english_name, on_street, read

KYIV = ZoneInfo("Europe/Kyiv")
SUNDAY = datetime(2026, 11, 22, 12, 0, tzinfo=KYIV)


def test_the_drawing_in_the_static_files_is_that_of_the_plan():
    assert drawing.FILE.read_text("utf-8") == drawing.as_text(), (
        "Run: python -m cms.demo.city.drawing"
    )


def test_the_drawing_is_small_enough_for_a_phone():
    assert len(drawing.as_text().encode()) < 160_000


def test_the_city_lies_within_a_few_kilometres():
    points = [plan.on_globe(house.middle) for house in plan.houses()]
    assert len(points) > 900
    lngs, lats = zip(*points, strict=True)
    assert 0.03 < max(lngs) - min(lngs) < 0.06
    assert 0.015 < max(lats) - min(lats) < 0.03


def test_no_house_stands_in_the_river_in_a_park_or_on_the_square():
    for house in plan.houses():
        u, v = house.middle
        assert abs(v - plan.river_at(u)) > plan.river_width(u)
        open_places = [*(park[2:] for park in plan.PARKS), plan.SQUARE[2]]
        for left, right, low, high in open_places:
            assert not (left <= u <= right and low <= v <= high)


def test_houses_do_not_stand_on_each_other():
    middles = sorted(house.middle for house in plan.houses())
    for place, (u, v) in enumerate(middles):
        near = (other for other in middles[place + 1 : place + 40] if other[0] - u < 16)
        assert all(hypot(a - u, b - v) > 14 for a, b in near)


def test_an_address_is_found_on_its_own_street():
    house = plan.house_at("вул. Ратушна", 5)
    assert (house.street.name, house.number) == ("вул. Ратушна", 5)


def test_names_of_streets_are_one_each():
    names = [street.name for street in plan.streets()]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("name", "where"),
    [
        ("вул. Садова", "вул. Садовій"),
        ("вул. Тиха", "вул. Тихій"),
        ("вул. Вишнева", "вул. Вишневій"),
        ("вул. Козацька", "вул. Козацькій"),
        ("вул. Робоча", "вул. Робочій"),
        ("вул. Шевченка", "вул. Шевченка"),
        ("вул. Івана Франка", "вул. Івана Франка"),
        ("вул. Лесі Українки", "вул. Лесі Українки"),
        ("просп. Миру", "просп. Миру"),
    ],
)
def test_a_street_is_put_into_the_right_case(name, where):
    assert on_street(name) == where


def test_english_names_follow_the_passport_table():
    assert english_name("Гнатюк Ольга Іванівна") == "Olha Hnatiuk"
    assert english_name("Яценко Юрій Ілліч") == "Yurii Yatsenko"


def test_every_text_stands_in_both_languages():
    for name in ("power", "departments", "services", "topics", "groups"):
        for row in read(name):
            for field in ("name", "post", "description", "competences", "short", "directions"):
                if field in row:
                    assert len([words for words in row[field] if words.strip()]) == 2, row
            assert "'" not in row.get("description", [""])[0], "апостроф ʼ"


def test_every_appeal_has_somebody_to_go_to():
    slugs = {row.get("slug") for name in ("power", "departments", "services") for row in read(name)}
    for row in read("appeals"):
        assert set(row["to"]) - {"deputat"} <= slugs, row["subject"]


@pytest.mark.parametrize("way", [*lives.WAYS, *lives.STOPS_AFTER])
def test_steps_of_a_life_go_forward_and_staff_keep_office_hours(way):
    for seed in range(60):
        chance = random.Random(seed)
        received = lives.when_received(SUNDAY, chance)
        steps = lives.live(received, way, chance)
        moments = [one.at for one in steps]
        assert moments == sorted(moments)
        assert SUNDAY - timedelta(days=365) <= received < SUNDAY
        for one in steps:
            if one.step not in (Step.SUBMIT, Step.ADD, Step.WITHDRAW):
                assert one.at.weekday() < 5, one
                assert 9 <= one.at.hour < 18, one


def test_most_appeals_are_answered_within_the_month():
    counted = Counter()
    for seed in range(300):
        chance = random.Random(seed)
        received = datetime(2026, 3, 10, 11, tzinfo=KYIV)
        steps = {one.step: one.at for one in lives.live(received, lives.way(chance), chance)}
        if Step.SIGN in steps:
            counted[steps[Step.SIGN] - received <= timedelta(days=31)] += 1
    assert counted[True] / counted.total() > 0.9
    assert counted[False] > 0
