"""How an appeal lives: steps planned ahead with their times; those in the future never happen.

So the states of the demo follow from the ages of its appeals, and the demo never looks old.
"""

import random
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)


class Step(StrEnum):
    SUBMIT = "submit"
    REGISTER = "register"
    RETURN = "return"
    FORWARD = "forward"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"
    ASSIGN = "assign"
    ACCEPT = "accept"
    NOTE = "note"
    ADD = "add"
    DRAFT = "draft"
    REWORK = "rework"
    SIGN = "sign"
    CLOSE = "close"


@dataclass(frozen=True)
class Moment:
    """One step of one appeal."""

    at: datetime
    step: Step


# How many letters come at each hour of the day.
BY_HOUR = [1] * 7 + [4, 8, 9, 9, 8, 6, 7, 7, 6, 6, 6, 7, 8, 8, 6, 4, 2]
# Which way an appeal goes, out of a hundred.
WAYS = {"plain": 82, "slow": 4, "stuck": 3, "return": 3, "forward": 4, "refuse": 1, "withdraw": 3}
# Where an appeal waits for somebody, by way.
STOPS_AFTER = {"waiting": Step.REGISTER, "unaccepted": Step.ASSIGN, "unsigned": Step.DRAFT}


def way(chance: random.Random) -> str:
    return chance.choices(list(WAYS), weights=list(WAYS.values()))[0]


def live(received: datetime, way: str, chance: random.Random) -> list[Moment]:
    """Every step from the submission on, in order, whether or not its time has come."""
    steps = _steps(received, way, chance)
    if way not in STOPS_AFTER:
        return steps
    last = next(place for place, one in enumerate(steps) if one.step is STOPS_AFTER[way])
    return steps[: last + 1]


def _steps(received: datetime, way: str, chance: random.Random) -> list[Moment]:
    clock = _Clock(received, chance)
    steps = [Moment(received, Step.SUBMIT), clock.after(0.4, 1.2, Step.REGISTER)]
    if way in ("return", "forward", "refuse"):
        return [*steps, clock.after(1, 4, Step(way))]
    if way == "withdraw":
        return [*steps, clock.after(1, 3, Step.WITHDRAW)]
    steps += [clock.after(0.2, 2, Step.ASSIGN), clock.after(0.2, 1, Step.ACCEPT)]
    if chance.random() < 0.3:
        steps.append(clock.after(0.1, 1.5, Step.NOTE))
    if chance.random() < 0.12:
        steps.append(clock.after(0.1, 2, Step.ADD))
    if way == "stuck":
        return steps
    longest = (26, 32) if way == "slow" else (1, 13)
    steps.append(clock.after(*longest, Step.DRAFT))
    if chance.random() < 0.08:
        steps += [clock.after(0.2, 1, Step.REWORK), clock.after(0.3, 1.5, Step.DRAFT)]
    steps.append(clock.after(0.2, 1.5, Step.SIGN))
    if chance.random() < 0.85:
        steps.append(clock.after(1, 4, Step.CLOSE))
    return steps


def when_received(now: datetime, chance: random.Random) -> datetime:
    """Within a year, thicker towards today; by day mostly, sometimes at night."""
    days = 364 * chance.random() ** 1.6
    moment = now - timedelta(days=days)
    hour = chance.choices(
        range(24), weights=[1] * 7 + [4, 8, 9, 9, 8, 6, 7, 7, 6, 6, 6, 7, 8, 8, 6, 4, 2]
    )[0]
    received = moment.replace(hour=hour, minute=chance.randint(0, 59), second=0, microsecond=0)
    return received if received < now else now - timedelta(minutes=chance.randint(10, 90))


class _Clock:
    """Goes forward by working days and stays within office hours."""

    def __init__(self, start: datetime, chance: random.Random) -> None:
        self.moment, self.chance = start, chance

    def after(self, least: float, most: float, step: Step) -> Moment:
        days = self.chance.uniform(least, most)
        moment = self.moment + timedelta(hours=8 * (days % 1))
        for _day in range(int(days)):
            moment += DAY
            while moment.weekday() > 4:
                moment += DAY
        self.moment = max(_in_office(moment, self.chance), self.moment + timedelta(minutes=7))
        return Moment(self.moment, step)


def _in_office(moment: datetime, chance: random.Random) -> datetime:
    """The same moment when the office works, else the next morning that it does."""
    day: date = moment.date()
    if time(9) <= moment.time() < time(17, 40) and day.weekday() < 5:
        return moment
    if moment.time() >= time(9):
        day += DAY
    while day.weekday() > 4:
        day += DAY
    zone = moment.tzinfo or ZoneInfo("Europe/Kyiv")
    return datetime.combine(day, time(9, chance.randint(5, 55)), zone)
