"""sitemap.xml: the register and every answer in it."""

from typing import Any

from django.contrib.sitemaps import Sitemap
from django.urls import reverse

from blocks.answers.models import PublishedAnswer


class AnswersSitemap(Sitemap):
    """The list stands first; its day is that of the newest answer."""

    i18n = True
    alternates = True

    def items(self) -> list[Any]:
        return ["", *PublishedAnswer.objects.only("public_id", "published_on").order_by("pk")]

    def location(self, item: Any) -> str:
        if not item:
            return reverse("answers:list")
        return reverse("answers:answer", args=[item.public_id])

    def lastmod(self, item: Any) -> Any:
        return item.published_on if item else None
