"""A free Latin address for a new record."""

from django.db.models import QuerySet

from core.words.slugs import latin_slug

LONGEST = 80


def free_slug(taken: QuerySet, text: str) -> str:
    """The address made of a name, with a number when another record has it."""
    wanted = latin_slug(text, LONGEST - 4) or "addressee"
    known = set(taken.filter(slug__startswith=wanted).values_list("slug", flat=True))
    if wanted not in known:
        return wanted
    return next(
        slug for slug in (f"{wanted}-{number}" for number in range(2, 1000)) if slug not in known
    )
