"""``manage.py rebuild_tallies``: count all answers of surveys anew."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from blocks.polls.models import Survey
from blocks.polls.services.tallying import rebuild_tallies, sums


class Command(BaseCommand):
    help = "Count the answers of surveys anew from their ballots, and say whether figures differed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "slugs", nargs="*", metavar="SLUG", help="all surveys when none is named"
        )

    def handle(self, *args: Any, slugs: list[str], **options: Any) -> None:
        surveys = Survey.objects.order_by("pk")
        if slugs:
            surveys = surveys.filter(slug__in=slugs)
            if missing := set(slugs) - set(surveys.values_list("slug", flat=True)):
                raise CommandError(f"No such survey: {', '.join(sorted(missing))}.")
        for survey in surveys:
            before = sums(survey)
            ballots = rebuild_tallies(survey)
            word = "as before" if sums(survey) == before else "figures differed"
            self.stdout.write(f"{survey.slug}: {ballots} answers, {word}")
