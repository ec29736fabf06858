"""Editors' form of an addressee's page: drafts ask for little, publishing makes the record."""

from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse

from directory.models import Addressee
from home.models import AddresseePage
from home.services import ensure_workflow
from tests.factories.directory import AddresseeFactory
from tests.factories.home import PageTree

EMPTY_BODY = {"body-count": "0"}


@pytest.fixture
def desk(tree: PageTree, client_of):
    """An editor's client and the catalogue's "add" address, with approval on."""
    ensure_workflow()
    add = reverse("wagtailadmin_pages:add", args=["home", "addresseepage", tree.catalogue.pk])
    return client_of("editor"), add


def filled(**fields) -> dict:
    return {
        "title": "Служба ліфтів",
        "slug": "sluzhba-liftiv",
        "summary": "",
        "record_kind": "enterprise",
        **EMPTY_BODY,
        **fields,
    }


def errors(answer) -> dict:
    return {name: list(found) for name, found in answer.context["form"].errors.items()}


def test_autosaved_draft_makes_no_record(desk):
    client, add = desk
    answer = client.post(add, filled(), headers={"Accept": "application/json"})
    assert answer.json()["success"], answer.json()
    page = AddresseePage.objects.get(slug="sluzhba-liftiv")
    assert page.addressee is None and page.record_kind == "enterprise"
    assert not Addressee.objects.exists()


def test_draft_needs_neither_addressee_nor_kind(desk):
    client, add = desk
    client.post(add, filled(record_kind=""))
    assert AddresseePage.objects.get(slug="sluzhba-liftiv").addressee is None


def test_sending_for_approval_makes_the_record(desk):
    client, add = desk
    answer = client.post(add, filled(**{"action-submit": "1"}))
    assert answer.status_code == 302, errors(answer)
    page = AddresseePage.objects.get(slug="sluzhba-liftiv")
    assert str(page.addressee.name) == "Служба ліфтів"
    assert page.addressee.kind == "enterprise"
    assert not page.live and not page.addressee.is_listed
    assert page.workflow_in_progress


def test_sending_without_addressee_or_kind_says_what_to_do(desk):
    client, add = desk
    answer = client.post(add, filled(record_kind="", **{"action-submit": "1"}))
    assert "addressee" in errors(answer)
    assert not AddresseePage.objects.exists()


def test_page_may_be_about_an_addressee_of_the_directory(desk):
    client, add = desk
    addressee = AddresseeFactory()
    client.post(add, filled(addressee=addressee.pk, record_kind="", **{"action-submit": "1"}))
    assert AddresseePage.objects.get(slug="sluzhba-liftiv").addressee == addressee
    assert Addressee.objects.count() == 1


def test_new_addressee_stands_where_the_editor_put_it(desk):
    client, add = desk
    council = AddresseeFactory(kind="council")
    client.post(add, filled(record_parent=council.pk, **{"action-submit": "1"}))
    page = AddresseePage.objects.get(slug="sluzhba-liftiv")
    assert page.addressee.parent == council


def test_approved_page_is_published_with_its_record(desk, tree: PageTree, client_of, people):
    client, add = desk
    client.post(add, filled(**{"action-submit": "1"}))
    page = AddresseePage.objects.get(slug="sluzhba-liftiv")
    page.current_workflow_task_state.approve(user=people.admin)
    page.refresh_from_db()
    assert page.live
    page.addressee.refresh_from_db()
    assert page.addressee.is_listed
    assert Client().get(page.url).status_code == 200


def test_moderator_edits_the_own_page_in_the_admin(tree: PageTree, people, client_of):
    page = tree.add_addressee(addressee=AddresseeFactory(moderator=people.moderator))
    other = tree.add_addressee()
    client = client_of("moderator")
    assert client.get(reverse("wagtailadmin_home")).status_code == 200
    assert client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 200
    assert client.get(reverse("wagtailadmin_pages:edit", args=[other.pk])).status_code == 302


@pytest.mark.parametrize("name", ["resident", "clerk", "executor", "operator", "auditor", None])
def test_others_do_not_enter_the_admin(tree: PageTree, client_of, name):
    answer = client_of(name).get(reverse("wagtailadmin_home"))
    assert answer.status_code in (302, 403)


def test_help_stands_in_the_admin_only(tree: PageTree, client_of):
    assert client_of("editor").get(reverse("editors_help")).status_code == 200
    assert client_of(None).get(reverse("editors_help")).status_code == 302


def test_addressee_is_chosen_by_inflected_words(tree: PageTree, client_of):
    AddresseeFactory(name={"uk": "Служба доріг"})
    AddresseeFactory(name={"uk": "Архів"})
    address = reverse("addressee_chooser:choose_results")
    answer = client_of("editor").get(f"{address}?{urlencode({'q': 'дорогами'})}")
    assert "Служба доріг" in answer.content.decode()
    assert "Архів" not in answer.content.decode()


@pytest.mark.parametrize(
    "name",
    ["home", "catalogue", "group", "addressee", "standard"],
)
def test_every_page_opens_in_the_editor_and_in_the_preview(tree: PageTree, client_of, name: str):
    group = tree.add_group()
    pages = {
        "home": tree.home,
        "catalogue": tree.catalogue,
        "group": group,
        "addressee": tree.add_addressee(group),
        "standard": tree.add_standard(),
    }
    client, page = client_of("admin"), pages[name]
    assert client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 200
    preview = client.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]))
    assert preview.status_code == 200
    assert page.title in preview.content.decode().replace("\u00a0", " ")
