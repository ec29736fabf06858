"""Who keeps which register: by the table of roles, and by duty on one's own addressee."""

from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from core.accounts.roles import Action, roles_that_may
from directory.models import (
    Addressee,
    AddresseeGroup,
    Classifier,
    CopyingFee,
    DeadlineRule,
    Duty,
    Holiday,
    Profile,
    RetentionTerm,
    WorkingCalendar,
)


class RegisterPolicy(ModelPermissionPolicy):
    """Everything for those whose role has the right; Wagtail's group permissions add to it."""

    def __init__(self, model: Any, right: str = Action.DIRECTORY_EDIT, *, keeps: bool = False):
        """`keeps`: nothing is deleted here, because old records name it for years."""
        super().__init__(model)
        self.right = right
        self.keeps = keeps

    def user_has_permission(self, user: Any, action: str) -> bool:
        if self.keeps and action == "delete":
            return False
        if not (user.is_authenticated and user.is_active):
            return False
        return user.can(self.right) or super().user_has_permission(user, action)

    def users_with_any_permission(self, actions: Any) -> QuerySet:
        by_group = super().users_with_any_permission(actions)
        users = get_user_model()._default_manager
        by_role = users.filter(role_grants__role__in=roles_that_may(self.right))
        allowed = Q(pk__in=by_group.values("pk")) | Q(pk__in=by_role.values("pk"))
        return users.filter(allowed, is_active=True)


class AddresseePolicy(RegisterPolicy):
    """Keepers edit every addressee; a moderator edits the one that he or she serves."""

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        if super().user_has_any_permission(user, actions):
            return True
        return "change" in actions and self._served_by(user).exists()

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        if super().user_has_permission_for_instance(user, action, instance):
            return True
        return action == "change" and self._served_by(user).filter(pk=instance.pk).exists()

    def instances_user_has_any_permission_for(self, user: Any, actions: Any) -> QuerySet:
        if any(self.user_has_permission(user, action) for action in actions):
            return Addressee.objects.all()
        if "change" in actions:
            return self._served_by(user)
        return Addressee.objects.none()

    def users_with_any_permission_for_instance(self, actions: Any, instance: Any) -> QuerySet:
        keepers = super().users_with_any_permission_for_instance(actions, instance)
        if "change" not in actions:
            return keepers
        serving = Q(pk__in=keepers.values("pk")) | Q(pk__in=instance.moderators().values("pk"))
        return get_user_model()._default_manager.filter(serving)

    def _served_by(self, user: Any) -> QuerySet:
        if not (user.is_authenticated and user.is_active):
            return Addressee.objects.none()
        return Addressee.objects.serving(user, Duty.Role.MODERATOR)


def register_policies() -> None:
    """Told to Wagtail at start, before anything asks for a policy of these models."""
    register_permission_policy(Addressee, AddresseePolicy(Addressee))
    register_permission_policy(AddresseeGroup, RegisterPolicy(AddresseeGroup))
    calendars = Action.CALENDARS_EDIT
    register_permission_policy(Holiday, RegisterPolicy(Holiday, calendars))
    for model in (
        *(WorkingCalendar, DeadlineRule, Profile, Classifier),
        *(CopyingFee, RetentionTerm),
    ):
        register_permission_policy(model, RegisterPolicy(model, calendars, keeps=True))
