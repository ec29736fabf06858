"""Addressees with intentions: `AddresseeFactory(listed=True, hours=OFFICE_HOURS, moderator=user)`.

Reference data (calendars, rules, classifiers, the profile) is there in every test.
"""

from datetime import time
from typing import Any

import factory
from factory.django import DjangoModelFactory

from directory.models import (
    Addressee,
    AddresseeGroup,
    Contact,
    Duty,
    GroupMember,
    Leave,
    Schedule,
    ScheduleException,
    ScheduleWindow,
)

OFFICE_HOURS = dict.fromkeys(range(5), "09:00-13:00 14:00-18:00")
AROUND_THE_CLOCK = dict.fromkeys(range(7), "00:00-00:00")


def windows(text: str) -> list[tuple[time, time]]:
    """ "09:00-13:00 14:00-18:00" as pairs of times."""
    pairs = (part.split("-") for part in text.split())
    return [(time.fromisoformat(opens), time.fromisoformat(closes)) for opens, closes in pairs]


class AddresseeFactory(DjangoModelFactory):
    """A department by default; `listed` puts it into the catalogue without a page."""

    class Meta:
        model = Addressee
        skip_postgeneration_save = True

    class Params:
        listed = factory.Trait(listed_without_page=True)
        official = factory.Trait(
            kind=Addressee.Kind.OFFICIAL, post={"uk": "Начальник відділу", "en": "Head of section"}
        )
        on_map = factory.Trait(location="SRID=4326;POINT(33.214000 50.744000)")

    slug = factory.Sequence(lambda n: f"addressee-{n}")
    kind = Addressee.Kind.DEPARTMENT
    name = factory.Sequence(lambda n: {"uk": f"Відділ {n}", "en": f"Section {n}"})

    @factory.post_generation
    def hours(self: Addressee, create: bool, given: dict[int, str] | None, **more: Any) -> None:
        """{weekday: "09:00-18:00"}; further settings of the schedule as hours__calendar=…"""
        if create and given:
            ScheduleFactory(addressee=self, hours=given, **more)

    @factory.post_generation
    def moderator(self: Addressee, create: bool, user: Any, **more: Any) -> None:
        _add_duty(self, create, user, Duty.Role.MODERATOR, more)

    @factory.post_generation
    def head(self: Addressee, create: bool, user: Any, **more: Any) -> None:
        _add_duty(self, create, user, Duty.Role.HEAD, more)

    @factory.post_generation
    def executor(self: Addressee, create: bool, user: Any, **more: Any) -> None:
        _add_duty(self, create, user, Duty.Role.EXECUTOR, more)


def _add_duty(addressee: Addressee, create: bool, user: Any, role: str, more: dict) -> None:
    if create and user is not None:
        Duty.objects.create(addressee=addressee, user=user, role=role, **more)


class ContactFactory(DjangoModelFactory):
    class Meta:
        model = Contact

    addressee = factory.SubFactory(AddresseeFactory)
    kind = Contact.Kind.PHONE
    value = "+380 54 200 15 45"


class ScheduleFactory(DjangoModelFactory):
    class Meta:
        model = Schedule
        skip_postgeneration_save = True

    addressee = factory.SubFactory(AddresseeFactory)

    @factory.post_generation
    def hours(self: Schedule, create: bool, given: dict[int, str] | None, **more: Any) -> None:
        for weekday, text in (given or {}).items():
            for opens, closes in windows(text):
                ScheduleWindow.objects.create(
                    schedule=self, weekday=weekday, opens=opens, closes=closes
                )


class ExceptionFactory(DjangoModelFactory):
    """A closed date, or one with hours="10:00-14:00"."""

    class Meta:
        model = ScheduleException

    class Params:
        hours = ""

    schedule = factory.SubFactory(ScheduleFactory)
    is_closed = factory.LazyAttribute(lambda one: not one.hours)
    opens = factory.LazyAttribute(lambda one: windows(one.hours)[0][0] if one.hours else None)
    closes = factory.LazyAttribute(lambda one: windows(one.hours)[0][1] if one.hours else None)


class LeaveFactory(DjangoModelFactory):
    class Meta:
        model = Leave

    addressee = factory.SubFactory(AddresseeFactory, official=True)


class GroupFactory(DjangoModelFactory):
    """`GroupFactory(members=[first, second])` keeps the order given."""

    class Meta:
        model = AddresseeGroup
        skip_postgeneration_save = True

    slug = factory.Sequence(lambda n: f"group-{n}")
    name = factory.Sequence(lambda n: {"uk": f"Група {n}", "en": f"Group {n}"})

    @factory.post_generation
    def members(self: AddresseeGroup, create: bool, given: list[Addressee] | None) -> None:
        for order, addressee in enumerate(given or []):
            GroupMember.objects.create(group=self, addressee=addressee, order=order)
