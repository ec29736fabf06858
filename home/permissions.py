"""Who may edit a page: Wagtail's groups by branch, and the moderators of an addressee."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import Q, QuerySet
from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy

from directory.models import Addressee, Duty
from home.models import AddresseePage


@dataclass(frozen=True)
class ModeratorGrant:
    """A right on one page that follows from a duty; looks like a GroupPagePermission."""

    page: Page
    permission: Permission

    @property
    def page_id(self) -> int:
        return self.page.pk


class CityPagePermissionPolicy(PagePermissionPolicy):
    """Groups by branch, and besides: moderators of an addressee may change its pages.

    `Duty` is the one truth about who serves an addressee, so nothing is copied into groups: a
    duty given or taken away works at the next request. Publishing still needs approval.
    """

    def get_all_permissions_for_user(self, user: Any) -> Any:
        by_group = super().get_all_permissions_for_user(user)
        if not user.is_active or user.is_anonymous or user.is_superuser:
            return by_group
        return [*by_group, *_moderator_grants(user)]

    def users_with_any_permission(self, actions: Any, include_superusers: bool = True) -> QuerySet:
        users = super().users_with_any_permission(actions, include_superusers)
        if "change" not in set(actions):
            return users
        moderators = Duty.objects.in_roles(Duty.Role.MODERATOR).people()
        return _either(users, moderators)

    def users_with_any_permission_for_instance(
        self, actions: Any, instance: Page, include_superusers: bool = True
    ) -> QuerySet:
        users = super().users_with_any_permission_for_instance(
            actions, instance, include_superusers
        )
        page = instance.specific
        if (
            "change" not in set(actions)
            or not isinstance(page, AddresseePage)
            or not page.addressee
        ):
            return users
        return _either(users, page.addressee.moderators())


def _moderator_grants(user: Any) -> list[ModeratorGrant]:
    moderated = Addressee.objects.serving(user, Duty.Role.MODERATOR)
    pages = list(Page.objects.filter(pk__in=_pages_of(moderated)).order_by("path"))
    if not pages:
        return []
    change = Permission.objects.get(content_type__app_label="wagtailcore", codename="change_page")
    return [ModeratorGrant(page, change) for page in pages]


def _pages_of(addressees: QuerySet) -> QuerySet:
    return AddresseePage.objects.filter(addressee__in=addressees).values("pk")


def _either(users: QuerySet, others: QuerySet) -> QuerySet:
    return users.model._default_manager.filter(
        Q(pk__in=users.order_by().values("pk")) | Q(pk__in=others.order_by().values("pk")),
        is_active=True,
    )
