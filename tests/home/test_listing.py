"""An addressee is listed while it has a live page; a page and its record are born together."""

import pytest
from django.core.exceptions import ValidationError
from wagtail.models import Page

from directory.models import Addressee
from home.models import AddresseePage
from home.services import give_record
from tests.factories.directory import AddresseeFactory
from tests.factories.home import PageTree, add, publish


def listed(addressee: Addressee) -> bool:
    addressee.refresh_from_db()
    return addressee.is_listed


def test_addressee_is_listed_when_its_page_is_published(tree: PageTree):
    page = tree.add_addressee()
    assert listed(page.addressee)
    assert page.addressee.translation_key == page.translation_key


def test_draft_page_does_not_list_its_addressee(tree: PageTree):
    page = tree.add_addressee(live=False)
    assert not listed(page.addressee)


def test_unpublishing_takes_the_addressee_off_the_list(tree: PageTree):
    page = tree.add_addressee()
    page.unpublish()
    assert not listed(page.addressee)


def test_deleting_the_page_takes_the_addressee_off_the_list(tree: PageTree):
    page = tree.add_addressee()
    addressee = page.addressee
    Page.objects.get(pk=page.pk).delete()
    assert not listed(addressee)


def test_deleting_a_branch_takes_all_its_addressees_off_the_list(tree: PageTree):
    group = tree.add_group()
    pages = [tree.add_addressee(group) for _ in range(2)]
    Page.objects.get(pk=group.pk).delete()
    assert not any(listed(page.addressee) for page in pages)


def test_moving_the_page_keeps_the_addressee_listed(tree: PageTree):
    group = tree.add_group()
    page = tree.add_addressee()
    page.move(group, pos="last-child")
    assert listed(page.addressee)


def test_translation_left_alive_keeps_the_addressee_listed(tree: PageTree):
    page = tree.add_addressee()
    english = page.copy_for_translation(tree.home_en.locale)
    english.get_latest_revision().publish()
    english.refresh_from_db()
    assert english.addressee == page.addressee
    page.unpublish()
    assert listed(page.addressee)


def test_page_given_to_another_addressee_leaves_the_former_unlisted(tree: PageTree):
    page = tree.add_addressee()
    former, other = page.addressee, AddresseeFactory()
    page.addressee = other
    page.save_revision().publish()
    assert listed(other) and not listed(former)
    assert former.translation_key is None


def test_two_pages_of_a_language_cannot_share_an_addressee(tree: PageTree):
    page = tree.add_addressee()
    second = AddresseePage(
        title="Інша", slug="insha", addressee=page.addressee, locale=tree.home.locale
    )
    with pytest.raises(ValidationError) as refusal:
        tree.catalogue.add_child(instance=second)
    assert "addressee" in refusal.value.message_dict


def test_copy_of_a_page_is_about_nobody_yet(tree: PageTree):
    page = tree.add_addressee()
    copy = page.copy(update_attrs={"title": "Копія", "slug": "kopiia"}, keep_live=False)
    assert copy.addressee is None


def test_page_published_past_the_form_gets_its_record(tree: PageTree):
    page = AddresseePage(title="Служба ліфтів", record_kind="enterprise")
    page = publish(page, tree.catalogue)
    assert page.addressee.kind == "enterprise"
    assert str(page.addressee.name) == "Служба ліфтів"
    assert page.addressee.slug == "sluzhba-liftiv"
    assert listed(page.addressee)


def test_draft_makes_no_record(tree: PageTree):
    page = add(AddresseePage(title="Служба ліфтів", record_kind="enterprise"), tree.catalogue)
    assert page.addressee is None
    assert not Addressee.objects.filter(slug__startswith="sluzhba").exists()


def test_name_follows_the_title_until_the_addressee_is_listed(tree: PageTree):
    page = add(AddresseePage(title="Служба", record_kind="other"), tree.catalogue)
    record = give_record(page)
    page.title = "Служба ліфтів"
    give_record(page)
    assert str(record.name) == "Служба ліфтів"
    page.save_revision().publish()
    page.refresh_from_db()
    page.title = "Про нас"
    give_record(page)
    page.addressee.refresh_from_db()
    assert str(page.addressee.name) == "Служба ліфтів"


def test_second_record_of_one_title_gets_its_own_slug(tree: PageTree):
    first = publish(AddresseePage(title="Ліфти", record_kind="other"), tree.catalogue)
    group = tree.add_group()
    second = publish(AddresseePage(title="Ліфти", slug="lifty", record_kind="other"), group)
    assert {first.addressee.slug, second.addressee.slug} == {"lifty", "lifty-2"}
