"""Registers of what the city sets itself: the price of copies, times of keeping."""

from django.utils.translation import gettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from directory.models import CopyingFee, RetentionTerm
from directory.registers.exchange import ExchangedRegister


class CopyingFeeRegister(ExchangedRegister):
    model = CopyingFee
    menu_icon = "copy"
    list_display = ("valid_from", "valid_until", "free_pages", "page_price")
    ordering = ("-valid_from",)
    panels = [
        FieldRowPanel([FieldPanel("valid_from"), FieldPanel("valid_until")]),
        FieldRowPanel([FieldPanel("free_pages"), FieldPanel("page_price")]),
        FieldPanel("basis"),
    ]


class RetentionRegister(ExchangedRegister):
    model = RetentionTerm
    menu_icon = "history"
    list_display = ("name_in_list", "kind", "years", "valid_from", "valid_until")
    ordering = ("kind", "-valid_from")
    panels = [
        FieldPanel("name"),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("years")]),
        FieldRowPanel([FieldPanel("valid_from"), FieldPanel("valid_until")]),
        FieldPanel("basis"),
    ]

    def name_in_list(self, term: RetentionTerm) -> str:
        return str(term.name)

    name_in_list.short_description = gettext_lazy("Records")  # type: ignore[attr-defined]
