"""What people do, with the target each must keep (docs/performance.md)."""

from __future__ import annotations

import itertools
import urllib.parse
from collections.abc import Callable
from typing import NamedTuple

from tests.bench import city
from tests.bench.measure import Client, Operation, Sample, sample_of


class Claim(NamedTuple):
    """An operation and what is promised of it."""

    operation: Operation
    target: str


def reading(name: str, client: Client, path: str, target: str) -> Claim:
    """A page or listing that is only read."""
    return Claim(Operation(name, lambda: client.get(path)), target)


def public_claims(address: str, pages: dict[str, str]) -> list[Claim]:
    """Pages and listings of anybody, not cached."""
    client = Client(address)
    listing = "/api/v3/pages/?limit=20"
    return [
        reading("wagtail api v3, 20", client, listing, ""),
        reading("addressee page, text", client, pages["plain"], "p50 <= 1.5 W; statements <= 12"),
        reading("addressee page, all blocks", client, pages["full"], "p50 <= 3 W"),
        reading("catalogue", client, pages["catalogue"], ""),
        reading("api addressees, 20", client, "/api/v1/addressees?limit=20", "p50 <= 1.2 A"),
    ]


def cached_claims(address: str, pages: dict[str, str]) -> list[Claim]:
    """The same page from the page cache."""
    client = Client(address)
    return [reading("addressee page, cached", client, pages["plain"], "p50 <= 1.5 V")]


def desk_claims(address: str, cases: int) -> list[Claim]:
    """The clerk's list and card over all cases, and a submission."""
    from crm.cases.models import Case

    clerk = Client(address, city.log_in("clerk@scale.test"))
    big = Case.objects.order_by("pk").first()
    deep = _deep_page(clerk)
    limit = "p50 <= 6 P; p95 <= 10 P; p95 <= 60 S; statements <= 10; database <= 10 S"
    word = urllib.parse.quote("ліхтар")
    return [
        reading("desk list, open by due", clerk, "/desk/", limit),
        reading("desk list, newest of all", clerk, "/desk/?open=all&sort=received", limit),
        reading("desk list, a later page", clerk, deep, limit),
        reading("desk search, a word", clerk, f"/desk/?q={word}", "p95 <= 25 P"),
        reading(
            "desk search, a number",
            clerk,
            f"/desk/?q={urllib.parse.quote(big.number)}",
            "p95 <= 12 P",
        ),
        reading(
            "case card, 500 entries",
            clerk,
            f"/desk/cases/{big.public_id}/",
            "p50 <= 6 P; statements <= 12",
        ),
        Claim(Operation("submit an appeal", submitting(address)), "p50 <= 5 P"),
    ]


def _deep_page(client: Client) -> str:
    """Follow the link to the next page a few times, as a person would."""
    path = "/desk/"
    for _turn in range(5):
        _response, content, _took = client.request("GET", path)
        mark = content.find(b'rel="next"')
        if mark < 0:
            break
        start = content.rfind(b"<a", 0, mark)
        href = content.find(b'href="', start)
        path = content[href + 6 : content.find(b'"', href + 6)].decode().replace("&amp;", "&")
        if path.startswith("?"):
            path = f"/desk/{path}"
    return path


def submitting(address: str) -> Callable[[], Sample]:
    """POST a finished draft; the draft itself is made beforehand and not timed."""
    author = Client(address, city.log_in("author@scale.test"))
    numbers = itertools.count()

    def send() -> Sample:
        draft = city.new_draft(next(numbers))
        path = f"/appeals/drafts/{draft.public_id}/send/"
        response, content, took = author.request("POST", path, b"")
        return sample_of(response, content, took, path, 302)

    return send
