"""When the bodies of Вербів work: a few patterns, exceptions and leaves near today."""

from datetime import date, time, timedelta

from core.words import Text
from directory.models import (
    Addressee,
    Leave,
    Schedule,
    ScheduleException,
    ScheduleWindow,
    WorkingCalendar,
)
from directory.schedules.patterns import MONTHLY, Pattern, Policy
from directory.schedules.services import prolong

FIVE = range(5)
THURSDAY = 3
OFFICE = dict.fromkeys(range(4), "09:00-13:00 14:00-18:00") | {4: "09:00-13:00 14:00-16:45"}
EIGHT = dict.fromkeys(range(4), "08:00-12:00 13:00-17:00") | {4: "08:00-12:00 13:00-15:45"}
CENTRE = dict.fromkeys(FIVE, "08:00-20:00") | {5: "09:00-16:00"}
BRANCH = dict.fromkeys(range(1, 5), "09:00-18:00") | {5: "09:00-14:00"}
UTILITY = dict.fromkeys(FIVE, "08:00-12:00 13:00-17:00") | {5: "09:00-13:00"}
EARLY = dict.fromkeys(FIVE, "07:00-11:00 12:00-16:00")
ALWAYS = dict.fromkeys(range(7), "00:00-00:00")
PATTERNS = {
    "office": OFFICE,
    "office8": EIGHT,
    "centre": CENTRE,
    "branch": BRANCH,
    "utility": UTILITY,
    "early": EARLY,
    "always": ALWAYS,
}


def give_hours(addressee: Addressee, pattern: str, calendar: WorkingCalendar) -> Schedule:
    """The office timetable; whoever works around the clock keeps no holidays."""
    keeps = None if pattern == "always" else calendar
    schedule = Schedule.objects.create(addressee=addressee, calendar=keeps)
    _windows(schedule, PATTERNS[pattern])
    return schedule


def give_reception(
    addressee: Addressee, hours: dict[str, str], calendar: WorkingCalendar
) -> Schedule:
    """Personal reception of an official: {"3": "14:00-17:00"}."""
    schedule = Schedule.objects.create(
        addressee=addressee,
        purpose=Schedule.Purpose.RECEPTION,
        name=Text(uk="Особистий прийом", en="Personal reception"),
        calendar=calendar,
        order=1,
    )
    _windows(schedule, {int(day): text for day, text in hours.items()})
    return schedule


def give_monthly_reception(
    addressee: Addressee, number: int, street: Text, calendar: WorkingCalendar, today: date
) -> Schedule:
    """A deputy receives once a month; whose weekday and which of the month vary by the number."""
    schedule = Schedule(
        addressee=addressee,
        purpose=Schedule.Purpose.RECEPTION,
        name=Text(uk="Прийом виборців", en="Reception of voters"),
        note=street,
        calendar=calendar,
        holiday_policy=Policy.NEXT_WORKING_DAY.value,
        prolong_months=6,
        order=1,
    )
    prolong(schedule, today)
    schedule.save()
    pattern = Pattern.FIRST if number == 1 else MONTHLY[number % len(MONTHLY)]
    weekday = THURSDAY if number == 1 else number % 5
    opens = 14 + number % 3
    ScheduleWindow.objects.create(
        schedule=schedule,
        pattern=pattern.value,
        weekday=weekday,
        opens=time(opens),
        closes=time(opens + 3),
    )
    return schedule


def mark_days(bodies: dict[str, Addressee], today: date) -> None:
    """A sanitary day, a shorter day and one closed for training, all near today."""
    _closed(bodies["tsnap"], _weekday_from(today, 7, 2), "Санітарний день", "Cleaning day")
    _closed(bodies["upravlinnia-osvity"], _weekday_from(today, 4, 1), "Навчання", "Training")
    soc = bodies["upravlinnia-sotszakhystu"].schedules.get(purpose=Schedule.Purpose.OFFICE)
    ScheduleException.objects.create(
        schedule=soc,
        date=_weekday_from(today, 2, 3),
        is_closed=False,
        opens=time(8),
        closes=time(12),
        note=Text(uk="Після обіду — виїзний прийом", en="Afternoon: reception in villages"),
    )


def give_leaves(people: dict[str, Addressee], today: date) -> None:
    """One official is away now, two will be, one has come back."""
    day = timedelta(days=1)
    away = [
        ("Ткач Роман Олегович", -6, 9, "Гнатюк Ольга Іванівна"),
        ("Кравченко Олег Вікторович", 8, 21, "Семенюк Ганна Павлівна"),
        ("Бойко Сергій Анатолійович", 3, 12, None),
        ("Петрук Ігор Богданович", -40, -27, "Довженко Тетяна Олексіївна"),
    ]
    for name, first, last, substitute in away:
        Leave.objects.create(
            addressee=people[name],
            starts_on=today + first * day,
            ends_on=today + last * day,
            substitute=people[substitute] if substitute else None,
        )


def _windows(schedule: Schedule, week: dict[int, str]) -> None:
    ScheduleWindow.objects.bulk_create(
        ScheduleWindow(
            schedule=schedule,
            weekday=weekday,
            opens=time.fromisoformat(part.split("-")[0]),
            closes=time.fromisoformat(part.split("-")[1]),
        )
        for weekday, text in week.items()
        for part in text.split()
    )


def _closed(body: Addressee, day: date, uk: str, en: str) -> None:
    schedule = body.schedules.get(purpose=Schedule.Purpose.OFFICE)
    ScheduleException.objects.create(schedule=schedule, date=day, note=Text(uk=uk, en=en))


def _weekday_from(today: date, ahead: int, weekday: int) -> date:
    """The first such weekday, so many days ahead or later."""
    day = today + timedelta(days=ahead)
    return day + timedelta(days=(weekday - day.weekday()) % 7)
