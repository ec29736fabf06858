"""Filters of the list that a person keeps under names of their own."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from core.audit import services as journal
from core.errors import Conflict, RuleBroken
from core.words.sorting import sort_key
from crm.desk.forms import FilterForm
from crm.desk.lists import query_of
from crm.desk.models import OwnFilter

LIMIT = 30
NAME_LENGTH = 60
QUERY_LENGTH = 2_000


def own_filters(user: Any) -> list[OwnFilter]:
    """One's own filters by name, in the order of the alphabet. One statement."""
    return sorted(OwnFilter.objects.filter(owner=user), key=lambda one: sort_key(one.name))


def opened(kept: Iterable[OwnFilter], *queries: str) -> OwnFilter | None:
    """The filter whose address this is: as it was kept, or as it is understood now."""
    return next((one for one in kept if one.query in queries), None)


def plain_query(text: str) -> str:
    """The filters of an address that hold something, in one spelling."""
    return query_of(FilterForm(QueryDict(text)).chosen())


@transaction.atomic
def save_filter(name: str, query: str, actor: Any, at: datetime) -> OwnFilter:
    """Keep filters under a name. The same name with the same filters, pressed twice, is one.

    Raises RuleBroken for an empty filter, a name that is taken, and the one over the limit.
    """
    name, query = _named(name), plain_query(query)
    if not query or len(query) > QUERY_LENGTH:
        raise RuleBroken(_("Choose a filter in the list first: this one is empty."), code="empty")
    kept = _locked(actor)
    for one in kept:
        if one.name == name and one.query == query:
            return one
    _check_free(name, kept)
    if len(kept) >= LIMIT:
        raise RuleBroken(
            _("You keep %(limit)s filters already: delete one first.") % {"limit": LIMIT},
            "name",
            "too_many",
        )
    made = OwnFilter.objects.create(owner=actor, name=name, query=query, created_at=at)
    journal.record("desk.filter_saved", actor, made, at)
    return made


@transaction.atomic
def rename_filter(kept: OwnFilter, name: str, actor: Any, at: datetime) -> OwnFilter:
    """Another name for one's own filter; Conflict when it has been deleted meanwhile."""
    name, all_kept = _named(name), _locked(actor)
    found = next((one for one in all_kept if one.pk == kept.pk), None)
    if found is None:
        raise Conflict(_("This filter is deleted already."), "name", "deleted")
    if found.name != name:
        _check_free(name, [one for one in all_kept if one.pk != found.pk])
        found.name = name
        found.save(update_fields=["name"])
        journal.record("desk.filter_renamed", actor, found, at)
    return found


@transaction.atomic
def drop_filter(kept: OwnFilter, actor: Any, at: datetime) -> None:
    """Forget one's own filter; the second press finds nothing to forget."""
    found = OwnFilter.objects.select_for_update().filter(pk=kept.pk, owner=actor).first()
    if found is not None:
        journal.record("desk.filter_dropped", actor, found, at)
        found.delete()


def _named(name: str) -> str:
    name = " ".join(name.split())
    if not name:
        raise RuleBroken(_("Write the name of the filter."), "name", "empty")
    if len(name) > NAME_LENGTH:
        raise RuleBroken(_("The name is too long."), "name", "too_long")
    return name


def _locked(actor: Any) -> list[OwnFilter]:
    """All that the person keeps; two tabs wait for each other at the person's own row."""
    get_user_model().objects.select_for_update().only("pk").get(pk=actor.pk)
    return list(OwnFilter.objects.filter(owner=actor))


def _check_free(name: str, others: Iterable[OwnFilter]) -> None:
    if name.casefold() in {one.name.casefold() for one in others}:
        raise RuleBroken(_("You have a filter with this name already."), "name", "taken")
