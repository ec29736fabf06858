"""Wagtail's list of users with our forms; stands in INSTALLED_APPS instead of wagtail.users."""

from wagtail.users.apps import WagtailUsersAppConfig


class UsersAppConfig(WagtailUsersAppConfig):
    user_viewset = "core.accounts.staff_admin.PeopleViewSet"
