"""Roles: a table in code, grants as rows, groups that follow."""

import pytest
from django.contrib.auth.models import Group

from core import clock
from core.accounts import roles
from core.accounts.models import RoleGrant, User
from core.accounts.roles import RIGHTS, STAFF_ROLES, Action, Role, Scope, scope_of
from core.accounts.services import grant_role, revoke_role, set_roles
from core.audit.models import Entry
from tests.factories.accounts import UserFactory


def test_every_role_has_a_row_and_every_action_has_somebody():
    assert set(RIGHTS) == set(Role)
    assert {action for rights in RIGHTS.values() for action in rights} == set(Action)


def test_nobody_technical_reads_appeals():
    for role in (Role.ADMIN, Role.EDITOR, Role.ANALYST, Role.AUDITOR, Role.SUPERVISOR):
        assert not any(action.startswith("appeals.read") for action in RIGHTS[role])


def test_the_widest_scope_of_all_roles_counts():
    action = Action.APPEALS_REPLY
    assert scope_of([Role.EXECUTOR], action) == Scope.OWN
    assert scope_of([Role.EXECUTOR, Role.HEAD, Role.MODERATOR], action) == Scope.SUBTREE
    assert scope_of([Role.RESIDENT], action) is None


def test_a_misspelt_action_is_an_error_not_a_refusal():
    with pytest.raises(ValueError, match="appeals.raed"):
        scope_of([Role.CLERK], "appeals.raed")


def test_a_superuser_gets_no_action_from_being_one():
    user = User(email="root@people.test", is_superuser=True)
    assert not user.can(Action.APPEALS_READ_ALL)
    assert not user.can(Action.DESK_OPEN)


@pytest.mark.django_db
class TestGranting:
    def test_everybody_is_a_resident_and_a_role_is_added(self):
        user = UserFactory()
        assert user.roles == {"resident"}
        assert not user.is_staff
        grant_role(user, "clerk", actor=None, at=clock.now())
        user = User.objects.get()
        assert user.roles == {"resident", "clerk"}
        assert user.is_staff
        assert user.can("appeals.register")
        assert User.objects.with_role("clerk").get() == user

    def test_asking_what_a_person_may_costs_no_query(self, django_assert_num_queries):
        user = UserFactory(role="clerk")
        with django_assert_num_queries(0):
            assert user.can("appeals.register")
            assert not user.can("appeals.sign")

    def test_a_role_taken_away_stops_at_once(self):
        user = UserFactory(role="clerk")
        revoke_role(user, "clerk", actor=None, at=clock.now())
        user = User.objects.get()
        assert not user.can("appeals.register")
        assert not user.is_staff

    def test_granting_twice_changes_nothing_and_is_written_once(self):
        admin, user = UserFactory(role="admin"), UserFactory()
        for _ in range(2):
            grant_role(user, "clerk", actor=admin, at=clock.now())
        assert RoleGrant.objects.filter(user=user).count() == 1
        entry = Entry.objects.get(action="accounts.role_granted", target_pk=str(user.pk))
        assert (entry.actor, entry.facts) == (admin, {"role": "clerk"})

    def test_setting_roles_leaves_exactly_those(self):
        user = UserFactory(role="clerk")
        set_roles(user, ["head", "executor"], actor=None, at=clock.now())
        assert User.objects.get().roles == {"resident", "head", "executor"}

    def test_a_closed_account_may_nothing(self):
        assert not UserFactory(role="clerk", is_active=False).can("appeals.register")

    def test_groups_follow_roles_and_other_groups_stay(self, monkeypatch):
        monkeypatch.setattr(roles, "_groups", {})
        editors, branch = Group.objects.create(name="all"), Group.objects.create(name="branch")
        roles.register_group(Role.EDITOR, lambda: editors)
        user = UserFactory()
        user.groups.add(branch)
        grant_role(user, "editor", actor=None, at=clock.now())
        assert set(user.groups.all()) == {editors, branch}
        revoke_role(user, "editor", actor=None, at=clock.now())
        assert set(user.groups.all()) == {branch}


def test_resident_is_not_a_staff_role():
    assert Role.RESIDENT not in STAFF_ROLES
