"""A list of the desk taken away: the same filters, the same fence, the same people."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict

from crm.desk import lists
from crm.desk.forms import FilterForm
from crm.reports.exporting import Wish


def wish_for(user: Any, kind: str, query: str, at: datetime) -> tuple[Wish, QuerySet]:
    """What the address asks for, counted; unknown filters are dropped as the list drops them."""
    form = FilterForm(QueryDict(query))
    chosen = form.chosen()
    found = lists.found_cases(user, chosen, at)
    words = [f"{chip['label']}: {chip['value']}" for chip in lists.chips(chosen, form)]
    clean = lists.query_of({name: value for name, value in chosen.items() if name != "sort"})
    return Wish(kind, clean, "; ".join(words), found.order_by().count()), found


def find_for(user: Any, query: str, at: datetime) -> QuerySet:
    """The list behind a kept filter, as its owner sees it now."""
    return lists.found_cases(user, FilterForm(QueryDict(query)).chosen(), at)
