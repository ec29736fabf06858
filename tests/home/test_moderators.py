"""Who may edit a page follows from the duty over its addressee, and from groups by branch."""

import pytest
from django.contrib.auth.models import Group
from wagtail.models import GroupPagePermission, Page
from wagtail.permissions import policy_registry

from core import clock
from core.accounts.roles import Role
from core.accounts.services.people import grant_role, revoke_role
from directory.models import Duty
from home.services import ensure_editor_groups, ensure_workflow
from home.services.editors import ADDRESSEE_MODERATORS, ADMINISTRATORS, EDITORS, WORKFLOW
from tests.factories.directory import AddresseeFactory
from tests.factories.home import PageTree
from tests.people import make_person


def may(user, action: str, page: Page) -> bool:
    user = type(user).objects.get(pk=user.pk)
    return getattr(page.specific.permissions_for_user(user), f"can_{action}")()


def test_moderator_edits_the_page_of_the_addressee_and_no_other(tree: PageTree, people):
    own = tree.add_addressee(addressee=AddresseeFactory(moderator=people.moderator))
    other = tree.add_addressee()
    assert may(people.moderator, "edit", own)
    assert not may(people.moderator, "edit", other)
    assert not may(people.moderator, "edit", tree.home)
    assert not may(people.moderator, "add_subpage", tree.catalogue)


def test_moderator_publishes_only_through_approval(tree: PageTree, people):
    ensure_workflow()
    page = tree.add_addressee(addressee=AddresseeFactory(moderator=people.moderator))
    assert not may(people.moderator, "publish", page)
    assert not may(people.moderator, "unpublish", page)
    assert not may(people.moderator, "delete", page)
    assert may(people.moderator, "submit_for_moderation", page)


def test_duty_over_a_branch_reaches_the_pages_below(tree: PageTree, people):
    council = AddresseeFactory()
    below = tree.add_addressee(addressee=AddresseeFactory(parent=council))
    Duty.objects.create(
        addressee=council, user=people.moderator, role=Duty.Role.MODERATOR, with_subtree=True
    )
    assert may(people.moderator, "edit", below)


def test_right_ends_with_the_duty(tree: PageTree, people):
    page = tree.add_addressee(addressee=AddresseeFactory(moderator=people.moderator))
    assert may(people.moderator, "edit", page)
    Duty.objects.all().delete()
    assert not may(people.moderator, "edit", page)


def test_executor_and_head_of_the_addressee_do_not_edit_its_page(tree: PageTree, people):
    addressee = AddresseeFactory(executor=people.executor, head=people.head)
    page = tree.add_addressee(addressee=addressee)
    assert not may(people.executor, "edit", page)
    assert not may(people.head, "edit", page)


def test_translation_of_the_page_is_the_moderators_too(tree: PageTree, people):
    page = tree.add_addressee(addressee=AddresseeFactory(moderator=people.moderator))
    english = page.copy_for_translation(tree.home_en.locale)
    assert may(people.moderator, "edit", english)


def test_moderator_explores_only_the_way_to_the_page(tree: PageTree, people):
    own = tree.add_addressee(addressee=AddresseeFactory(moderator=people.moderator))
    other = tree.add_addressee()
    policy = policy_registry.get_by_type(Page)
    seen = set(policy.explorable_instances(people.moderator).values_list("pk", flat=True))
    assert own.pk in seen and other.pk not in seen


def test_policy_names_the_people_who_may_edit(tree: PageTree, people):
    page = tree.add_addressee(addressee=AddresseeFactory(moderator=people.moderator))
    tree.add_addressee(addressee=AddresseeFactory(moderator=people.stranger))
    policy = policy_registry.get(page)
    assert set(policy.users_with_permission_for_instance("change", page)) == {people.moderator}
    assert set(policy.users_with_permission("change")) == {people.moderator, people.stranger}
    assert not policy.users_with_permission_for_instance("publish", page).exists()


def test_resident_and_guest_edit_nothing(tree: PageTree, people):
    page = tree.add_addressee()
    assert not may(people.resident, "edit", page)
    assert not policy_registry.get(page).user_has_permission(people.resident, "change")


def test_editor_of_a_branch_stays_within_it(tree: PageTree, people):
    branch = tree.add_group()
    inside, outside = tree.add_addressee(branch), tree.add_addressee()
    group = Group.objects.create(name="Редактори депутатів")
    change = ensure_editor_groups()[EDITORS].page_permissions.get(
        permission__codename="change_page"
    )
    GroupPagePermission.objects.create(group=group, page=branch, permission=change.permission)
    people.resident.groups.add(group)
    assert may(people.resident, "edit", inside)
    assert not may(people.resident, "edit", outside)


@pytest.mark.parametrize(
    ("role", "name"),
    [
        (Role.EDITOR, EDITORS),
        (Role.ADMIN, ADMINISTRATORS),
        (Role.MODERATOR, ADDRESSEE_MODERATORS),
    ],
)
def test_role_puts_its_holder_into_the_group_and_takes_out(db, role: Role, name: str):
    person = make_person()
    grant_role(person, role, actor=None, at=clock.now())
    person = type(person).objects.get(pk=person.pk)
    assert [group.name for group in person.groups.all()] == [name]
    assert person.has_perm("wagtailadmin.access_admin")
    revoke_role(person, role, actor=None, at=clock.now())
    assert not type(person).objects.get(pk=person.pk).groups.exists()


def test_editor_writes_everywhere_and_publishes_nowhere(tree: PageTree, people):
    page = tree.add_standard()
    assert may(people.editor, "edit", page)
    assert may(people.editor, "add_subpage", tree.home)
    assert not may(people.editor, "publish", page)
    assert may(people.admin, "publish", page)


def test_administrators_hold_no_right_over_confidential_records(db):
    rights = ensure_editor_groups()[ADMINISTRATORS].permissions.all()
    assert rights.filter(content_type__app_label="directory").exists()
    assert not rights.filter(content_type__app_label__startswith="crm").exists()
    assert not rights.filter(content_type__app_label__in=["audit", "notify"]).exists()


def test_approval_is_on_from_the_first_day(tree: PageTree):
    workflow = ensure_workflow()
    assert workflow.name == WORKFLOW
    assert tree.catalogue.get_workflow() == workflow
    assert ensure_workflow() == workflow


def test_workflow_of_the_citys_own_stays(tree: PageTree):
    from wagtail.models import Workflow, WorkflowPage

    ensure_workflow()
    own = Workflow.objects.create(name="Наше погодження")
    WorkflowPage.objects.filter(page=Page.get_first_root_node()).update(workflow=own)
    assert ensure_workflow() == own
