"""The administrator's way to the break-glass page from Wagtail's menu."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from core.accounts.roles import Action


class BreakGlassMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.can(Action.BREAK_GLASS_OPEN)


@hooks.register("register_settings_menu_item")
def break_glass_item() -> Any:
    return BreakGlassMenuItem(
        _("Break-glass session"),
        reverse_lazy("accounts:break_glass"),
        icon_name="lock-open",
        order=900,
    )
