"""How a term was counted, in words, in every language of the product (DL-08).

Stored with the deadline, so it is text and not a message to translate later.
"""

from datetime import date, datetime

from directory.working_time.days import DAY, Calendar
from directory.working_time.terms import Counted

WEEKDAYS = {
    "uk": ("пн", "вт", "ср", "чт", "пт", "сб", "нд"),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}
UNITS: dict[str, dict[str, tuple[str, ...]]] = {
    "uk": {
        "calendar_days": ("календарний день", "календарні дні", "календарних днів"),
        "working_days": ("робочий день", "робочі дні", "робочих днів"),
        "months": ("місяць", "місяці", "місяців"),
        "years": ("рік", "роки", "років"),
        "hours_continuous": ("година", "години", "годин"),
        "hours_on_working_days": ("година", "години", "годин"),
        "business_minutes": ("хвилина", "хвилини", "хвилин"),
    },
    "en": {
        "calendar_days": ("calendar day", "calendar days"),
        "working_days": ("working day", "working days"),
        "months": ("month", "months"),
        "years": ("year", "years"),
        "hours_continuous": ("hour", "hours"),
        "hours_on_working_days": ("hour", "hours"),
        "business_minutes": ("minute", "minutes"),
    },
}
WORDS = {
    "uk": {
        "from": "Відлік від {day}: {term}.",
        "hours_continuous": "Від {start}: {term} без перерв, до {end}.",
        "hours_on_working_days": "Від {start}: {term}, лише в робочі дні, до {end}.",
        "business_minutes": "Від {start}: {term} робочого часу, до {end}.",
        "first": "Перший день — {day}.",
        "clamped": "Такого числа у місяці немає, тож береться останній день.",
        "ends": "Строк спливає {day}.",
        "next": "Це неробочий день, тож строк переходить на {day}.",
        "previous": "Це неробочий день, тож відповісти треба до {day}.",
        "target": "Орієнтир для працівників — {day}.",
        "regime": "Діє воєнний стан: вихідні лише за тижневим графіком.",
        "calendar": "Календар {code}, версія {version}.",
    },
    "en": {
        "from": "Counted from {day}: {term}.",
        "hours_continuous": "From {start}: {term} without a break, until {end}.",
        "hours_on_working_days": "From {start}: {term} of working days only, until {end}.",
        "business_minutes": "From {start}: {term} of office time, until {end}.",
        "first": "Day one is {day}.",
        "clamped": "The month has no such date, so its last day is taken.",
        "ends": "The term ends on {day}.",
        "next": "That is a day off, so the term moves to {day}.",
        "previous": "That is a day off, so the answer is due by {day}.",
        "target": "Staff aim at {day}.",
        "regime": "Martial law: only the weekly days off count.",
        "calendar": "Calendar {code}, version {version}.",
    },
}


def explain(counted: Counted, calendar: Calendar) -> dict[str, str]:
    """The whole count as sentences, {language: text}."""
    return {language: _explain_in(language, counted, calendar) for language in WORDS}


def _explain_in(language: str, counted: Counted, calendar: Calendar) -> str:
    words, term = WORDS[language], _amount(language, counted)
    if counted.due_at is not None and counted.anchor_at is not None:
        start, end = _moment(language, counted.anchor_at), _moment(language, counted.due_at)
        said = [words[counted.term.unit].format(start=start, term=term, end=end)]
    else:
        said = [
            words["from"].format(day=_day(language, counted.anchor), term=term),
            *_days(language, counted, calendar),
        ]
    if counted.target != counted.due:
        said.append(words["target"].format(day=_day(language, counted.target)))
    if calendar.is_under_regime(counted.nominal):
        said.append(words["regime"])
    said.append(words["calendar"].format(code=calendar.code, version=calendar.version))
    return " ".join(said)


def _days(language: str, counted: Counted, calendar: Calendar) -> list[str]:
    words = WORDS[language]
    said = []
    if counted.term.unit in ("calendar_days", "working_days"):
        first = counted.anchor + DAY
        if counted.term.unit == "working_days":
            first = calendar.on_or_after(first)
        said.append(words["first"].format(day=_day(language, first)))
    elif counted.nominal.day != counted.anchor.day:
        said.append(words["clamped"])
    said.append(words["ends"].format(day=_day(language, counted.nominal)))
    if counted.due != counted.nominal:
        moved = "next" if counted.due > counted.nominal else "previous"
        said.append(words[moved].format(day=_day(language, counted.due)))
    return said


def _day(language: str, day: date) -> str:
    return f"{WEEKDAYS[language][day.weekday()]} {day:%d.%m.%Y}"


def _moment(language: str, moment: datetime) -> str:
    return f"{_day(language, moment.date())} {moment:%H:%M}"


def _amount(language: str, counted: Counted) -> str:
    number, forms = counted.term.amount, UNITS[language][counted.term.unit]
    if language == "uk":
        return f"{number} {forms[_ukrainian_form(number)]}"
    return f"{number} {forms[number != 1]}"


def _ukrainian_form(number: int) -> int:
    if number % 10 == 1 and number % 100 != 11:
        return 0
    return 1 if 2 <= number % 10 <= 4 and not 12 <= number % 100 <= 14 else 2
