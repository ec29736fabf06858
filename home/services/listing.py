"""Keeps an addressee's record and its pages in step: born together, listed while a page is live."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import transaction

from core.words import Text
from directory import services as directory
from directory.models import Addressee
from home.slugs import latin_slug

if TYPE_CHECKING:
    from home.models import AddresseePage


@transaction.atomic
def give_record(page: "AddresseePage") -> Addressee | None:
    """The record the page is about, made of the page's wishes when there is none yet.

    Until the addressee is listed its name in the page's language follows the page's title: the
    record lives by this page alone. Afterwards the name is the directory's own.
    """
    record = page.addressee
    language = page.locale.language_code
    if record is None:
        if not page.record_kind:
            return None
        record = Addressee.objects.create(
            slug=_free_slug(page.slug or latin_slug(page.title)),
            name=Text({language: page.title}),
            kind=page.record_kind,
            parent=page.record_parent,
            translation_key=page.translation_key,
        )
        page.addressee = record
        page.record_kind, page.record_parent = "", None
    elif _lives_by_page(record, page) and record.name.get(language) != page.title:
        record.name = record.name.replaced(**{language: page.title})
        record.save(update_fields=["name"])
    return record


def hand_over(page: "AddresseePage") -> list[int]:
    """Take the pages' key from addressees the page was about before; gives back whose it was."""
    former = Addressee.objects.filter(translation_key=page.translation_key)
    former = former.exclude(pk=page.addressee_id)
    ids = list(former.values_list("pk", flat=True))
    if ids:
        Addressee.objects.filter(pk__in=ids).update(translation_key=None)
    return ids


def refresh_listing(addressee_ids: Iterable[int | None]) -> None:
    """Tell the directory which of these have a live page, and which page that is."""
    from home.models import AddresseePage

    for addressee in Addressee.objects.filter(pk__in={pk for pk in addressee_ids if pk}):
        live = AddresseePage.objects.filter(addressee=addressee).live()
        key = live.values_list("translation_key", flat=True).first()
        directory.note_page(addressee, live=key is not None, translation_key=key)


def _lives_by_page(record: Addressee, page: "AddresseePage") -> bool:
    return not record.is_listed and record.translation_key == page.translation_key


def _free_slug(wanted: str) -> str:
    wanted = (wanted or "addressee")[:70]
    slug, number = wanted, 1
    while Addressee.objects.filter(slug=slug).exists():
        number += 1
        slug = f"{wanted}-{number}"
    return slug
