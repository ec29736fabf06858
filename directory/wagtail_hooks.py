"""The directory in the menu of the Wagtail admin."""

from typing import Any

from django.http import HttpRequest
from django.urls import path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail_modeladmin.options import ModelAdminGroup, modeladmin_register

from directory.papers import views as papers
from directory.registers.addressees import AddresseeRegister, GroupRegister
from directory.registers.keeping import CopyingFeeRegister, RetentionRegister
from directory.registers.law import (
    CalendarRegister,
    ClassifierRegister,
    HolidayRegister,
    ProfileRegister,
    RuleRegister,
)


@modeladmin_register
class DirectoryGroup(ModelAdminGroup):
    menu_label = _("Directory")
    menu_icon = "folder-open-inverse"
    menu_order = 250
    items = (
        AddresseeRegister,
        GroupRegister,
        CalendarRegister,
        HolidayRegister,
        RuleRegister,
        ClassifierRegister,
        ProfileRegister,
        CopyingFeeRegister,
        RetentionRegister,
    )


class PapersMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return papers.may_edit(request.user)


@hooks.register("register_settings_menu_item")
def papers_item() -> Any:
    return PapersMenuItem(
        _("Print forms"), reverse_lazy("directory_papers_index"), icon_name="doc-full", order=850
    )


@hooks.register("register_admin_urls")
def papers_addresses() -> list[Any]:
    return [
        path("papers/", papers.index, name="directory_papers_index"),
        path("papers/<slug:code>/", papers.edit, name="directory_papers_edit"),
        path("papers/<slug:code>/preview/", papers.preview, name="directory_papers_preview"),
        path("papers/<slug:code>/shipped/", papers.use_shipped, name="directory_papers_shipped"),
    ]
