"""Officials of an addressee: post, reception hours, leave."""

from dataclasses import dataclass, replace

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core import clock
from directory.models import Addressee
from directory.schedules import pattern_words, rules, words
from directory.schedules.openings import Opening, openings
from home.reading.kept import kept
from home.reading.rows import page_urls

MOST = 60


@dataclass(frozen=True)
class Person:
    """A row of the block. `reception` is said in words; on leave the substitute is named."""

    addressee: Addressee
    url: str
    opening: Opening

    @property
    def reception(self) -> list[str]:
        """вівторок, четвер: 9:00–12:00 — one line per set of hours; patterns with what is next."""
        timetable = next(
            iter(rules.in_force(self.opening.timetables, self.opening.today, "reception")), None
        )
        if timetable is None:
            return []
        lines = pattern_words.schedule_words(timetable)
        if timetable.turns:
            lines += next_reception(timetable, self.opening)
        return lines

    @property
    def is_away(self) -> bool:
        return self.opening.away is not None

    @property
    def away_words(self) -> str:
        return f"{words.headline(self.opening)}. {words.detail(self.opening)}".strip()


def next_reception(timetable: rules.Timetable, opening: Opening) -> list[str]:
    """The next date of a pattern: who can say when the first Thursday is?"""
    plans = rules.next_dates(timetable, opening.today, 1, opening.leaves)
    said = [pattern_words.day_words(one.day) for one in plans]
    return [_("next on %(day)s") % {"day": day} for day in said]


def people_of(addressee: Addressee, with_branch: bool = False) -> list[Person]:
    """The people of an addressee as they are now."""
    now = clock.now()
    people = kept(
        ("people", addressee.pk, with_branch, get_language()),
        lambda: _people_of(addressee, with_branch),
    )
    return [replace(one, opening=one.opening.at_moment(now)) for one in people]


def _people_of(addressee: Addressee, with_branch: bool) -> list[Person]:
    """Officials and deputies right under an addressee, or in its whole branch; listed or not.

    An official without a page has no link but may still be named: names and posts are public.
    """
    people = Addressee.objects.active().of_kind(Addressee.Kind.OFFICIAL, Addressee.Kind.DEPUTY)
    if with_branch:
        people = people.under(addressee, inclusive=False)
    else:
        people = people.filter(parent=addressee)
    found = list(people.in_tree_order()[:MOST])
    if not found:
        return []
    opened = openings(found, clock.now())
    urls = page_urls(found, None)
    return [Person(one, urls.get(one.pk, ""), opened[one.pk]) for one in found]
