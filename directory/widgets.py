"""Form controls of the directory: a point on the city's own map, hours of a week."""

import json
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from wagtailgeowidget.panels import LeafletPanel
from wagtailgeowidget.widgets import LeafletField

from directory.models.schedules import Weekday

LEAFLET = forms.Media(
    css={
        "all": (
            "vendor/leaflet/leaflet.css",
            "wagtailgeowidget/css/leaflet-field.css",
            "directory/registers.css",
        )
    },
    js=(
        "vendor/leaflet/leaflet.js",
        "directory/point-field.js",
        "wagtailgeowidget/js/leaflet-field.js",
        "wagtailgeowidget/js/leaflet-field-controller.js",
    ),
)


def serve_leaflet_ourselves() -> None:
    """The package loads Leaflet from unpkg and has no setting for it: replace its files by ours."""
    LeafletField.media = property(lambda field: LEAFLET)


class PointField(LeafletField):
    """The package's map, drawn over the city's own streets, in the reader's language.

    Without a value the map waits for a click: a marker that stands somewhere by itself looks
    like an answer.
    """

    def build_attrs(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        attrs = super().build_attrs(*args, **kwargs)
        options = json.loads(attrs["data-leaflet-field-options-value"])
        options["showEmptyLocation"] = not self.value_data
        options["translations"] = {
            "error_message_invalid_location": _("Write latitude and longitude: 50.952, 34.146"),
            "enter_location": "",
            "initialize_map": _("Press to put the point on the map"),
        }
        attrs["data-leaflet-field-options-value"] = json.dumps(options, ensure_ascii=False)
        if settings.CITY_MAP_URL:
            attrs["data-city-drawing"] = settings.CITY_MAP_URL
        return attrs


class PointPanel(LeafletPanel):
    """LeafletPanel with our widget."""

    def widget_overrides(self) -> dict[str, forms.Widget]:
        return {
            self.field_name: PointField(
                address_field=self.address_field,
                zoom_field=self.zoom_field,
                hide_latlng=self.hide_latlng,
                zoom=self.zoom,
                srid=4326,
                id_prefix="id_",
            )
        }


class WeekWidget(forms.MultiWidget):
    """Seven inputs, one per weekday, each with its label."""

    template_name = "directory/week_widget.html"
    use_fieldset = True

    def __init__(self, attrs: dict | None = None) -> None:
        days = {
            str(day.value): forms.TextInput(
                {"autocomplete": "off", "placeholder": "", "spellcheck": "false"}
            )
            for day in Weekday
        }
        super().__init__(days, attrs)

    def decompress(self, value: Any) -> list[str]:
        return list(value) if value else [""] * 7

    def get_context(self, name: str, value: Any, attrs: dict | None) -> dict:
        context = super().get_context(name, value, attrs)
        for day, part in zip(Weekday, context["widget"]["subwidgets"], strict=True):
            part["label"] = day.label
        return context


class TermsWidget(forms.MultiWidget):
    """A select for each purpose, with its label; `rows` give kind, purpose and both in words."""

    template_name = "directory/terms_widget.html"
    use_fieldset = True

    def __init__(self, rows: dict[str, tuple[str, str, Any, Any]], attrs: dict | None = None):
        self.rows = list(rows.values())
        super().__init__({name: forms.Select() for name in rows}, attrs)

    def decompress(self, value: Any) -> list[str]:
        """Of a table of tables, or of one table of purposes."""
        table = value if isinstance(value, dict) else {}
        found = []
        for kind, purpose, _kind, _purpose in self.rows:
            own = table.get(kind)
            code = own.get(purpose) if isinstance(own, dict) else table.get(purpose)
            found.append(code if isinstance(code, str) else "")
        return found

    def get_context(self, name: str, value: Any, attrs: dict | None) -> dict:
        context = super().get_context(name, value, attrs)
        for row, part in zip(self.rows, context["widget"]["subwidgets"], strict=True):
            part["label"] = f"{row[2]}: {row[3]}"
        return context
