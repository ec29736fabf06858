"""Choosing an addressee in the admin: a list with a search, instead of 5,000 lines of a select."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.chooser import ChooseResultsView, ChooseView
from wagtail.admin.viewsets.chooser import ChooserViewSet

from directory.models import Addressee


class AddresseeFilterForm(BaseFilterForm):
    q = forms.CharField(
        label=_("Name, post or words"),
        required=False,
        widget=forms.TextInput(attrs={"placeholder": _("Search")}),
    )

    def filter(self, objects: QuerySet) -> QuerySet:
        objects = super().filter(objects)
        text = self.cleaned_data.get("q")
        if text:
            self.is_searching, self.search_query = True, text
            objects = objects.matching(text)
        return objects


class AddresseeColumns:
    """Kind beside the name: two departments may be called alike."""

    filter_form_class = AddresseeFilterForm

    def get_object_list(self) -> QuerySet:
        return Addressee.objects.active().in_order()

    @property
    def columns(self) -> list[Column]:
        return [*super().columns, Column("get_kind_display", label=_("Kind"))]


class ChooseAddresseeView(AddresseeColumns, ChooseView):
    pass


class ChooseAddresseeResultsView(AddresseeColumns, ChooseResultsView):
    pass


class AddresseeChooserViewSet(ChooserViewSet):
    model = Addressee
    icon = "user"
    choose_one_text = _("Choose an addressee")
    choose_another_text = _("Choose another addressee")
    edit_item_text = _("Open the record")
    choose_view_class: Any = ChooseAddresseeView
    choose_results_view_class: Any = ChooseAddresseeResultsView
    per_page = 15
