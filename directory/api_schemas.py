"""Shapes of the public directory in JSON. Labels come in the language asked for."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field


class Point(Schema):
    lat: float
    lng: float


class AddresseeRef(Schema):
    slug: str
    name: str


class AddresseeInList(AddresseeRef):
    short_name: str
    post: str = Field(description="Position, for officials and deputies.")
    kind: str
    kind_label: str
    parent: AddresseeRef | None
    address: str
    location: Point | None
    accepts_appeals: bool
    is_open: bool | None = Field(description="Null without a schedule.")
    opening: str = Field(description="Open or closed and until when, in words.")


class AddresseePage(Schema):
    """A slice without a total: `next_offset` is null at the end."""

    items: list[AddresseeInList]
    next_offset: int | None


class ContactOut(Schema):
    kind: str
    value: str
    label: str
    href: str


class AddresseeOut(AddresseeInList):
    ancestors: list[AddresseeRef] = Field(description="From the root down to the parent.")
    groups: list[AddresseeRef]
    description: str
    competences: str
    room: str
    postcode: str
    directions: str
    routing: str
    contacts: list[ContactOut]
    page_translation_key: UUID | None = Field(description="Finds its pages in the pages API.")
    updated_at: datetime


class HoursOut(Schema):
    opens: str = Field(examples=["09:00"])
    closes: str = Field(description="24:00 is midnight at the end of the day.", examples=["18:00"])


class DayOut(Schema):
    date: date
    weekday: int = Field(description="1 is Monday.")
    weekday_name: str
    is_today: bool
    kind: Literal["usual", "other", "holiday", "moved", "shortened"]
    hours: list[HoursOut]
    words: str
    note: str


class PatternOut(Schema):
    """Hours that do not come every week."""

    pattern: Literal[
        "even", "odd", "every", "first", "second", "third", "fourth", "last", "dates"
    ] = Field(description="Of ISO weeks; every so many weeks; of the month; listed dates.")
    weekday: int | None = Field(description="1 is Monday; null for listed dates.")
    every: int | None = Field(description="Weeks from one to the next.")
    since: date | None = Field(description="A date in the first of those weeks.")
    dates: list[date]
    hours: HoursOut
    words: str = Field(examples=["first Thursday of the month, 14:00–17:00"])


class ScheduleOut(Schema):
    name: str
    purpose: str
    note: str = Field(description="Room or another note.")
    words: list[str] = Field(description="The schedule in lines.")
    valid_from: date | None
    valid_until: date | None
    holiday_policy: Literal["skip", "same_weekday_next_week", "next_working_day", "keep"]
    patterns: list[PatternOut]
    next_dates: list[DayOut] = Field(description="The next twelve with hours, without leaves.")
    week: list[DayOut] = Field(description="This week, from Monday.")
    other_days: list[DayOut] = Field(description="Dates ahead with another order.")


class LeaveOut(Schema):
    starts_on: date
    ends_on: date
    substitute: AddresseeRef | None
    note: str


class OpeningOut(Schema):
    at: datetime
    state: Literal["open", "break", "closed", "away"] | None
    is_open: bool
    until: datetime | None = Field(description="End of the state; null around the clock.")
    next_opens: datetime | None
    headline: str
    detail: str
    leave: LeaveOut | None
    schedules: list[ScheduleOut]


class GroupOut(Schema):
    slug: str
    name: str
    description: str
