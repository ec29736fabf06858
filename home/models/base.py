"""What every page of the site has: a summary, Latin addresses, crumbs and language links."""

from typing import Any

from django.db import models
from django.http import Http404, HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.api import APIField
from wagtail.models import Page
from wagtail.url_routing import RouteResult

from home import navigation
from home.slugs import latin_slug


class CityPage(Page):
    """Base of all pages; abstract.

    `summary` is what search results, social networks and lists show of the page.
    """

    summary = models.CharField(
        _("Summary"),
        max_length=300,
        blank=True,
        help_text=_("One or two sentences: shown in search results, lists and social networks."),
    )

    in_head = models.BooleanField(
        _("Link in the head of the site"),
        default=False,
        help_text=_("Four or five pages at most: the head has one line."),
    )

    content_panels = [*Page.content_panels, FieldPanel("summary")]
    promote_panels = [
        MultiFieldPanel(
            [
                FieldPanel(
                    "slug",
                    help_text=_(
                        "Latin letters, figures and hyphens. It becomes part of the address."
                    ),
                ),
                FieldPanel("seo_title"),
                FieldPanel("search_description"),
            ],
            heading=_("For search engines"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("in_head"),
                FieldPanel(
                    "show_in_menus",
                    heading=_("Link at the foot of the site"),
                    help_text=_("The page is linked from the foot of every page of the site."),
                ),
            ],
            heading=_("Menus"),
        ),
    ]
    api_fields = [APIField("summary"), APIField("updated_at")]

    class Meta:
        abstract = True

    @property
    def updated_at(self) -> Any:
        """When what residents see was last published (W-20)."""
        return self.last_published_at or self.first_published_at

    @property
    def shown_summary(self) -> str:
        return self.search_description or self.summary

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        """A page without an address gets one in Latin letters: Wagtail's own would be code points."""
        if not self.slug and self.title:
            self.slug = self._free_slug(latin_slug(self.title) or "page")
        super().full_clean(*args, **kwargs)

    def _free_slug(self, wanted: str) -> str:
        parent = self.get_parent() if self.path else None
        slug, number = wanted, 1
        while not Page._slug_is_available(slug, parent, self):
            number += 1
            slug = f"{wanted}-{number}"
        return slug

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """The page below by its whole address in one look, instead of one per level."""
        if not path_components:
            return super().route(request, path_components)
        address = self.url_path + "/".join(path_components) + "/"
        below = Page.objects.filter(slug=path_components[-1], url_path=address).first()
        if below is None:
            raise Http404
        model = below.specific_class
        if model is None or not issubclass(model, CityPage):
            return super().route(request, path_components)
        return model.for_visitor(model.objects.all()).get(pk=below.pk).route(request, [])

    @classmethod
    def for_visitor(cls, pages: models.QuerySet) -> models.QuerySet:
        """Pages read together with what they always show."""
        return pages

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        return context | navigation.links_around(self, request)
