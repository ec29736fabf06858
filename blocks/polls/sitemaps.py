"""sitemap.xml: lists of surveys, topics of the opinion centre, and every published survey."""

from typing import Any

from django.contrib.sitemaps import Sitemap
from django.urls import reverse

from blocks.polls.models import Survey, Topic


class SurveysSitemap(Sitemap):
    i18n = True
    alternates = True

    def items(self) -> list[Any]:
        lists = ["polls:list", "polls:archive", "polls:ranking"]
        topics = Topic.objects.filter(is_active=True).only("slug").order_by("pk")
        return [*lists, *topics, *Survey.objects.published().only("slug").order_by("pk")]

    def location(self, item: Any) -> str:
        if isinstance(item, str):
            return reverse(item)
        name = "polls:topic" if isinstance(item, Topic) else "polls:survey"
        return reverse(name, args=[item.slug])
