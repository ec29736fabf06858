"""Rows of addressees: name, link, second line and the lit window, read for a whole page at once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest
from wagtail.models import Locale

from directory.models import Addressee, Contact
from directory.schedules import words
from directory.schedules.openings import Opening, openings
from home.models import AddresseePage

PER_PAGE = 25


@dataclass(frozen=True)
class Row:
    """One addressee in a list. Without a page it has no link, so its contacts stand in the row."""

    addressee: Addressee
    url: str
    opening: Opening
    contacts: tuple[Contact, ...] = ()

    @property
    def headline(self) -> str:
        return words.headline(self.opening)

    @property
    def second_line(self) -> str:
        """The post of a person; the kind of a body."""
        return str(self.addressee.post) or str(self.addressee.get_kind_display())

    @property
    def below(self) -> int:
        """How many listed addressees stand right under this one."""
        return getattr(self.addressee, "listed_below", 0)


@dataclass(frozen=True)
class Paged:
    """A page of rows found without counting them all: one more is read than is shown."""

    items: Sequence
    number: int
    has_next: bool

    @property
    def has_previous(self) -> bool:
        return self.number > 1

    @property
    def previous_number(self) -> int:
        return self.number - 1

    @property
    def next_number(self) -> int:
        return self.number + 1


def paged(queryset: Sequence, number: int, per_page: int = PER_PAGE) -> Paged:
    start = (number - 1) * per_page
    found = list(queryset[start : start + per_page + 1])
    return Paged(found[:per_page], number, len(found) > per_page)


def page_number(text: str | None, most: int = 10_000) -> int:
    """The page asked for; anything odd means the first."""
    text = (text or "").strip()
    return min(max(int(text), 1), most) if text.isascii() and text.isdecimal() else 1


def rows_of(addressees: Iterable[Addressee], request: HttpRequest, at: datetime) -> list[Row]:
    """Rows in the order given: pages, schedules and contacts come in one look each."""
    addressees = list(addressees)
    if not addressees:
        return []
    urls = page_urls(addressees, request)
    opened = openings(addressees, at)
    bare = [one.pk for one in addressees if one.pk not in urls]
    contacts = _contacts(bare)
    return [
        Row(one, urls.get(one.pk, ""), opened[one.pk], tuple(contacts.get(one.pk, ())))
        for one in addressees
    ]


def page_urls(addressees: Iterable[Addressee], request: HttpRequest) -> dict[int, str]:
    """{key of addressee: address of its live page}: in the active language, else in the main one.

    A page in another language is better than none: the reader sees the name and the phone.
    """
    active, main = Locale.get_active(), Locale.get_default()
    pages = AddresseePage.objects.live().filter(
        addressee__in=[one.pk for one in addressees], locale__in={active.pk, main.pk}
    )
    found: dict[int, tuple[bool, str]] = {}
    for page in pages.only("addressee", "url_path", "locale", "path"):
        is_active = page.locale_id == active.pk
        if page.addressee_id not in found or is_active:
            found[page.addressee_id] = (is_active, page.get_url(request) or "")
    return {pk: url for pk, (_is_active, url) in found.items()}


def _contacts(ids: list[int]) -> dict[int, list[Contact]]:
    found: dict[int, list[Contact]] = {}
    if ids:
        for contact in Contact.objects.filter(addressee__in=ids).order_by("order", "pk"):
            found.setdefault(contact.addressee_id, []).append(contact)
    return found
