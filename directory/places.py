"""Points on the map as the geowidget writes them: SRID=4326;POINT(lng lat)."""

import re

from django.utils.translation import gettext_lazy as _

from core.errors import RuleBroken

WRITTEN = re.compile(
    r"^(?:SRID=4326;)?\s*POINT\s?\(\s*(-?\d{1,3}(?:\.\d+)?)\s+(-?\d{1,2}(?:\.\d+)?)\s*\)$"
)


def parse_location(text: str) -> tuple[float, float] | None:
    """(longitude, latitude) of a written point; nothing when it is empty or not on the globe."""
    found = WRITTEN.match((text or "").strip())
    if not found:
        return None
    lng, lat = float(found[1]), float(found[2])
    return (lng, lat) if abs(lng) <= 180 and abs(lat) <= 90 else None


def write_location(lng: float, lat: float) -> str:
    """Fixed decimals: the widget cannot read an exponent such as 2.4e-05."""
    return f"SRID=4326;POINT({lng:.6f} {lat:.6f})"


def normal_location(text: str) -> str:
    """The same point in one spelling, or a refusal."""
    if not (text or "").strip():
        return ""
    point = parse_location(text)
    if point is None:
        raise RuleBroken(_("This is not a point on the map."), field="location")
    return write_location(*point)
