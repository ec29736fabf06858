"""The plan of Вербів in metres: a turned grid of streets, a river, parks, a square, houses.

Along a street runs `u`, across it `v`; both are turned by TURN and laid on the globe by `on_globe`.
Everything follows from the numbers below and from the seed: no part of it is a real town.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from math import cos, hypot, radians, sin

CENTRE = (50.9520, 34.1460)  # latitude and longitude of the origin
TURN = radians(13)
SEED = 1545

Point = tuple[float, float]


@dataclass(frozen=True)
class Street:
    """A street from its first house to its last. Odd numbers stand on the left."""

    name: str
    english: str
    line: tuple[Point, ...]
    width: float = 12.0

    @property
    def start(self) -> Point:
        return self.line[0]

    def at(self, distance: float) -> tuple[Point, Point]:
        """The point so many metres from the start, and the direction there."""
        for one, two in zip(self.line, self.line[1:], strict=False):
            length = hypot(two[0] - one[0], two[1] - one[1])
            way = ((two[0] - one[0]) / length, (two[1] - one[1]) / length)
            if distance <= length or two == self.line[-1]:
                return (one[0] + way[0] * distance, one[1] + way[1] * distance), way
            distance -= length
        raise ValueError(f"{self.name} has no line")

    @property
    def length(self) -> float:
        pairs = zip(self.line, self.line[1:], strict=False)
        return sum(hypot(b[0] - a[0], b[1] - a[1]) for a, b in pairs)


@dataclass(frozen=True)
class House:
    street: Street
    number: int
    middle: Point
    corners: tuple[Point, ...]


WEST, EAST = -1480.0, 1480.0
MIDDLE = -80.0  # Соборна: rows with two names change theirs here

# (v, name west, name east, width); one name: the street keeps it all along
ROWS = [
    (820, ("вул. Північна", "Pivnichna St"), ("вул. Затишна", "Zatyshna St"), 10),
    (650, ("вул. Ткацька", "Tkatska St"), None, 12),
    (470, ("вул. Ринкова", "Rynkova St"), ("вул. Ратушна", "Ratushna St"), 14),
    (300, ("вул. Садова", "Sadova St"), None, 12),
    (130, ("вул. Шевченка", "Shevchenka St"), ("вул. Театральна", "Teatralna St"), 12),
    (-60, ("просп. Миру", "Myru Ave"), None, 20),
]
SOUTH_ROWS = [
    (-640, ("вул. Заводська", "Zavodska St"), 12),
    (-800, ("вул. Залізнична", "Zaliznychna St"), 12),
    (-950, ("вул. Польова", "Polova St"), 10),
]
COLUMNS = [
    (-1330, ("вул. Лісна", "Lisna St"), 10, False),
    (-1060, ("вул. Замкова", "Zamkova St"), 12, False),
    (-800, ("вул. Паркова", "Parkova St"), 12, True),
    (-560, ("вул. Гончарна", "Honcharna St"), 10, True),
    (-320, ("вул. Лесі Українки", "Lesi Ukrainky St"), 12, True),
    (-80, ("вул. Соборна", "Soborna St"), 16, True),
    (170, ("вул. Івана Франка", "Ivana Franka St"), 12, True),
    (420, ("вул. Вишнева", "Vyshneva St"), 10, True),
    (680, ("вул. Козацька", "Kozatska St"), 12, True),
    (930, ("вул. Київська", "Kyivska St"), 18, True),
    (1180, ("вул. Тиха", "Tykha St"), 10, False),
    (1380, ("вул. Сонячна", "Soniachna St"), 10, False),
]
BRIDGES = (-80, 930)
SQUARE = ("пл. Ратушна", "Ratushna Sq", (-72.0, 40.0, 392.0, 462.0))
# (name, english, u from, u to, v from, v to)
PARKS = [
    ("Парк «Вербовий гай»", "Willow Grove Park", -1054, -806, 138, 292),
    ("Міський сад", "City Garden", 178, 412, 308, 462),
    ("Сквер Захисників", "Defenders' Garden", 688, 920, 480, 642),
    ("Парк Молодіжний", "Youth Park", -312, -90, -630, -520),
    ("Сквер Ткаль", "Weavers' Garden", -554, -328, 660, 812),
]
STEP = 44.0  # metres between houses of one side
NEAR_CROSSING = 32.0


def river_at(u: float) -> float:
    """Where the middle of the Вербівка runs."""
    return -395 + 46 * sin(u / 430) + 18 * sin(u / 170 + 1)


def river_width(u: float) -> float:
    return 34 + 6 * sin(u / 260)


def quay_at(u: float) -> float:
    return river_at(u) + 105


@cache
def streets() -> list[Street]:
    return [*_rows(), _quay(), *_columns(), *_southern_columns()]


def find_street(name: str) -> Street:
    return next(street for street in streets() if street.name == name)


@cache
def houses() -> list[House]:
    """Houses along every street, none on a crossing, in a park, on the square or in the river."""
    chance = random.Random(SEED)
    return [house for street in streets() for house in _along(street, chance)]


def house_at(street_name: str, number: int) -> House:
    """The house with a number; when it was not built, the nearest one of its side."""
    found = [house for house in houses() if house.street.name == street_name]
    return min(found, key=lambda one: (abs(one.number - number), one.number % 2 != number % 2))


def on_globe(point: Point) -> tuple[float, float]:
    """(longitude, latitude) of a point of the plan."""
    u, v = point
    x, y = u * cos(TURN) - v * sin(TURN), u * sin(TURN) + v * cos(TURN)
    lat = CENTRE[0] + y / 111_250
    return round(CENTRE[1] + x / (111_320 * cos(radians(CENTRE[0]))), 6), round(lat, 6)


def _rows() -> Iterator[Street]:
    for v, west, east, width in ROWS:
        if east is None:
            yield Street(*west, ((WEST, v), (EAST, v)), width)
        else:
            yield Street(*west, ((MIDDLE, v), (WEST, v)), width)
            yield Street(*east, ((MIDDLE, v), (EAST, v)), width)
    for v, name, width in SOUTH_ROWS:
        yield Street(*name, ((-1000.0, v), (EAST, v)), width)


def _quay() -> Street:
    line = tuple((float(u), quay_at(u)) for u in range(int(WEST), int(EAST) + 1, 80))
    return Street("вул. Набережна", "Naberezhna St", line, 10)


def _columns() -> Iterator[Street]:
    for u, name, width, _south in COLUMNS:
        top = ROWS[0][0] + 60
        bottom = SOUTH_ROWS[-1][0] - 40 if u in BRIDGES else quay_at(u)
        yield Street(*name, ((u, top), (u, bottom)), width)


def _southern_columns() -> Iterator[Street]:
    """Beyond the river the streets go on under names of their own."""
    names = [
        ("вул. Лугова", "Luhova St"),
        ("вул. Млинова", "Mlynova St"),
        ("вул. Ставкова", "Stavkova St"),
        ("вул. Цегельна", "Tsehelna St"),
        ("вул. Робоча", "Robocha St"),
        ("вул. Вокзальна", "Vokzalna St"),
    ]
    places = [u for u, _name, _width, south in COLUMNS if south and u not in BRIDGES]
    for u, name in zip(places, names, strict=True):
        yield Street(*name, ((u, -560.0), (u, SOUTH_ROWS[-1][0] - 40.0)), 10)


def _along(street: Street, chance: random.Random) -> Iterator[House]:
    for turn in range(int(street.length // STEP)):
        for side in (1, -1):
            wide, deep = chance.uniform(18, 30), chance.uniform(11, 16)
            is_built = chance.random() < 0.78
            spot, way = street.at((turn + 0.5) * STEP)
            off = street.width / 2 + 5 + deep / 2
            middle = (spot[0] - way[1] * off * side, spot[1] + way[0] * off * side)
            number = 2 * turn + (1 if side == 1 else 2)
            if is_built and _is_free(middle, street):
                yield House(street, number, middle, _rectangle(middle, way, wide, deep))


def _rectangle(middle: Point, way: Point, wide: float, deep: float) -> tuple[Point, ...]:
    across = (-way[1], way[0])
    signs = ((-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1))
    return tuple(
        (
            middle[0] + way[0] * wide / 2 * a + across[0] * deep / 2 * b,
            middle[1] + way[1] * wide / 2 * a + across[1] * deep / 2 * b,
        )
        for a, b in signs
    )


def _is_free(middle: Point, own: Street) -> bool:
    u, v = middle
    if abs(v - river_at(u)) < river_width(u) + 30:
        return False
    if any(_inside(middle, *park[2:]) for park in PARKS) or _inside(middle, *SQUARE[2]):
        return False
    return all(_apart(middle, street) for street in streets() if street.line != own.line)


def _inside(point: Point, left: float, right: float, low: float, high: float) -> bool:
    return left <= point[0] <= right and low <= point[1] <= high


def _apart(point: Point, street: Street) -> bool:
    """Far enough from another street; the quay bends, so its own place is asked for."""
    u, v = point
    (u1, v1), (u2, v2) = street.line[0], street.line[-1]
    if len(street.line) > 2:
        return abs(v - quay_at(u)) > NEAR_CROSSING
    if v1 == v2:
        return not (min(u1, u2) - 20 <= u <= max(u1, u2) + 20) or abs(v - v1) > NEAR_CROSSING
    return not (min(v1, v2) - 20 <= v <= max(v1, v2) + 20) or abs(u - u1) > NEAR_CROSSING
