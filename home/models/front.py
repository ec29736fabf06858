"""The front page: whom to reach, how the city is doing, what else is useful."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.api import APIField
from wagtail.models import Orderable

from blocks.forms.fields import LightStreamField
from home.blocks import UsefulLinkBlock
from home.models.base import CityPage


class HomePage(CityPage):
    """The first page of a language. What is not built or not filled in is absent, not empty."""

    opening = models.ForeignKey(
        "directory.Addressee",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Whose hours stand beside the title"),
        help_text=_("Usually the city council. The window glyph is lit while it is open."),
    )
    opening_also = models.ForeignKey(
        "directory.Addressee",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Whose hours stand in the second line"),
        help_text=_("Usually the service centre, which works longer."),
    )
    search_examples = models.CharField(
        _("Examples for the search"),
        max_length=200,
        blank=True,
        help_text=_("Words residents look for, separated by commas; each becomes a link."),
    )
    links = LightStreamField(
        [("link", UsefulLinkBlock())],
        blank=True,
        verbose_name=_("Useful links"),
        help_text=_("Two or three; they stand under the window."),
    )

    template = "home/home_page.html"
    parent_page_types = ["wagtailcore.Page"]
    page_description = _("The first page of the site in a language.")
    content_panels = [
        *CityPage.content_panels,
        MultiFieldPanel(
            [FieldPanel("opening"), FieldPanel("opening_also")], heading=_("Open or closed")
        ),
        FieldPanel("search_examples"),
        InlinePanel(
            "home_groups",
            heading=_("Groups on the front page"),
            label=_("Group"),
            help_text=_("A chosen set in the order you like. When empty, all groups are shown."),
        ),
        FieldPanel("links"),
    ]
    api_fields = [*CityPage.api_fields, APIField("links")]

    class Meta:
        verbose_name = _("front page")
        verbose_name_plural = _("front pages")

    @property
    def examples(self) -> list[str]:
        return [word.strip() for word in self.search_examples.split(",") if word.strip()]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from home.reading.front import front_context

        return super().get_context(request, *args, **kwargs) | front_context(self, request)


class HomeGroup(Orderable):
    """A group chosen for the front page."""

    page = ParentalKey(HomePage, on_delete=models.CASCADE, related_name="home_groups")
    group = models.ForeignKey(
        "directory.AddresseeGroup",
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("Group"),
        help_text=_("The number of its addressees is counted by itself."),
    )

    panels = [FieldPanel("group")]

    class Meta:
        verbose_name = _("group on the front page")
        verbose_name_plural = _("groups on the front page")
        constraints = [
            models.UniqueConstraint(
                fields=["page", "group"], name="group_stands_once_on_front_page"
            ),
        ]

    def __str__(self) -> str:
        return str(self.group)
