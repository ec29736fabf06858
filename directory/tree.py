"""The tree of addressees: keeps path, depth, sort name and search text when a record is saved."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F, TextField, Value
from django.db.models.functions import Concat, Substr
from django.utils.translation import gettext_lazy as _

from core import clock
from core.errors import RuleBroken
from core.words import Text, sort_key
from core.words.lemmas import lemma, words_of

if TYPE_CHECKING:
    from directory.models import Addressee

MAX_DEPTH = 12
SOURCE_LANGUAGE = "uk"
SEARCHED = ("name", "short_name", "post", "competences", "description")
MAINTAINED = ("path", "depth", "sort_name", "search_text", "updated_at")


def check_parent(addressee: "Addressee", parent: "Addressee | None") -> None:
    """Refuse a parent that is the addressee itself or stands below it."""
    if parent is None:
        return
    if addressee.pk and (parent.pk == addressee.pk or addressee.pk in parent.ancestor_ids):
        raise RuleBroken(
            _("An addressee cannot stand under itself or under its own subordinate."),
            field="parent",
            code="cycle",
        )
    if parent.depth >= MAX_DEPTH:
        raise RuleBroken(_("The tree is too deep here."), field="parent", code="too_deep")


def save_in_tree(addressee: "Addressee", save: Callable, **kwargs) -> None:
    """Save the record and, when it has moved, everything below it, in one transaction.

    The parent is read anew under a lock: a path computed from a stale one would cut the branch off.
    """
    only = kwargs.get("update_fields")
    if only is not None and not set(only) & {"parent", "parent_id", "keywords", *SEARCHED}:
        save(**kwargs)
        return
    with transaction.atomic():
        before = _locked_path(addressee)
        parent = _locked_parent(addressee)
        check_parent(addressee, parent)
        addressee.depth = parent.depth + 1 if parent else 1
        addressee.sort_name = sort_key(Text(addressee.name).in_language(SOURCE_LANGUAGE))
        addressee.search_text = searchable(addressee)
        addressee.updated_at = clock.now()
        if addressee.pk:
            addressee.path = _path(addressee, parent)
        if only is not None:
            kwargs["update_fields"] = {*only, *MAINTAINED}
        save(**kwargs)
        if not addressee.path:
            addressee.path = _path(addressee, parent)
            type(addressee).objects.filter(pk=addressee.pk).update(path=addressee.path)
        elif before and before != addressee.path:
            _move_descendants(addressee, before)


def searchable(addressee: "Addressee") -> str:
    """The words a person may look an addressee up by, as written and in base form.

    In every language there is; each word once, with a space before it, so that a search for
    " дорог" finds words that begin so.
    """
    texts = [words for name in SEARCHED for words in Text(getattr(addressee, name)).values()]
    words = words_of(" ".join([*texts, addressee.keywords]))
    return "".join(f" {word}" for word in dict.fromkeys([*words, *map(lemma, words)]))


def _path(addressee: "Addressee", parent: "Addressee | None") -> str:
    return f"{parent.path if parent else ''}{addressee.pk}/"


def _locked_path(addressee: "Addressee") -> str:
    if not addressee.pk:
        return ""
    rows = type(addressee).objects.select_for_update().filter(pk=addressee.pk)
    return rows.values_list("path", flat=True).first() or ""


def _locked_parent(addressee: "Addressee") -> "Addressee | None":
    if addressee.parent_id is None:
        return None
    return type(addressee).objects.select_for_update().get(pk=addressee.parent_id)


def _move_descendants(addressee: "Addressee", before: str) -> None:
    below = type(addressee).objects.filter(path__startswith=before).exclude(pk=addressee.pk)
    shift = addressee.path.count("/") - before.count("/")
    below.update(
        path=Concat(
            Value(addressee.path), Substr("path", len(before) + 1), output_field=TextField()
        ),
        depth=F("depth") + shift,
    )
