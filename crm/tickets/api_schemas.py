"""What a program sends about a visit and what it gets back."""

from datetime import date, datetime
from typing import Annotated, Any

from ninja import Schema
from pydantic import AwareDatetime, ConfigDict, Field, StringConstraints

Line = Annotated[str, StringConstraints(max_length=300)]
Slug = Annotated[str, StringConstraints(max_length=60)]


class TimeOut(Schema):
    """A time one may come at; `places` are free then."""

    at: datetime
    day: date
    places: int


class TimesOut(Schema):
    """Free times of a service, in order; days from `first` to `last` are on offer."""

    queue: str
    service: int
    services: list[int]
    people: int
    first: date
    last: date
    items: list[TimeOut]


class NewHold(Schema):
    """A place to keep; unknown members are refused."""

    model_config = ConfigDict(extra="forbid")

    queue: Slug
    service: int | None = Field(None, ge=1, le=2**31)
    services: list[Annotated[int, Field(ge=1, le=2**31)]] = Field(
        default_factory=list,
        max_length=10,
        description="Several services of one visit, the main one first.",
    )
    at: AwareDatetime = Field(description="One of the free times, with its offset.")
    people: int = Field(1, ge=1, le=100)
    window: int | None = Field(None, ge=1, le=2**31, description="One specialist; null: anybody.")


class HoldOut(Schema):
    """A kept place; book it before `held_until` with its `id`."""

    id: str
    state: str
    queue: str
    service: int
    services: list[int]
    at: datetime
    people: int
    held_until: datetime | None


class Booking(Schema):
    """Who comes; empty members are taken from the profile."""

    model_config = ConfigDict(extra="forbid")

    visitor: Line = ""
    phone: Line = ""
    values: dict[str, Any] = Field(
        default_factory=dict, description="Answers to the questions of the form, by code."
    )


class Move(Schema):
    model_config = ConfigDict(extra="forbid")

    at: AwareDatetime


class TicketOut(Schema):
    """One's own visit. `moved_to` is the ticket that came instead of this one."""

    id: str
    number: str
    state: str
    state_label: str
    queue: str
    addressee: str
    service: str
    services: list[str]
    at: datetime | None
    ends_at: datetime | None
    people: int
    visitor: str
    place: str
    documents: list[str]
    can_change: bool
    moved_to: str | None
    url: str


class TicketPage(Schema):
    items: list[TicketOut]
    next: str | None = Field(description="Ask again with after=… ; none at the end.")
