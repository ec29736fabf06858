"""The catalogue: a tree to walk down, filters, and results while one types."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Case, Count, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from core import clock
from directory.models import Addressee, AddresseeGroup
from directory.schedules.open_now import open_at
from home.models import AddresseeGroupPage, CataloguePage
from home.reading.groups import group_pages, members_of
from home.reading.rows import page_number, paged, rows_of

GROUP_PAGE_ROWS = 50


@dataclass(frozen=True)
class Asked:
    """What the visitor asks of the catalogue; unknown values are as good as none."""

    text: str = ""
    group: AddresseeGroup | None = None
    kind: str = ""
    open_now: bool = False
    under: Addressee | None = None
    page: int = 1

    @property
    def is_filtered(self) -> bool:
        return bool(self.text or self.group or self.kind or self.open_now)

    @property
    def is_whole_tree(self) -> bool:
        return not self.is_filtered and self.under is None

    def query(self, **changes: Any) -> str:
        """The same question with something changed, for links of pages and of the tree."""
        wanted = {
            "text": self.text,
            "group": self.group.slug if self.group else "",
            "kind": self.kind,
            "open": "1" if self.open_now else "",
            "under": self.under.slug if self.under else "",
            "page": self.page,
            **changes,
        }
        kept = {
            name: value for name, value in wanted.items() if value and (name, value) != ("page", 1)
        }
        return f"?{urlencode(kept)}" if kept else "?"


def asked_of(request: HttpRequest, groups: list[AddresseeGroup]) -> Asked:
    told = request.GET
    kind = told.get("kind", "")
    under = _clean(told.get("under"))
    return Asked(
        text=_clean(told.get("text"))[:100],
        group=next((one for one in groups if one.slug == told.get("group")), None),
        kind=kind if kind in Addressee.Kind.values else "",
        open_now=told.get("open") == "1",
        under=Addressee.objects.listed().filter(slug=under).first() if under else None,
        page=page_number(told.get("page")),
    )


def serve_catalogue(page: CataloguePage, request: HttpRequest, whole: Callable) -> HttpResponse:
    """The whole page, or only the results (`part`) for the script that asks while one types."""
    if request.GET.get("part") not in ("results", "branch"):
        return whole(request)
    request.is_preview = False
    context = {"page": page, "request": request, **catalogue_context(page, request)}
    response = TemplateResponse(request, f"home/catalogue_{request.GET['part']}.html", context)
    if request.GET["part"] == "results":
        response["HX-Push-Url"] = page.get_url(request) + context["asked"].query()
    return response


def catalogue_context(page: CataloguePage, request: HttpRequest) -> dict[str, Any]:
    groups = list(AddresseeGroup.objects.order_by("order", "pk"))
    asked = asked_of(request, groups)
    now = clock.now()
    addressees = _found(asked, now)
    root = _lonely_root() if asked.is_whole_tree else None
    if root:
        addressees = _with_below(_right_under(root))
    in_order = addressees.in_order() if asked.is_filtered else _bodies_first(addressees)
    found = paged(in_order, asked.page)
    return {
        "asked": asked,
        "root": rows_of([root], request, now)[0] if root else None,
        "groups": groups,
        "kinds": Addressee.Kind.choices,
        "found": found,
        "rows": rows_of(found.items, request, now),
        "above": list(asked.under.ancestors().listed()) if asked.under else [],
        "previous_url": asked.query(page=found.previous_number) if found.has_previous else "",
        "next_url": asked.query(page=found.next_number) if found.has_next else "",
    }


def group_context(page: AddresseeGroupPage, request: HttpRequest) -> dict[str, Any]:
    now = clock.now()
    number = page_number(request.GET.get("page"))
    members = _with_below(members_of(page.group, [page])).in_order()
    found = paged(members, number, GROUP_PAGE_ROWS)
    return {
        "found": found,
        "rows": rows_of(found.items, request, now),
        "previous_url": f"?page={found.previous_number}" if found.has_previous else "",
        "next_url": f"?page={found.next_number}" if found.has_next else "",
    }


def _bodies_first(addressees: QuerySet[Addressee]) -> QuerySet[Addressee]:
    """A level of the tree: bodies and units before the people who work beside them."""
    by_name = addressees.in_order()
    people = Q(kind__in=(Addressee.Kind.OFFICIAL, Addressee.Kind.DEPUTY))
    return by_name.order_by(Case(When(people, then=1), default=0), *by_name.query.order_by)


def _lonely_root() -> Addressee | None:
    """A tree with one root is shown with its first level: one row alone would say nothing."""
    roots = list(_with_below(_roots()).order_by("pk")[:2])
    return roots[0] if len(roots) == 1 and roots[0].listed_below else None


def _roots() -> QuerySet[Addressee]:
    return Addressee.objects.listed().filter(Q(parent=None) | Q(parent__is_listed=False))


def _right_under(addressee: Addressee) -> QuerySet[Addressee]:
    return Addressee.objects.listed().filter(parent=addressee)


def _found(asked: Asked, now: Any) -> QuerySet[Addressee]:
    """Filtered: everything that fits, wherever it stands. Not filtered: one level of the tree."""
    if asked.group:
        pages = group_pages([asked.group]).get(asked.group.pk, [])
        addressees = members_of(asked.group, pages[:1])
    else:
        addressees = Addressee.objects.listed()
    if asked.kind:
        addressees = addressees.of_kind(asked.kind)
    if asked.text:
        addressees = addressees.matching(asked.text)
    if asked.open_now:
        addressees = open_at(addressees, now)
    if asked.under:
        if asked.is_filtered:
            addressees = addressees.under(asked.under, inclusive=False)
        else:
            addressees = _right_under(asked.under)
    elif not asked.is_filtered:
        addressees = _roots()
    return _with_below(addressees)


def _with_below(addressees: QuerySet[Addressee]) -> QuerySet[Addressee]:
    below = (
        Addressee.objects.listed()
        .filter(parent=OuterRef("pk"))
        .order_by()
        .values("parent")
        .annotate(number=Count("pk"))
        .values("number")
    )
    return addressees.annotate(listed_below=Coalesce(Subquery(below), 0))


def _clean(text: str | None) -> str:
    """PostgreSQL refuses NUL; nothing else is dangerous in a parameter."""
    return (text or "").replace("\0", "").strip()
