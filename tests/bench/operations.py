"""What people do, with the target each must keep (docs/performance.md)."""

from __future__ import annotations

import itertools
import os
import urllib.parse
from collections.abc import Callable
from typing import NamedTuple

from tests.bench.cities import City
from tests.bench.measure import Client, Operation, Sample, sample_of

LIST = "p50 <= 6 P; p95 <= 10 P; p95 <= 60 S; statements <= 10; database <= 10 S"


class Claim(NamedTuple):
    """An operation, what is promised of it, and its twin T in the small city."""

    operation: Operation
    target: str
    twin: Operation | None = None


def reading(name: str, path: str | tuple[str, str], target: str, *clients: Client) -> Claim:
    """A page or listing that is only read; a second client asks the same of the small city.

    It asks also where no ratio is promised: both workers must have done the same work before
    their memory is compared. A pair of paths is that of the large city and that of the small.
    """
    paths = (path, path) if isinstance(path, str) else path
    asked = [
        Operation(name, lambda c=client, p=its: c.get(p))
        for client, its in zip(clients, paths, strict=False)
    ]
    return Claim(asked[0], target, asked[1] if len(asked) > 1 else None)


def public_claims(large: City, small: City) -> list[Claim]:
    """Pages and listings of anybody, not cached."""
    client, other = Client(large.address), Client(small.address)
    pages, others = large.facts["pages"], small.facts["pages"]
    both = (client, other)
    plain, full = ((pages[name], others[name]) for name in ("plain", "full"))
    limit = "p50 <= 1.5 W; statements <= 12"
    return [
        reading("addressee page, text", plain, limit, *both),
        reading("addressee page, all blocks", full, "p50 <= 3 W", *both),
        reading("catalogue", pages["catalogue"], "p50 <= 1.5 T", *both),
        reading("search", "/search/?q=" + quoted("Відділ"), "", *both),
        reading("api addressees, 20", "/api/v1/addressees?limit=20", "p50 <= 1.2 A", *both),
    ]


def cached_claims(address: str, large: City) -> list[Claim]:
    """The same page from the page cache."""
    page = large.facts["pages"]["plain"]
    return [reading("addressee page, cached", page, "p50 <= 1.5 V", Client(address))]


def desk_claims(large: City, small: City) -> list[Claim]:
    """The lists and the card of those who work at the desk, over all cases; a submission."""
    clerk = Client(large.address, large.facts["people"]["clerk"])
    other = Client(small.address, small.facts["people"]["clerk"])
    executor = Client(large.address, large.facts["people"]["executor0"])
    both, grows = (clerk, other), "; p50 <= 1.2 T"
    deep, first = large.facts["deep"], "/desk/?open=all&sort=received"
    known = Operation("desk list, newest of all", lambda: clerk.get(first))
    far = Operation("desk list, at row 100,000", lambda: clerk.get(deep))
    word, part, rare = quoted("ліхтар"), quoted("іхтар"), quoted("бладнанн")
    numbers = tuple(f"/desk/?q={quoted(city.facts['number'])}" for city in (large, small))
    cards = tuple(f"/desk/cases/{city.facts['big']}/" for city in (large, small))
    return [
        reading("desk list, open by due", "/desk/", LIST + grows, *both),
        Claim(known, LIST, Operation("", lambda: other.get(first))),
        Claim(far, LIST + "; p50 <= 1.2 T", known),
        reading("desk list of an executor", "/desk/", LIST, executor),
        reading("desk list, overdue", "/desk/?due=overdue", LIST + grows, *both),
        reading("desk counters", "/desk/counts/", "p95 <= 12 P", *both),
        reading("desk search, a word", f"/desk/?q={word}", "p95 <= 12 P", *both),
        reading("desk search, part of a word", f"/desk/?q={part}", "p95 <= 25 P", *both),
        reading("desk search, a rare part", f"/desk/?q={rare}", "p95 <= 25 P", *both),
        reading("desk search, a number", numbers, "p95 <= 12 P", *both),
        reading("case card, 500 entries", cards, "p50 <= 6 P; statements <= 12", *both),
        Claim(
            Operation("submit an appeal", submitting(large)),
            "p50 <= 5 P; statements <= 20",
        ),
    ]


def quoted(text: str) -> str:
    return urllib.parse.quote(text)


def submitting(city: City) -> Callable[[], Sample]:
    """POST a finished draft; the draft itself is made beforehand and not timed."""
    os.environ.update(city.environment)
    from tests.bench import city as furniture

    furniture.prepare_django()
    author = Client(city.address, furniture.log_in("author@scale.test"))
    numbers = itertools.count()

    def send() -> Sample:
        draft = furniture.new_draft(next(numbers))
        path = f"/appeals/drafts/{draft.public_id}/send/"
        response, content, took = author.request("POST", path, b"")
        return sample_of(response, content, took, path, 302)

    return send
