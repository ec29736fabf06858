"""The editors' admin: choosers, help and places for lessons."""

from typing import Any

from django.templatetags.static import static
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from home.choosers import AddresseeChooserViewSet
from home.views import editors_help


@hooks.register("register_admin_viewset")
def addressee_chooser() -> AddresseeChooserViewSet:
    return AddresseeChooserViewSet("addressee_chooser", url_prefix="choose-addressee")


@hooks.register("register_admin_urls")
def help_address() -> list:
    return [path("how-to/", editors_help, name="editors_help")]


@hooks.register("register_admin_menu_item")
def help_item() -> MenuItem:
    return MenuItem(
        _("How to"), reverse("editors_help"), name="how-to", icon_name="help", order=900
    )


@hooks.register("insert_global_admin_css")
def colours_of_the_house() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("admin/vikno.css"))


class FirstSteps(Component):
    """What an editor usually comes for, on the first screen of the admin."""

    order = 50
    template_name = "home/admin/first_steps.html"

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        return {"help_url": reverse("editors_help")}


@hooks.register("construct_homepage_panels")
def first_steps(request: Any, panels: list) -> None:
    panels.insert(0, FirstSteps())
