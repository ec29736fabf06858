"""Pages of words: rules, rights, contacts, the accessibility statement, the map of the site."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.api import APIField

from blocks.forms.fields import LightStreamField
from home.blocks import StandardBody
from home.models.base import CityPage


class StandardPage(CityPage):
    """A page of text, documents, questions and lessons."""

    body = LightStreamField(StandardBody(), blank=True, verbose_name=_("Blocks"))

    template = "home/standard_page.html"
    page_description = _("Text, documents, questions and answers, video lessons.")
    content_panels = [*CityPage.content_panels, FieldPanel("body")]
    api_fields = [*CityPage.api_fields, APIField("body")]

    class Meta:
        verbose_name = _("page of text")
        verbose_name_plural = _("pages of text")


class ContactsPage(CityPage):
    """How to reach the council: contacts, address, map and hours come from the directory (W-22)."""

    addressee = models.ForeignKey(
        "directory.Addressee",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Whose contacts"),
        help_text=_("Usually the city council; contacts and hours are kept in the directory."),
    )
    body = LightStreamField(StandardBody(), blank=True, verbose_name=_("Blocks"))

    template = "home/contacts_page.html"
    parent_page_types = ["home.HomePage"]
    subpage_types: list[str] = []
    page_description = _("Contacts, address, map and hours of the council.")
    content_panels = [*CityPage.content_panels, FieldPanel("addressee"), FieldPanel("body")]
    api_fields = [*CityPage.api_fields, APIField("addressee"), APIField("body")]

    class Meta:
        verbose_name = _("contacts page")
        verbose_name_plural = _("contacts pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from home.reading.addressee import contacts_context

        return super().get_context(request, *args, **kwargs) | contacts_context(self, request)


class AccessibilityStatementPage(CityPage):
    """What the site is like for people with disabilities, honestly, with a way to answer (W-15)."""

    class Level(models.TextChoices):
        FULL = "full", _("The site meets the standard")
        PARTIAL = "partial", _("The site meets the standard in part")
        NONE = "none", _("The site does not meet the standard yet")

    level = models.CharField(_("Level"), max_length=8, choices=Level, default=Level.PARTIAL)
    standard = models.CharField(
        _("Standard"), max_length=120, default="WCAG 2.1 AA, EN 301 549 (ДСТУ EN 301 549:2022)"
    )
    checked_on = models.DateField(
        _("Checked on"), help_text=_("The statement must be checked anew at least once a year.")
    )
    feedback_to = models.ForeignKey(
        "directory.Addressee",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Who takes remarks"),
        help_text=_("Contacts and forms of this addressee are offered on the page."),
    )
    feedback_email = models.EmailField(_("E-mail for remarks"), blank=True)
    body = LightStreamField(
        StandardBody(),
        blank=True,
        verbose_name=_("Blocks"),
        help_text=_("What was checked and how, known gaps and when they will be closed."),
    )

    template = "home/accessibility_statement_page.html"
    parent_page_types = ["home.HomePage"]
    subpage_types: list[str] = []
    page_description = _("Level, known gaps, date of the check and a way to send a remark.")
    content_panels = [
        *CityPage.content_panels,
        MultiFieldPanel(
            [FieldPanel("level"), FieldPanel("standard"), FieldPanel("checked_on")],
            heading=_("Result of the check"),
        ),
        MultiFieldPanel(
            [FieldPanel("feedback_to"), FieldPanel("feedback_email")], heading=_("Remarks")
        ),
        FieldPanel("body"),
    ]
    api_fields = [
        *CityPage.api_fields,
        APIField("level"),
        APIField("standard"),
        APIField("checked_on"),
        APIField("body"),
    ]

    class Meta:
        verbose_name = _("accessibility statement")
        verbose_name_plural = _("accessibility statements")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from home.reading.addressee import statement_context

        return super().get_context(request, *args, **kwargs) | statement_context(self, request)


class SiteMapPage(CityPage):
    """All pages of the language as one list (W-19); made by itself."""

    template = "home/site_map_page.html"
    parent_page_types = ["home.HomePage"]
    subpage_types: list[str] = []
    max_count_per_parent = 1
    page_description = _("A list of all pages; it is made by itself.")

    class Meta:
        verbose_name = _("map of the site")
        verbose_name_plural = _("maps of the site")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from home.reading.site_map import site_map_context

        return super().get_context(request, *args, **kwargs) | site_map_context(self, request)
