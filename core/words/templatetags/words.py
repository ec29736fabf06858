"""{% load words %}: typography, numbers and dates in words.

{{ text|typo }}  {{ n|number }}  {{ p|percent }}  {{ day|date_words }}
{{ day|weekday_date_words:"accusative" }}  {{ moment|time }}  {{ day|due_words }}
"""

from datetime import date
from typing import Any

from django import template
from django.template.defaultfilters import time as django_time
from django.utils.html import escape
from django.utils.safestring import SafeData, mark_safe

from core.words import dates, numbers, plurals
from core.words.typography import typeset, typeset_html

register = template.Library()

register.filter("number", numbers.number_words)
register.filter("percent", numbers.percent_words)
register.filter("date_words", dates.date_words)
register.filter("weekday_date_words", dates.weekday_date_words)
register.filter("moment_words", dates.moment_words)
register.filter("due_words", dates.due_words)
register.filter("due_tone", dates.due_tone)


@register.filter(needs_autoescape=True)
def typo(value: Any, autoescape: bool = True) -> str:
    """Typeset text or safe HTML; text that is not safe is escaped first, as always."""
    if value is None:
        return ""
    if isinstance(value, SafeData) or hasattr(value, "__html__"):
        html = value.__html__() if hasattr(value, "__html__") else str(value)
        return mark_safe(typeset_html(html))
    words = typeset(str(value))
    return mark_safe(escape(words)) if autoescape else words


@register.filter("time", expects_localtime=True)
def time_words(value: Any, style: str = "") -> str:
    """14:32 in every language; with a format it is Django's own filter of the name."""
    return django_time(value, style) if style else dates.time_words(value)


@register.filter
def weekday(day: date, case: str = "nominative") -> str:
    """The day of week in words: nominative, genitive or accusative."""
    return dates.weekday_words(day, case)


@register.filter
def plural(number: Any, forms: str) -> str:
    """{{ n|plural:"заявка|заявки|заявок" }}, for words that are data."""
    return plurals.choose(number, forms)
