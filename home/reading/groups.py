"""Groups of addressees: who belongs, how many, and where the group's page is."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Length, Substr
from django.http import HttpRequest
from wagtail.models import Locale

from directory.models import Addressee, AddresseeGroup, GroupMember
from home.models import AddresseeGroupPage, AddresseePage


@dataclass(frozen=True)
class GroupLink:
    group: AddresseeGroup
    url: str
    count: int


def members_of(group: AddresseeGroup, pages: Iterable[AddresseeGroupPage]) -> QuerySet[Addressee]:
    """Listed addressees picked by hand or having a live page under one of the group's pages."""
    belongs = Q(Exists(GroupMember.objects.filter(group=group, addressee=OuterRef("pk"))))
    for page in pages:
        if page.with_pages_below:
            belongs |= Q(
                Exists(
                    AddresseePage.objects.live().filter(
                        addressee=OuterRef("pk"), path__startswith=page.path
                    )
                )
            )
    return Addressee.objects.listed().filter(belongs)


def group_pages(groups: Iterable[AddresseeGroup]) -> dict[int, list[AddresseeGroupPage]]:
    """Live pages of groups, those in the active language first."""
    active = Locale.get_active()
    found: dict[int, list[AddresseeGroupPage]] = {}
    pages = AddresseeGroupPage.objects.live().filter(group__in=list(groups)).order_by("path")
    for page in sorted(pages, key=lambda page: page.locale_id != active.pk):
        found.setdefault(page.group_id, []).append(page)
    return found


def group_links(
    groups: Iterable[AddresseeGroup], request: HttpRequest, catalogue_url: str
) -> list[GroupLink]:
    """Links with counts: to the group's page, else to the catalogue filtered by the group."""
    groups = list(groups)
    pages = group_pages(groups)
    counts = _counts(groups, pages)
    links = []
    for group in groups:
        own = pages.get(group.pk)
        url = own[0].get_url(request) if own else f"{catalogue_url}?group={group.slug}"
        links.append(GroupLink(group, url or "", counts[group.pk]))
    return [link for link in links if link.count]


def _counts(
    groups: list[AddresseeGroup], pages: dict[int, list[AddresseeGroupPage]]
) -> Counter[int]:
    """Members of each group: the picked ones, and those below its page that were not picked."""
    counts: Counter[int] = Counter(
        dict(
            GroupMember.objects.filter(group__in=groups, addressee__is_listed=True)
            .values_list("group")
            .annotate(number=Count("pk"))
        )
    )
    roots = {
        page.path: page.group_id
        for own in pages.values()
        for page in own[:1]
        if page.with_pages_below
    }
    for steps in {len(path) for path in roots}:
        for path, number in _below(steps, [path for path in roots if len(path) == steps]):
            counts[roots[path]] += number
    return counts


def _below(steps: int, paths: list[str]) -> Iterable[tuple[str, int]]:
    picked = GroupMember.objects.filter(
        addressee=OuterRef("addressee"), group__pages__path=OuterRef("top")
    )
    return (
        AddresseePage.objects.live()
        .order_by()
        .annotate(top=Substr("path", 1, steps), length=Length("path"))
        .filter(top__in=paths, addressee__is_listed=True)
        .exclude(Exists(picked))
        .values_list("top")
        .annotate(number=Count("addressee", distinct=True))
    )
