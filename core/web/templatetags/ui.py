"""Components of the interface as tags: {% icon %}, {% field %}, {% error_summary %} and others."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Any

from django import forms, template
from django.conf import settings
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from core import clock
from core.web import icons
from core.web.states import look_of
from core.words.numbers import number_words

register = template.Library()

# Small counts are written in words, as people say them.
PLACES = (
    "",
    gettext_lazy("Please correct one field"),
    gettext_lazy("Please correct two fields"),
    gettext_lazy("Please correct three fields"),
    gettext_lazy("Please correct four fields"),
    gettext_lazy("Please correct five fields"),
)


@register.simple_tag
def icon(name: str, style: str = "regular") -> SafeString:
    """{% icon "phone" %} or {% icon "check-circle" "fill" %}: always beside a word."""
    return icons.svg(name, style)


@register.inclusion_tag("ui/lit.html")
def lit(is_on: Any = True, big: bool = False) -> dict[str, Any]:
    """The window glyph, lit or dark; the word beside it is the caller's."""
    return {"is_on": bool(is_on), "big": big}


@register.simple_tag
def state_tag(state: str, label: Any = "") -> SafeString:
    """{% state_tag case.state case.state_label %}"""
    return _state("tag", str(state), str(label or state))


@register.simple_tag
def state_mark(state: str, label: Any = "") -> SafeString:
    """{% state_mark case.state case.state_label %}: the shape and the word, for rows of a list."""
    return _state("mark", str(state), str(label or state))


@lru_cache(maxsize=512)
def _state(form: str, state: str, label: str) -> SafeString:
    return render_to_string(f"ui/state_{form}.html", {"look": look_of(state), "label": label})


@register.simple_tag
def due(day: date | None, is_open: bool = True, short: bool = False) -> SafeString:
    """{% due case.due_on case.is_open %}: when, in words; the exact day is in the title.

    `short` writes the day of a finished matter in figures, for columns of a table.
    """
    return _due(day, bool(is_open), short, clock.today(), get_language())


@lru_cache(maxsize=1024)
def _due(day: date | None, is_open: bool, short: bool, _today: date, _language: str) -> SafeString:
    """Made once a day and language: the rows of a list fall on the same few days."""
    return render_to_string("ui/due.html", {"day": day, "is_open": is_open, "short": short})


@register.inclusion_tag("ui/link_row.html")
def link_row(url: str, title: Any, count: Any = None) -> dict[str, Any]:
    """{% link_row group.url group.title group.count %} inside <ul class="link-rows">."""
    return {"url": url, "title": title, "count": count}


@register.inclusion_tag("ui/pager.html")
def pager(previous_url: str = "", next_url: str = "") -> dict[str, Any]:
    """{% pager previous_url next_url %}: nothing when there is nowhere to go."""
    return {"previous_url": previous_url, "next_url": next_url}


@register.inclusion_tag("ui/field.html")
def field(bound: forms.BoundField, **options: Any) -> dict[str, Any]:
    """A bound field with label, hint and error above the control.

    Options: `label`, `hint` override the field's; `optional=True` says so beside the label;
    `count=5000` shows how many signs are left; `is_quiet=True` hides the label from sight.
    """
    widget = bound.field.widget
    kind = _kind_of(widget)
    hint = options.get("hint") or bound.help_text
    marks = _marks(bound, hint)
    if options.get("count"):
        marks["data-count"] = options["count"]
    return {
        "bound": bound,
        "kind": kind,
        "label": options.get("label") or bound.label,
        "hint": hint,
        "optional": options.get("optional"),
        "is_quiet": options.get("is_quiet"),
        "count": options.get("count"),
        "control": bound.as_widget(attrs=marks) if kind not in ("radios", "checkboxes") else "",
        "options": _options(bound) if kind in ("radios", "checkboxes") else [],
        "described": marks.get("aria-describedby", ""),
    }


def _kind_of(widget: forms.Widget) -> str:
    if isinstance(widget, forms.CheckboxSelectMultiple):
        return "checkboxes"
    if isinstance(widget, forms.RadioSelect):
        return "radios"
    if isinstance(widget, forms.CheckboxInput):
        return "checkbox"
    if isinstance(widget, forms.Select):
        return "select"
    if isinstance(widget, forms.FileInput):
        return "file"
    if isinstance(widget, forms.Textarea):
        return "textarea"
    if isinstance(widget, forms.HiddenInput):
        return "hidden"
    if isinstance(widget, forms.MultiWidget):
        return "several"
    return "text"


def _marks(bound: forms.BoundField, hint: Any) -> dict[str, Any]:
    described = []
    if hint:
        described.append(f"{bound.id_for_label or bound.auto_id}_hint")
    if bound.errors:
        described.append(f"{bound.id_for_label or bound.auto_id}_error")
    marks: dict[str, Any] = {}
    if described:
        marks["aria-describedby"] = " ".join(described)
    if bound.errors:
        marks["aria-invalid"] = "true"
    return marks


def _options(bound: forms.BoundField) -> list[dict[str, Any]]:
    """Radios and checkboxes one by one; a choice's hint comes from the field's `hints`."""
    hints = getattr(bound.field, "hints", {})
    return [
        {
            "tag": option.tag(),
            "id": option.id_for_label,
            "label": option.choice_label,
            "hint": hints.get(str(option.data["value"]), ""),
        }
        for option in bound.subwidgets
        if option.data.get("value") != "" or not isinstance(bound.field.widget, forms.RadioSelect)
    ]


@register.inclusion_tag("ui/error_summary.html")
def error_summary(*all_forms: Any, message: Any = "") -> dict[str, Any]:
    """All errors of the forms on top of the page, each a link to its field."""
    errors: list[dict[str, str]] = []
    for form in all_forms:
        errors += list(_errors_of(form))
    if message and not any(error["text"] == str(message) for error in errors):
        errors.insert(0, {"href": "", "text": str(message)})
    return {"errors": errors, "title": _title(len(errors))}


def _errors_of(form: Any) -> Iterable[dict[str, str]]:
    if not form or not getattr(form, "is_bound", False):
        return
    for name, messages in form.errors.items():
        href = ""
        if name in form.fields:
            href = f"#{_target(form[name])}"
        for message in messages:
            yield {"href": href, "text": str(message)}


def _target(bound: forms.BoundField) -> str:
    """Where the link leads: a group of choices has its first one."""
    if _kind_of(bound.field.widget) in ("radios", "checkboxes"):
        subwidgets = list(bound.subwidgets)
        return subwidgets[0].id_for_label if subwidgets else bound.auto_id
    return bound.id_for_label or bound.auto_id


def _title(count: int) -> str:
    if count < len(PLACES):
        return str(PLACES[count])
    return ngettext("Please correct %(count)d field", "Please correct %(count)d fields", count) % {
        "count": count
    }


@register.inclusion_tag("ui/map.html")
def map_point(lat: Any, lng: Any, label: Any = "", zoom: int = 16) -> dict[str, Any]:
    """{% map_point addressee.lat addressee.lng addressee.name %}: its script comes by itself."""
    return {
        "lat": f"{float(lat):.6f}",
        "lng": f"{float(lng):.6f}",
        "label": label,
        "zoom": zoom,
        "drawing": settings.CITY_MAP_URL,
        "tiles": settings.MAP_TILES_URL,
        "credit": settings.MAP_TILES_CREDIT,
    }


@register.simple_tag
def filesize_words(size: int) -> str:
    """{% filesize_words file.size %} → 1,8 МБ."""
    return file_size(size)


@register.filter
def file_size(size: int) -> str:
    """{{ file.size|file_size }} → 1,8 МБ: a size people know."""
    units = [_("B"), _("KB"), _("MB"), _("GB")]
    amount, unit = float(size or 0), 0
    while amount >= 1024 and unit < len(units) - 1:
        amount, unit = amount / 1024, unit + 1
    return f"{number_words(round(amount, 1) if unit else int(amount))}\u00a0{units[unit]}"


@register.simple_tag(takes_context=True)
def query(context: Context, **changes: Any) -> str:
    """The present query string with some parts changed; None takes a part out."""
    parameters = context["request"].GET.copy()
    for name, value in changes.items():
        if value in (None, ""):
            parameters.pop(name, None)
        else:
            parameters[name] = str(value)
    text = parameters.urlencode()
    return f"?{text}" if text else "?"


@register.simple_tag
def tel(number: Any) -> SafeString:
    """A telephone number as a link."""
    digits = "".join(sign for sign in str(number) if sign.isdigit() or sign == "+")
    return format_html('<a href="tel:{}">{}</a>', digits, number)
