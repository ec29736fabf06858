"""The plan as GeoJSON for the maps of the site: one feature per kind, streets one by one.

`python -m cms.demo.city.drawing` writes static/demo/city.geojson anew; a test holds both equal.
"""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from cms.demo.city import plan

FILE = Path(__file__).resolve().parents[3] / "static" / "demo" / "city.geojson"
EDGE = 90.0  # land beyond the last streets


def city() -> dict[str, Any]:
    """Kinds, from the ground up: land, block, park, water, street, square, building, and labels."""
    features = [
        _feature("land", _polygon(_land())),
        _feature("block", _many(_blocks())),
        *(_park(one) for one in plan.PARKS),
        _feature("park", _polygon(_river(wider_by=42))),
        _feature("water", _polygon(_river()), name="р. Вербівка", name_en="Verbivka River"),
        *(_street(one) for one in plan.streets()),
        _square(),
        _feature("building", _many(house.corners for house in plan.houses())),
    ]
    return {"type": "FeatureCollection", "name": "Вербів", "features": features}


def as_text() -> str:
    return json.dumps(city(), ensure_ascii=False, separators=(",", ":")) + "\n"


def _feature(kind: str, geometry: dict[str, Any], **properties: Any) -> dict[str, Any]:
    return {"type": "Feature", "properties": {"kind": kind, **properties}, "geometry": geometry}


def _street(street: plan.Street) -> dict[str, Any]:
    line = {"type": "LineString", "coordinates": _line(street.line)}
    return _feature(
        "street", line, name=street.name, name_en=street.english, width=round(street.width)
    )


def _park(park: tuple[str, str, float, float, float, float]) -> dict[str, Any]:
    name, english, *sides = park
    return _feature("park", _polygon(_box(*sides)), name=name, name_en=english)


def _square() -> dict[str, Any]:
    name, english, sides = plan.SQUARE
    return _feature("square", _polygon(_box(*sides)), name=name, name_en=english)


def _land() -> list[plan.Point]:
    south, north = plan.SOUTH_ROWS[-1][0] - EDGE, plan.ROWS[0][0] + EDGE
    return _box(plan.WEST - EDGE, plan.EAST + EDGE, south, north)


def _blocks() -> Iterable[list[plan.Point]]:
    """The ground between streets north of the river, where no park lies."""
    columns = [u for u, *_rest in plan.COLUMNS]
    rows = sorted(v for v, *_rest in plan.ROWS)
    parks = [((left + right) / 2, (low + high) / 2) for *_n, left, right, low, high in plan.PARKS]
    for left, right in zip(columns, columns[1:], strict=False):
        for low, high in zip(rows, rows[1:], strict=False):
            if not any(left < u < right and low < v < high for u, v in parks):
                yield _box(left + 9, right - 9, low + 9, high - 9)


def _river(wider_by: float = 0.0) -> list[plan.Point]:
    """The water, or with its green banks."""
    places = range(int(plan.WEST - EDGE), int(plan.EAST + EDGE) + 1, 50)
    half = {u: plan.river_width(u) + wider_by for u in places}
    upper = [(float(u), plan.river_at(u) + half[u]) for u in places]
    lower = [(float(u), plan.river_at(u) - half[u]) for u in reversed(places)]
    return [*upper, *lower, upper[0]]


def _box(left: float, right: float, low: float, high: float) -> list[plan.Point]:
    return [(left, low), (right, low), (right, high), (left, high), (left, low)]


def _polygon(ring: Iterable[plan.Point]) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": [_line(ring)]}


def _many(rings: Iterable[Iterable[plan.Point]]) -> dict[str, Any]:
    return {"type": "MultiPolygon", "coordinates": [[_line(ring)] for ring in rings]}


def _line(points: Iterable[plan.Point]) -> list[list[float]]:
    """Five decimals are a metre."""
    globe = (plan.on_globe(point) for point in points)
    return [[round(lng, 5), round(lat, 5)] for lng, lat in globe]


if __name__ == "__main__":
    FILE.parent.mkdir(parents=True, exist_ok=True)
    FILE.write_text(as_text(), encoding="utf-8")
