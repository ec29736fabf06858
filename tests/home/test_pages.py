"""Pages as visitors see them: what stands on each, in few statements, the same for everybody."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from blocks.figures import rules as figures
from blocks.figures.services import Row, store_figures
from blocks.forms.services import ensure_ready_forms
from core import clock
from core.web.cache import forget_public_pages
from directory.models import Addressee, ScheduleWindow
from home.models import HomeGroup
from tests.factories.directory import (
    OFFICE_HOURS,
    AddresseeFactory,
    ContactFactory,
    GroupFactory,
    LeaveFactory,
    ScheduleFactory,
)
from tests.factories.home import PageTree

TUESDAY = datetime(2026, 3, 10, 12, 32, tzinfo=UTC)
TEXT = [("text", {"heading": "Чим ми займаємося", "text": "<p>Утримуємо двори.</p>"})]


@pytest.fixture(autouse=True)
def tuesday():
    with clock.frozen(TUESDAY) as frozen:
        yield frozen


def see(page, client: Client | None = None, **query) -> str:
    answer = (client or Client()).get(page.url, query)
    assert answer.status_code == 200
    return answer.content.decode()


def statements(url: str) -> int:
    """Statements of an uncached page once the process is warm."""
    client = Client()
    client.get(url)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(url, headers={"HX-Request": "true"}).status_code == 200
    return len(seen)


class TestFront:
    def test_groups_are_shown_with_how_many_are_listed_in_them(self, tree: PageTree):
        listed, hidden = AddresseeFactory(listed=True), AddresseeFactory()
        GroupFactory(name={"uk": "Депутати"}, members=[listed, hidden])
        html = see(tree.home)
        assert "Депутати" in html
        assert '<span class="count">1</span>' in html

    def test_group_counts_its_pages_and_its_picked_members_once(self, tree: PageTree):
        picked = AddresseeFactory()
        group = tree.add_group(GroupFactory(members=[picked]))
        tree.add_addressee(group, addressee=picked)
        tree.add_addressee(group)
        assert '<span class="count">2</span>' in see(tree.home)

    def test_chosen_groups_stand_in_the_chosen_order(self, tree: PageTree):
        first, second, third = (
            GroupFactory(members=[AddresseeFactory(listed=True)]) for _ in range(3)
        )
        for order, group in enumerate([third, first]):
            tree.home.home_groups.add(HomeGroup(group=group, sort_order=order))
        tree.home.save()
        html = see(tree.home)
        assert html.index(str(third.name)) < html.index(str(first.name))
        assert str(second.name) not in html

    def test_council_is_lit_while_it_is_open(self, tree: PageTree, tuesday):
        tree.home.opening = AddresseeFactory(hours=OFFICE_HOURS, name={"uk": "Міська рада"})
        tree.home.save()
        assert "Міська рада: відчинено до" in see(tree.home).replace("\u00a0", " ")
        tuesday.move_to(TUESDAY + timedelta(hours=8))
        assert "Міська рада: зачинено" in see(tree.home).replace("\u00a0", " ")

    def test_figures_of_the_city_are_said_in_a_sentence(self, tree: PageTree):
        store_figures([Row(None, TUESDAY.date(), figures.IN_TIME, 96)])
        assert "<strong>96" in see(tree.home)

    def test_new_installation_shows_no_empty_pane(self, tree: PageTree):
        html = see(tree.home)
        assert "is-seven" not in html
        assert html.count('class="pane"') == 1

    def test_number_of_statements_does_not_grow_with_the_city(self, tree: PageTree):
        GroupFactory(members=[AddresseeFactory(listed=True)])
        few = statements(tree.home.url)
        for _ in range(5):
            GroupFactory(members=[AddresseeFactory(listed=True) for _ in range(3)])
        assert statements(tree.home.url) == few


class TestAddressee:
    def test_open_state_and_todays_row_are_lit(self, tree: PageTree):
        addressee = AddresseeFactory(hours=OFFICE_HOURS)
        page = tree.add_addressee(addressee=addressee, body=[("schedule", {"heading": "Графік"})])
        html = see(page)
        assert "is-lit" in html
        assert '<tr class="is-today">' in html

    def test_contacts_come_from_the_directory(self, tree: PageTree):
        addressee = AddresseeFactory(address={"uk": "вул. Ратушна, 5"}, postcode="40100")
        ContactFactory(addressee=addressee, value="+380 54 200 1545")
        page = tree.add_addressee(
            addressee=addressee, body=[("contacts", {"heading": "Де ми", "show_map": True})]
        )
        html = see(page)
        assert "40100" in html
        assert 'href="tel:+380542001545"' in html

    def test_people_on_leave_name_who_stands_in(self, tree: PageTree):
        department = AddresseeFactory()
        away = AddresseeFactory(official=True, parent=department)
        other = AddresseeFactory(official=True, parent=department, name={"uk": "Савчук Леся"})
        today = TUESDAY.date()
        LeaveFactory(addressee=away, starts_on=today, ends_on=today, substitute=other)
        page = tree.add_addressee(
            addressee=department, body=[("people", {"heading": "Люди", "with_branch": False})]
        )
        assert "Заміщує Савчук" in see(page).replace("\u00a0", " ")

    def test_reception_hours_of_people_are_said_by_days(self, tree: PageTree):
        department = AddresseeFactory()
        person = AddresseeFactory(official=True, parent=department)
        ScheduleFactory(
            addressee=person, purpose="reception", hours={1: "09:00-12:00", 3: "09:00-12:00"}
        )
        page = tree.add_addressee(
            addressee=department, body=[("people", {"heading": "", "with_branch": False})]
        )
        assert "вівторок, четвер: 9:00–12:00" in see(page).replace("\u2060", "")

    def test_a_pattern_is_said_with_its_next_dates_in_as_many_statements(self, tree: PageTree):
        deputy = AddresseeFactory(official=True)
        schedule = ScheduleFactory(
            addressee=deputy, purpose="reception", hours={1: "09:00-12:00"}, note={"uk": "Каб. 12"}
        )
        page = tree.add_addressee(addressee=deputy, body=[("schedule", {"heading": "Графік"})])
        see(page)
        weekly = statements(page.url)
        ScheduleWindow.objects.filter(schedule=schedule).update(pattern="first", weekday=3)
        forget_public_pages()
        html = see(page).replace("\u2060", "").replace("\u00a0", " ")
        assert "Перший четвер місяця, 9:00–12:00" in html
        assert html.count("9:00–12:00</td>") == 3
        assert "2 квітня 2026" in html
        assert "Каб. 12" in html
        assert statements(page.url) <= weekly

    def test_a_persons_reception_by_a_pattern_names_the_next_date(self, tree: PageTree):
        department = AddresseeFactory()
        person = AddresseeFactory(official=True, parent=department)
        schedule = ScheduleFactory(addressee=person, purpose="reception")
        ScheduleWindow.objects.create(
            schedule=schedule, pattern="last", weekday=4, opens="14:00", closes="17:00"
        )
        page = tree.add_addressee(
            addressee=department, body=[("people", {"heading": "", "with_branch": False})]
        )
        html = see(page).replace("\u2060", "").replace("\u00a0", " ")
        assert "остання пʼятниця місяця, 14:00–17:00; найближчий — 27 березня" in html

    def test_forms_lead_to_writing_an_appeal(self, tree: PageTree):
        ensure_ready_forms()
        page = tree.add_addressee(
            body=[*TEXT, ("appeal_form", {"heading": "", "note": "", "forms": []})]
        )
        html = see(page)
        assert f"/appeals/new/{page.addressee.slug}/" in html
        assert 'href="#write"' in html

    def test_addressee_that_takes_no_appeals_offers_no_form(self, tree: PageTree):
        ensure_ready_forms()
        page = tree.add_addressee(
            addressee=AddresseeFactory(accepts_appeals=False),
            body=[("appeal_form", {"heading": "", "note": "", "forms": []})],
        )
        assert "/appeals/new/" not in see(page)

    def test_page_without_the_block_still_lets_one_write(self, tree: PageTree):
        ensure_ready_forms()
        page = tree.add_addressee(body=TEXT)
        assert f"/appeals/new/{page.addressee.slug}/" in see(page)

    def test_page_of_words_alone_takes_at_most_twelve_statements(self, tree: PageTree):
        ensure_ready_forms()
        page = tree.add_addressee(
            tree.add_group(), addressee=AddresseeFactory(hours=OFFICE_HOURS), body=TEXT
        )
        assert statements(page.url) <= 12

    def test_dates_of_publication_and_update_are_shown(self, tree: PageTree, tuesday):
        page = tree.add_addressee(body=TEXT)
        assert "Опубліковано <time>" in see(page)
        tuesday.tick(timedelta(days=1))

    def test_draft_is_not_there_for_visitors(self, tree: PageTree):
        page = tree.add_addressee(live=False)
        assert Client().get(page.url).status_code == 404


class TestEveryPage:
    @pytest.fixture
    def pages(self, tree: PageTree):
        group = tree.add_group()
        return [
            tree.home,
            tree.catalogue,
            group,
            tree.add_addressee(group, body=TEXT),
            tree.add_standard(body=TEXT),
        ]

    def test_one_h1_and_a_title(self, pages):
        for page in pages:
            html = see(page)
            assert html.count("<h1") == 1
            assert f"<title>{page.title}" in html

    def test_no_session_token_or_cookie(self, pages):
        for page in pages:
            answer = Client().get(page.url)
            assert not answer.cookies
            assert b"csrfmiddlewaretoken" not in answer.content

    def test_crumbs_lead_to_the_parent_and_no_further(self, pages):
        html = see(pages[3])
        crumbs = html.split('class="crumbs')[1].split("</nav>")[0]
        assert pages[1].url in crumbs and pages[2].url in crumbs
        assert pages[3].url not in crumbs

    def test_language_switch_keeps_the_page(self, tree: PageTree):
        html = see(tree.catalogue)
        assert 'hreflang="en" href="http://testserver/en/addressees/"' in html
        english = see(tree.catalogue_en)
        assert '<html lang="en"' in english
        assert 'hreflang="uk" href="http://testserver/adresaty/"' in english

    def test_social_marks_and_canonical_address(self, tree: PageTree):
        page = tree.add_standard(title="Правила", summary="Як писати до міста.")
        html = see(page)
        assert '<meta property="og:title" content="Правила">' in html
        assert '<meta name="description" content="Як писати до міста.">' in html
        assert f'<link rel="canonical" href="http://testserver{page.url}">' in html

    def test_unknown_address_is_a_404(self, tree: PageTree):
        for path in ("/nema/", "/adresaty/nema/", "/en/nema/"):
            assert Client().get(path).status_code == 404


def test_sitemap_names_every_language_and_no_draft(tree: PageTree):
    page, draft = tree.add_standard(), tree.add_standard(title="Чернетка", live=False)
    xml = Client().get(reverse("sitemap")).content.decode()
    assert f"<loc>http://testserver{page.url}</loc>" in xml
    assert (
        '<xhtml:link rel="alternate" hreflang="en" href="http://testserver/en/addressees/"/>' in xml
    )
    assert draft.slug not in xml


def test_special_site_shows_one_group_under_its_own_name(tree: PageTree):
    from wagtail.models import Site

    group = tree.add_group(title="Депутати")
    page = tree.add_addressee(group, body=TEXT)
    Site.objects.create(hostname="deputies.test", root_page=group)
    answer = Client(headers={"host": "deputies.test"}).get("/")
    assert answer.status_code == 200
    assert page.title in answer.content.decode()
    inner = Client(headers={"host": "deputies.test"}).get(f"/{page.slug}/")
    assert inner.status_code == 200


def test_listed_addressee_of_the_page_is_in_the_group(tree: PageTree):
    group = tree.add_group()
    page = tree.add_addressee(group)
    outside = tree.add_addressee()
    html = see(group)
    assert page.url in html
    assert outside.url not in html


def test_group_may_show_only_the_picked(tree: PageTree):
    picked = AddresseeFactory(listed=True)
    group = tree.add_group(GroupFactory(members=[picked]), with_pages_below=False)
    below = tree.add_addressee(group)
    html = see(group)
    assert str(picked.name) in html.replace("\u00a0", " ")
    assert below.url not in html
    assert Addressee.objects.listed().count() == 2
