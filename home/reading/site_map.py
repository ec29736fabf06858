"""The map of the site: every live page of the language, in the order of the tree.

The open register of answers and the opinion centre, which are no pages of the tree, stand last.
"""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Page

from home.models import SiteMapPage

MOST = 2000


def site_map_context(page: SiteMapPage, request: HttpRequest) -> dict[str, Any]:
    """Nested rows from one statement. Pages beyond `MOST` are reached through their group."""
    front = page.get_parent()
    pages = list(
        Page.objects.live()
        .public()
        .descendant_of(front, inclusive=True)
        .order_by("path")[: MOST + 1]
    )
    tree = _nested(pages[:MOST], front.depth, request)
    register = {"title": _("Answers to information requests"), "url": reverse("answers:list")}
    opinions = {"title": _("The public-opinion centre"), "url": reverse("polls:list")}
    tree[0]["children"] += [{**one, "children": []} for one in (register, opinions)]
    return {"tree": tree, "is_cut": len(pages) > MOST}


def _nested(pages: list[Page], depth: int, request: HttpRequest) -> list[dict[str, Any]]:
    """[{title, url, children}]; a page under one that is not live hangs on the nearest live one."""
    top: list[dict[str, Any]] = []
    stack: list[tuple[int, list[dict[str, Any]]]] = [(depth - 1, top)]
    for page in pages:
        while stack[-1][0] >= page.depth:
            stack.pop()
        row: dict[str, Any] = {
            "title": page.title,
            "url": page.get_url(request) or "",
            "children": [],
        }
        stack[-1][1].append(row)
        stack.append((page.depth, row["children"]))
    return top
