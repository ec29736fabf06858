"""What the page tree gives to the frame of every page: links of head and foot, the city's name."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.models import Page, Site

from home.models import CataloguePage, CitySettings
from home.models.base import CityPage


def site_frame(language: str) -> dict[str, Any]:
    """`main`: pages marked for the head; `help` and `about`: the two halves of the foot."""
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    front = _front(site, language)
    if site is None or front is None:
        return {}
    foot = [
        _link(page) for page in Page.objects.live().descendant_of(front).in_menu().order_by("path")
    ]
    half = (len(foot) + 1) // 2
    with override(language):
        data = {"title": _("Open data and API"), "url": reverse("api:openapi-view")}
        answers = {"title": _("Answers to information requests"), "url": reverse("answers:list")}
        opinions = {"title": _("The public-opinion centre"), "url": reverse("polls:list")}
        facts = _city_facts(site)
    return {
        "home_url": front.url or "/",
        "catalogue_url": _catalogue_url(front),
        "main": [_link(page) for page in _in_head(front)],
        "help": foot[:half],
        "about": [*foot[half:], answers, opinions, data],
        "city_facts": facts,
    }


def _front(site: Site | None, language: str) -> Page | None:
    if site is None:
        return None
    translations = site.root_page.get_translations(inclusive=True)
    return translations.filter(locale__language_code=language, live=True).first()


def _catalogue_url(front: Page) -> str:
    """Where one chooses whom to write to."""
    catalogue = CataloguePage.objects.live().descendant_of(front).order_by("path").first()
    return (catalogue.url if catalogue else front.url) or "/"


def _in_head(front: Page) -> list[Page]:
    kinds = [model for model in CityPage.__subclasses__() if not model._meta.abstract]
    marked = [
        page
        for model in kinds
        for page in model.objects.live().descendant_of(front).filter(in_head=True)
    ]
    return sorted(marked, key=lambda page: page.path)


def _link(page: Page) -> dict[str, str]:
    return {"title": page.title, "url": page.url or ""}


def _city_facts(site: Site) -> dict[str, str]:
    city = CitySettings.objects.filter(site=site).select_related("emblem").first()
    if city is None:
        return {}
    texts = ("official_name", "reception_name", "address", "phone", "phone_hours")
    facts = {name: str(getattr(city, name)) for name in texts}
    if city.emblem:
        facts["emblem"] = city.emblem.get_rendition("max-160x80").url
    return facts
