"""The pages every city starts with, in every language, with real words in them."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.conf import settings
from django.db import transaction
from wagtail.models import Locale, Page, Site

from core import clock
from directory.models import Addressee
from home.models import (
    AccessibilityStatementPage,
    CataloguePage,
    ContactsPage,
    HomePage,
    SiteMapPage,
    StandardPage,
)
from home.models.base import CityPage

TEXTS = Path(__file__).resolve().parent.parent / "data" / "pages"
LANGUAGES = ("uk", "en")
AT_FOOT = {
    "how_to_file", "rights", "reception", "accessibility", "personal_data", "terms",
    "next_authority", "report", "site_map", "contacts",
}  # fmt: skip
IN_HEAD = {"catalogue", "how_to_file", "contacts", "help"}
# Order of the list is the order of pages in the tree and of links at the foot.
PAGES: tuple[tuple[str, type[CityPage]], ...] = (
    ("catalogue", CataloguePage),
    ("how_to_file", StandardPage),
    ("rights", StandardPage),
    ("reception", StandardPage),
    ("report", StandardPage),
    ("accessibility", AccessibilityStatementPage),
    ("personal_data", StandardPage),
    ("terms", StandardPage),
    ("next_authority", StandardPage),
    ("contacts", ContactsPage),
    ("help", StandardPage),
    ("site_map", SiteMapPage),
)


@dataclass(frozen=True)
class Words:
    """One text file: a head of `name: value` lines, then HTML after `---`."""

    head: dict[str, str]
    html: str


@transaction.atomic
def ensure_site_tree(
    city_name: str, *, hostname: str = "localhost", port: int = 80, today: date | None = None
) -> HomePage:
    """The front page, the catalogue and the pages of words in Ukrainian and English.

    What exists is left as the editors made it; only what is missing is added, so the command may
    be run again after an upgrade that brings a new page.
    """
    locales = {code: _locale(code) for code in _languages()}
    front = _front(locales, city_name)
    _site(front[settings.LANGUAGE_CODE], city_name, hostname, port)
    council = Addressee.objects.of_kind("council").active().order_by("depth", "pk").first()
    special = {
        ContactsPage: {"addressee": council},
        AccessibilityStatementPage: {"checked_on": today or clock.today(), "feedback_to": council},
    }
    for name, model in PAGES:
        _page(name, model, front, locales, special.get(model, {}))
    for home in front.values():
        home.refresh_from_db()
        if council and home.opening_id is None:
            home.opening = council
            _publish(home)
    return front[settings.LANGUAGE_CODE]


def _languages() -> list[str]:
    """Languages that both the site and our texts have; the main one first."""
    offered = [code for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES]
    return sorted(set(offered) & set(LANGUAGES), key=lambda code: code != settings.LANGUAGE_CODE)


def _locale(code: str) -> Locale:
    return Locale.objects.get_or_create(language_code=code)[0]


def _front(locales: dict[str, Locale], city_name: str) -> dict[str, HomePage]:
    fronts: dict[str, HomePage] = {}
    main = settings.LANGUAGE_CODE
    home = HomePage.objects.filter(locale=locales[main]).first()
    if home is None:
        words = read_words("home", main)
        root = Page.get_first_root_node()
        home = HomePage(locale=locales[main], slug=_free_root_slug("home"), **_facts(words))
        root.add_child(instance=home)
        _publish(home)
    fronts[main] = home
    for code, locale in locales.items():
        if code == main:
            continue
        fronts[code] = home.get_translation_or_none(locale) or _translate(
            home, locale, "home", code
        )
    return fronts


def _free_root_slug(slug: str) -> str:
    """Wagtail's welcome page sits on "home" until the site points elsewhere."""
    taken = Page.objects.filter(depth=2).values_list("slug", flat=True)
    return slug if slug not in taken else "vikno"


def _site(front: HomePage, city_name: str, hostname: str, port: int) -> None:
    """Point the default site to our front page and take Wagtail's welcome page away."""
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    if site is None:
        Site.objects.create(
            hostname=hostname, port=port, root_page=front, site_name=city_name, is_default_site=True
        )
        return
    before = site.root_page
    if isinstance(before.specific, HomePage):
        return
    site.root_page, site.site_name = front, city_name
    site.hostname, site.port = hostname, port
    site.save()
    if type(before.specific) is Page and before.depth > 1:
        before.delete()


def _page(
    name: str,
    model: type[CityPage],
    front: dict[str, HomePage],
    locales: dict[str, Locale],
    special: dict,
) -> None:
    main = settings.LANGUAGE_CODE
    words = read_words(name, main)
    below = Page.objects.get(pk=front[main].pk).get_children()
    page = model.objects.filter(pk__in=below.values("pk"), slug=words.head["slug"]).first()
    if page is None:
        page = model(
            locale=locales[main],
            slug=words.head["slug"],
            show_in_menus=name in AT_FOOT,
            in_head=name in IN_HEAD,
            **_facts(words),
            **special,
        )
        _fill_body(page, name, words, main)
        front[main].refresh_from_db()
        front[main].add_child(instance=page)
        _publish(page)
    for code, locale in locales.items():
        if code != main and page.get_translation_or_none(locale) is None:
            _translate(page, locale, name, code)


def _translate(page: CityPage, locale: Locale, name: str, code: str) -> CityPage:
    """A copy in another language, under its own address from the first moment.

    `copy_for_translation` would keep the source's slug and leave a redirect from it.
    """
    words = read_words(name, code)
    parent = page.get_parent()
    under = parent if parent.is_root() else parent.specific.get_translation(locale)
    copy = page.copy(
        to=under,
        update_attrs={"locale": locale, "slug": _slug_of_copy(words, under), **_facts(words)},
        copy_revisions=False,
        keep_live=False,
        reset_translation_key=False,
        log_action="wagtail.copy_for_translation",
    )
    copy.draft_title = copy.title
    _fill_body(copy, name, words, code)
    _publish(copy)
    return copy


def _slug_of_copy(words: Words, under: Page) -> str:
    taken = set(under.get_children().values_list("slug", flat=True))
    slug, number = words.head["slug"], 1
    while slug in taken:
        number += 1
        slug = f"{words.head['slug']}-{number}"
    return slug


def _publish(page: CityPage) -> None:
    page.save_revision().publish()
    page.refresh_from_db()


def _facts(words: Words) -> dict[str, str]:
    return {"title": words.head["title"], "summary": words.head["summary"]}


def _fill_body(page: CityPage, name: str, words: Words, code: str) -> None:
    if not hasattr(page, "body"):
        return
    blocks: list[tuple] = []
    if words.html:
        blocks.append(("text", {"heading": "", "text": words.html}))
    if "figures" in words.head:
        blocks.append(("figures", {"heading": words.head["figures"]}))
    if name == "help":
        blocks.append(("questions", {"heading": "", "questions": read_questions(name, code)}))
    block = page._meta.get_field("body").stream_block
    page.body = block.normalize(blocks)


def read_words(name: str, code: str) -> Words:
    head, _mark, html = (TEXTS / f"{name}.{code}.html").read_text("utf-8").partition("---\n")
    pairs = (line.partition(": ") for line in head.strip().splitlines())
    return Words({key.strip(): value.strip() for key, _sign, value in pairs}, html.strip())


def read_questions(name: str, code: str) -> list[dict[str, str]]:
    text = (TEXTS / f"{name}_questions.{code}.html").read_text("utf-8")
    rows = (part.strip().partition("\n") for part in text.split("\n---\n"))
    return [{"question": question, "answer": answer} for question, _line, answer in rows]
