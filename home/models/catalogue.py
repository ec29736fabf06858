"""The catalogue of addressees and the pages of its groups."""

from typing import Any

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.api import APIField

from blocks.forms.fields import LightStreamField
from home.blocks import StandardBody
from home.models.base import CityPage


class CataloguePage(CityPage):
    """All addressees: a tree to walk down, filters, and a search that answers while one types."""

    template = "home/catalogue_page.html"
    parent_page_types = ["home.HomePage"]
    subpage_types = ["home.AddresseeGroupPage", "home.AddresseePage"]
    max_count_per_parent = 1
    page_description = _(
        "All addressees with search and filters. Groups and addressees stand below it."
    )

    class Meta:
        verbose_name = _("catalogue of addressees")
        verbose_name_plural = _("catalogues of addressees")

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        from home.reading.catalogue import serve_catalogue

        return serve_catalogue(self, request, super().serve)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from home.reading.catalogue import catalogue_context

        return super().get_context(request, *args, **kwargs) | catalogue_context(self, request)


class AddresseeGroupPage(CityPage):
    """One group: members picked by hand in the register, the pages under this one, or both.

    It may be the root of a Wagtail site of its own, with its own host name (F1.15, F1.16).
    """

    group = models.ForeignKey(
        "directory.AddresseeGroup",
        on_delete=models.PROTECT,
        related_name="pages",
        verbose_name=_("Group"),
        help_text=_("Its members are picked in the register of groups."),
    )
    with_pages_below = models.BooleanField(
        _("Addressees whose pages stand under this one belong to the group too"),
        default=True,
        help_text=_("Untick it to show only those picked by hand."),
    )
    body = LightStreamField(
        StandardBody(),
        blank=True,
        verbose_name=_("Text"),
        help_text=_("Stands above the list: what this group is and when to turn to it."),
    )

    template = "home/addressee_group_page.html"
    parent_page_types = ["home.HomePage", "home.CataloguePage"]
    subpage_types = ["home.AddresseePage", "home.StandardPage"]
    page_description = _(
        "A part of the catalogue: deputies, departments, utilities, topics of opinion."
    )
    content_panels = [
        *CityPage.content_panels,
        FieldPanel("group"),
        FieldPanel("with_pages_below"),
        FieldPanel("body"),
    ]
    api_fields = [*CityPage.api_fields, APIField("group"), APIField("body")]

    class Meta:
        verbose_name = _("page of a group")
        verbose_name_plural = _("pages of groups")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from home.reading.catalogue import group_context

        return super().get_context(request, *args, **kwargs) | group_context(self, request)
