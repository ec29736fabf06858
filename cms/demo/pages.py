"""Pages of the demo city, Ukrainian and English: the common ones, six groups, every addressee."""

from typing import Any

from wagtail.models import Locale, Site

from blocks.forms.models import FormDefinition
from blocks.forms.services import ensure_ready_forms
from cms.demo.bodies import City
from cms.demo.texts import both
from core.words import Text
from directory.models import Addressee
from home.models import (
    AddresseeGroupPage,
    AddresseePage,
    CataloguePage,
    CitySettings,
    HomePage,
    StandardPage,
)
from home.services import ensure_editor_groups, ensure_site_tree, ensure_workflow

LANGUAGES = ("uk", "en")
HEADINGS = {
    "uk": {
        "about": "Чим ми займаємося",
        "person": "Обовʼязки",
        "topic": "Про що мова",
        "write_for": "З чим звертатися",
        "people": "До кого саме",
        "write": "Написати",
        "contacts": "Де ми",
        "schedule": "Графік",
        "figures": "Як ми працюємо",
        "questions": "Часто питають",
    },
    "en": {
        "about": "What we do",
        "person": "Responsibilities",
        "topic": "What it is about",
        "write_for": "What to write about",
        "people": "Whom to see",
        "write": "Write to us",
        "contacts": "Where we are",
        "schedule": "Hours",
        "figures": "How we work",
        "questions": "Often asked",
    },
}
QUESTIONS = {
    "departament-zhkh": [
        (
            ("Хто ремонтує дах у багатоповерхівці", "Who repairs the roof of a block of flats"),
            (
                "Управитель будинку або ОСББ. Якщо дах протікає, а ремонту немає, напишіть нам: "
                "ми перевіримо й визначимо строк.",
                "The house manager or the association of owners. If nothing is done, write to us: "
                "we will check and set a term.",
            ),
        ),
        (
            (
                "Коли у дворі приберуть сніг і гілки",
                "When will snow and branches be cleared from the yard",
            ),
            (
                "Двори прибирають щодня до 8:00, після снігопаду — упродовж доби. Повалені гілки "
                "вивозять за два дні після повідомлення.",
                "Yards are cleared by 8:00 every day and within a day after a snowfall. Fallen "
                "branches are taken away within two days of a report.",
            ),
        ),
        (
            ("Як отримати акт про залиття квартири", "How to get a report on a flooded flat"),
            (
                "Подзвоніть до диспетчерської. Комісія прийде протягом доби, акт складають на "
                "місці у двох примірниках.",
                "Call the dispatcher. A commission comes within a day and draws the report up on "
                "the spot, in two copies.",
            ),
        ),
    ],
}


def build_pages(city: City) -> None:
    """Everything published, so that the catalogue and the search are full from the start."""
    ensure_editor_groups()
    ensure_workflow()
    ensure_ready_forms()
    home = ensure_site_tree("Вербів")
    _name_city()
    _fill_front(home, city)
    for language in LANGUAGES:
        catalogue = CataloguePage.objects.get(locale__language_code=language)
        for slug, group in city.groups.items():
            _group_page(catalogue, language, slug, city, group)


def _name_city() -> None:
    """What the head and the foot of every page say."""
    settings = CitySettings.for_site(Site.objects.get(is_default_site=True))
    settings.official_name = Text(uk="Вербівська міська рада", en="Verbiv City Council")
    settings.reception_name = Text(uk="Приймальня міста Вербова", en="Reception of Verbiv")
    settings.address = Text(
        uk="пл. Ратушна, 1, м. Вербів, 40100", en="1 Ratushna Sq, Verbiv, 40100"
    )
    settings.phone = "15-45"
    settings.phone_hours = Text(
        uk="Щодня з 8:00 до 20:00, без вихідних. Дзвінок безкоштовний. Поза цими годинами "
        "залиште голосове повідомлення — ми передзвонимо.",
        en="Every day from 8:00 to 20:00. The call is free. Outside these hours leave a voice "
        "message and we will call back.",
    )
    settings.save()


def _fill_front(home: HomePage, city: City) -> None:
    """Hours beside the title and words to try in the search."""
    examples = {
        "uk": "депутат мого округу, субсидія, яма на дорозі",
        "en": "deputy of my district, subsidy, pothole",
    }
    links = {
        "uk": ("Подзвонити: 15-45", "Щодня з 8:00 до 20:00, безкоштовно"),
        "en": ("Call 15-45", "Every day from 8:00 to 20:00, free of charge"),
    }
    for page in HomePage.objects.filter(translation_key=home.translation_key):
        language = page.locale.language_code
        page.opening = city.bodies["miska-rada"]
        page.opening_also = city.bodies["tsnap"]
        page.search_examples = examples[language]
        title, note = links[language]
        how_to = StandardPage.objects.child_of(page).live().first()
        rows = [("link", {"icon": "phone", "title": title, "note": note, "url": "tel:1545"})]
        if how_to is not None:
            rows.append(
                ("link", {"icon": "scroll", "title": how_to.title, "note": "", "page": how_to})
            )
        block = HomePage._meta.get_field("links").stream_block
        page.links = block.normalize(rows)
        page.save_revision().publish()


def _group_page(catalogue: CataloguePage, language: str, slug: str, city: City, group: Any) -> None:
    page = AddresseeGroupPage(
        locale=Locale.objects.get(language_code=language),
        title=group.name[language],
        slug=slug,
        summary=group.description[language][:300],
        group=group,
        with_pages_below=True,
        **_same_key(AddresseeGroupPage, group=group),
    )
    catalogue.add_child(instance=page)
    page.save_revision().publish()
    for addressee in city.members[slug]:
        _addressee_page(page, language, addressee, is_topic=slug == "temy")


def _addressee_page(
    parent: AddresseeGroupPage, language: str, addressee: Addressee, *, is_topic: bool
) -> None:
    page = AddresseePage(
        locale=parent.locale,
        title=addressee.name[language],
        slug=addressee.slug,
        summary=addressee.description.in_language(language)[:300],
        addressee=addressee,
        **_same_key(AddresseePage, addressee=addressee),
    )
    block = AddresseePage._meta.get_field("body").stream_block
    page.body = block.normalize(_body(addressee, language, is_topic))
    parent.add_child(instance=page)
    page.save_revision().publish()


def _same_key(model: Any, **about: Any) -> dict[str, Any]:
    """The key of the page in another language, when it is there already."""
    key = model.objects.filter(**about).values_list("translation_key", flat=True).first()
    return {"translation_key": key} if key else {}


def _body(addressee: Addressee, language: str, is_topic: bool) -> list[tuple[str, dict]]:
    words = HEADINGS[language]
    heading = words["topic" if is_topic else "person" if addressee.post else "about"]
    text = f"<p>{addressee.description.in_language(language)}</p>"
    if addressee.competences:
        text += f"<h3>{words['write_for']}</h3><p>{addressee.competences.in_language(language)}</p>"
    blocks: list[tuple[str, dict]] = [("text", {"heading": heading, "text": text})]
    if addressee.children.exists():
        blocks.append(("people", {"heading": words["people"], "with_branch": False}))
    forms = list(FormDefinition.objects.filter(slug="feedback")) if is_topic else []
    blocks.append(("appeal_form", {"heading": words["write"], "note": "", "forms": forms}))
    if addressee.slug in QUESTIONS:
        blocks.append(
            (
                "questions",
                {"heading": words["questions"], "questions": _questions(addressee.slug, language)},
            )
        )
    if not is_topic:
        blocks.append(("contacts", {"heading": words["contacts"], "show_map": True}))
        blocks.append(("schedule", {"heading": words["schedule"]}))
    blocks.append(("figures", {"heading": words["figures"]}))
    return blocks


def _questions(slug: str, language: str) -> list[dict[str, str]]:
    return [
        {
            "question": both(list(question))[language],
            "answer": f"<p>{both(list(answer))[language]}</p>",
        }
        for question, answer in QUESTIONS[slug]
    ]
