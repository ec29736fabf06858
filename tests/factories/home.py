"""Pages with intentions: `AddresseePageFactory(addressee=…, live=False)`, `make_page_tree()`."""

from dataclasses import dataclass
from typing import Any

from wagtail.models import Locale, Page, Site

from directory.models import AddresseeGroup
from home.models import AddresseeGroupPage, AddresseePage, CataloguePage, HomePage, StandardPage
from tests.factories.directory import AddresseeFactory, GroupFactory


@dataclass
class PageTree:
    """The least a site stands on: a front page and a catalogue in both languages."""

    home: HomePage
    home_en: HomePage
    catalogue: CataloguePage
    catalogue_en: CataloguePage
    site: Site

    def add_group(self, group: AddresseeGroup | None = None, **fields: Any) -> AddresseeGroupPage:
        group = group or GroupFactory()
        fields = {"title": str(group.name), "slug": group.slug, **fields}
        return publish(AddresseeGroupPage(group=group, **fields), self.catalogue)

    def add_addressee(
        self, under: Any = None, *, live: bool = True, **fields: Any
    ) -> AddresseePage:
        """A page of a new addressee, or of the one given; a live one lists it."""
        addressee = fields.pop("addressee", None) or AddresseeFactory()
        fields = {"title": str(addressee.name), "slug": addressee.slug, **fields}
        page = AddresseePage(addressee=addressee, **fields)
        return (
            publish(page, under or self.catalogue) if live else add(page, under or self.catalogue)
        )

    def add_standard(self, under: Any = None, *, live: bool = True, **fields: Any) -> StandardPage:
        page = StandardPage(**{"title": "Правила", **fields})
        return publish(page, under or self.home) if live else add(page, under or self.home)


def make_page_tree() -> PageTree:
    """The tree that every test database stands on; made where a test took it away."""
    front = HomePage.objects.filter(slug="front").first()
    if front is None:
        return _make_page_tree()
    homes = HomePage.objects.filter(translation_key=front.translation_key).order_by("pk")
    catalogues = CataloguePage.objects.order_by("pk")[:2]
    return PageTree(*homes, *catalogues, Site.objects.get(is_default_site=True))


def _make_page_tree() -> PageTree:
    uk = Locale.objects.get_or_create(language_code="uk")[0]
    en = Locale.objects.get_or_create(language_code="en")[0]
    root = Page.get_first_root_node()
    home = publish(HomePage(title="Вікно до міської ради", slug="front", locale=uk), root)
    site = Site.objects.get(is_default_site=True)
    welcome = site.root_page
    site.root_page = home
    site.save()
    welcome.delete()
    home_en = translate(home, en, "A window to the city council")
    catalogue = publish(CataloguePage(title="Адресати", slug="adresaty", locale=uk), home)
    catalogue_en = translate(catalogue, en, "Addressees", slug="addressees")
    return PageTree(home, home_en, catalogue, catalogue_en, site)


def take_page_tree_away() -> None:
    """As the migrations leave it: nothing but Wagtail's page of welcome."""
    uk = Locale.objects.get_or_create(language_code="uk")[0]
    welcome = Page.get_first_root_node().add_child(
        instance=Page(title="Welcome to your new Wagtail site!", slug="welcome", locale=uk)
    )
    Site.objects.update(root_page=welcome)
    Site.clear_site_root_paths_cache()
    for home in HomePage.objects.all():
        home.delete()


def add(page: Page, parent: Page) -> Any:
    """A draft under a parent, in the parent's language unless the page has its own."""
    parent.refresh_from_db()
    if not page.locale_id and not parent.is_root():
        page.locale = parent.locale
    page.live = False
    parent.add_child(instance=page)
    page.save_revision()
    return page


def publish(page: Page, parent: Page) -> Any:
    add(page, parent).get_latest_revision().publish()
    page.refresh_from_db()
    return page


def translate(page: Page, locale: Locale, title: str, slug: str = "") -> Any:
    copy = page.copy_for_translation(locale)
    copy.title = copy.draft_title = title
    if slug:
        copy.slug = slug
        copy.set_url_path(copy.get_parent())
    copy.save_revision().publish()
    copy.refresh_from_db()
    return copy
