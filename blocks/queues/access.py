"""Who keeps queues: whoever may change the addressee that gives the places."""

from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import policy_registry, register_permission_policy

from blocks.queues.models import Queue
from directory.models import Addressee


class QueuePolicy(ModelPermissionPolicy):
    """Keepers of the directory keep every queue; a moderator those of the addressees served."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return addressees_of(user).exists()

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return addressees_of(user).exists()

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        return addressees_of(user).filter(pk=instance.addressee_id).exists()

    def instances_user_has_any_permission_for(self, user: Any, actions: Any) -> QuerySet:
        return Queue.objects.filter(addressee__in=addressees_of(user))

    def users_with_any_permission(self, actions: Any) -> QuerySet:
        policy = policy_registry.get_by_type(Addressee)
        keepers = policy.users_with_any_permission(["change"])
        moderators = Q(duties__role="moderator")
        return (
            get_user_model()
            ._default_manager.filter(Q(pk__in=keepers.values("pk")) | moderators, is_active=True)
            .distinct()
        )

    def users_with_any_permission_for_instance(self, actions: Any, instance: Any) -> QuerySet:
        policy = policy_registry.get_by_type(Addressee)
        return policy.users_with_any_permission_for_instance(["change"], instance.addressee)


def addressees_of(user: Any) -> QuerySet:
    """Addressees whose queues this person keeps."""
    policy = policy_registry.get_by_type(Addressee)
    return policy.instances_user_has_any_permission_for(user, ["change"])


def register_policies() -> None:
    """Told to Wagtail at start, before anything asks for the policy of queues."""
    register_permission_policy(Queue, QueuePolicy(Queue))
