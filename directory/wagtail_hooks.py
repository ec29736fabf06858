"""The directory in the menu of the Wagtail admin."""

from django.utils.translation import gettext_lazy as _
from wagtail_modeladmin.options import ModelAdminGroup, modeladmin_register

from directory.registers.addressees import AddresseeRegister, GroupRegister
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
    )
