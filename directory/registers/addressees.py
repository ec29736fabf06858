"""The register of addressees and that of their groups."""

from typing import Any

from django.contrib.admin import SimpleListFilter
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.panels import TabbedInterface as Tabs
from wagtail.permissions import policy_registry
from wagtail_modeladmin.helpers.search import BaseSearchHandler

from directory.forms import ScheduleForm, TurnForm
from directory.models import Addressee, AddresseeGroup
from directory.registers.base import Register, RegisterEditView, RowsPanel
from directory.registers.schedules import AddresseeButtons, schedule_addresses
from directory.schedules.patterns import Pattern
from directory.widgets import PointPanel


def turn_rows() -> RowsPanel:
    """Weekly hours are typed as a week, so they have no rows here."""
    return RowsPanel(
        "windows",
        [
            FieldRowPanel([FieldPanel("pattern"), FieldPanel("weekday")]),
            FieldRowPanel([FieldPanel("opens"), FieldPanel("closes")]),
            FieldRowPanel([FieldPanel("every"), FieldPanel("since")]),
            FieldPanel("dates"),
        ],
        heading=gettext_lazy("Hours that do not come every week"),
        label=pgettext_lazy("row of a form", "Hours"),
        order=("pattern", "weekday", "opens"),
        form=TurnForm,
        leaving_out=Q(pattern=Pattern.WEEKLY),
    )


def schedule_rows() -> RowsPanel:
    return RowsPanel(
        "schedules",
        [
            FieldPanel("purpose"),
            FieldPanel("name"),
            FieldPanel("note"),
            FieldPanel("week"),
            turn_rows(),
            FieldPanel("calendar"),
            FieldPanel("holiday_policy"),
            FieldRowPanel([FieldPanel("valid_from"), FieldPanel("valid_until")]),
            FieldPanel("prolong_months"),
            RowsPanel(
                "exceptions",
                [
                    FieldRowPanel([FieldPanel("date"), FieldPanel("is_closed")]),
                    FieldRowPanel([FieldPanel("opens"), FieldPanel("closes")]),
                    FieldPanel("note"),
                ],
                heading=gettext_lazy("Dates with another order"),
                label=pgettext_lazy("row of a form", "Date"),
                order=("date", "opens"),
            ),
        ],
        heading=gettext_lazy("Schedules"),
        label=gettext_lazy("Schedule"),
        form=ScheduleForm,
    )


def leave_rows() -> RowsPanel:
    return RowsPanel(
        "leaves",
        [
            FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on")]),
            FieldPanel("substitute"),
            FieldPanel("note"),
        ],
        heading=pgettext_lazy("absence", "Leaves"),
        label=pgettext_lazy("absence", "Leave"),
        order=("starts_on", "pk"),
    )


def contact_rows() -> RowsPanel:
    return RowsPanel(
        "contacts",
        [FieldRowPanel([FieldPanel("kind"), FieldPanel("value")]), FieldPanel("label")],
        heading=gettext_lazy("Contacts"),
        label=gettext_lazy("Contact"),
    )


def duty_rows() -> RowsPanel:
    return RowsPanel(
        "duties",
        [FieldPanel("user"), FieldRowPanel([FieldPanel("role"), FieldPanel("with_subtree")])],
        heading=gettext_lazy("Who serves"),
        label=gettext_lazy("Duty"),
        order=("role", "pk"),
    )


def place_panels() -> list:
    return [
        contact_rows(),
        MultiFieldPanel(
            [
                FieldPanel("address"),
                FieldRowPanel([FieldPanel("room"), FieldPanel("postcode")]),
                FieldPanel("directions"),
                PointPanel("location"),
            ],
            heading=gettext_lazy("Where it is"),
        ),
    ]


WORDS = [
    FieldPanel("description"),
    FieldPanel("competences"),
    FieldPanel("keywords"),
]

KEEPERS_FORM = Tabs(
    [
        ObjectList(
            [
                FieldPanel("name"),
                FieldPanel("short_name"),
                FieldRowPanel([FieldPanel("kind"), FieldPanel("slug")]),
                FieldPanel("parent"),
                FieldPanel("post"),
                *WORDS,
            ],
            heading=pgettext_lazy("tab", "About"),
        ),
        ObjectList(place_panels(), heading=gettext_lazy("Contacts and place")),
        ObjectList([schedule_rows(), leave_rows()], heading=pgettext_lazy("tab", "When")),
        ObjectList(
            [
                duty_rows(),
                MultiFieldPanel(
                    [
                        FieldRowPanel([FieldPanel("routing"), FieldPanel("accepts_appeals")]),
                        FieldPanel("profile"),
                        FieldRowPanel([FieldPanel("is_active"), FieldPanel("listed_without_page")]),
                    ],
                    heading=gettext_lazy("Appeals and the catalogue"),
                ),
            ],
            heading=pgettext_lazy("tab", "Work"),
        ),
    ]
)

# A moderator keeps the facts of the day; the tree, the rights and the routing are not theirs.
MODERATORS_FORM = Tabs(
    [
        ObjectList(WORDS, heading=pgettext_lazy("tab", "About")),
        ObjectList(place_panels(), heading=gettext_lazy("Contacts and place")),
        ObjectList([schedule_rows(), leave_rows()], heading=pgettext_lazy("tab", "When")),
    ]
)


STATES = {
    "listed": gettext_lazy("In the catalogue"),
    "unlisted": gettext_lazy("Outside the catalogue"),
    "inactive": gettext_lazy("Does not work"),
}


class ByWords(BaseSearchHandler):
    """The catalogue's own search: inflected and unfinished words."""

    def search_queryset(self, queryset: Any, search_term: str, **kwargs: Any) -> QuerySet:
        return queryset.matching(search_term)

    @property
    def show_search_form(self) -> bool:
        return True


class StateFilter(SimpleListFilter):
    """In the catalogue, outside of it, or out of work."""

    title = pgettext_lazy("state of an addressee", "State")
    parameter_name = "state"

    def lookups(self, request: Any, model_admin: Any) -> list[tuple[str, Any]]:
        return list(STATES.items())

    def queryset(self, request: Any, queryset: Any) -> QuerySet:
        match self.value():
            case "listed":
                return queryset.listed()
            case "unlisted":
                return queryset.active().filter(is_listed=False)
            case "inactive":
                return queryset.filter(is_active=False)
        return queryset


class AddresseeEditView(RegisterEditView):
    """The whole form for keepers of the register, the facts of the day for a moderator."""

    def get_edit_handler(self) -> Any:
        policy = policy_registry.get_by_type(Addressee)
        whole = policy.user_has_permission(self.request.user, "change")
        return (KEEPERS_FORM if whole else MODERATORS_FORM).bind_to_model(Addressee)


class AddresseeRegister(Register):
    model = Addressee
    menu_icon = "group"
    edit_handler = KEEPERS_FORM
    edit_view_class = AddresseeEditView
    button_helper_class = AddresseeButtons
    search_handler_class = ByWords
    search_fields = ("search_text",)
    list_display = ("name_in_list", "kind", "parent", "state_in_list")
    list_filter = ("kind", StateFilter, "routing")
    list_select_related = ("parent",)
    ordering = ("sort_name", "pk")

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        policy = policy_registry.get_by_type(Addressee)
        mine = policy.instances_user_has_permission_for(request.user, "change")
        return mine.order_by(*self.ordering)

    def get_admin_urls_for_registration(self) -> tuple[Any, ...]:
        return (*super().get_admin_urls_for_registration(), *schedule_addresses(self))

    def refusal_to_delete(self, target: Any) -> str:
        return _(
            "“%(name)s” has appeals, subordinates or pages, so it cannot be deleted. "
            "Take the mark “Works” off instead: it leaves the catalogue, and its history stays."
        ) % {"name": target}

    def name_in_list(self, addressee: Addressee) -> str:
        return str(addressee.name)

    name_in_list.short_description = pgettext_lazy("name of a thing", "Name")  # type: ignore[attr-defined]
    name_in_list.admin_order_field = "sort_name"  # type: ignore[attr-defined]

    def state_in_list(self, addressee: Addressee) -> str:
        if not addressee.is_active:
            return str(STATES["inactive"])
        return str(STATES["listed" if addressee.is_listed else "unlisted"])

    state_in_list.short_description = StateFilter.title  # type: ignore[attr-defined]


class GroupRegister(Register):
    model = AddresseeGroup
    menu_icon = "list-ul"
    list_display = ("name_in_list", "slug", "order")
    ordering = ("order", "slug")
    panels = [
        FieldPanel("name"),
        FieldRowPanel([FieldPanel("slug"), FieldPanel("order")]),
        FieldPanel("description"),
        RowsPanel(
            "members",
            [FieldPanel("addressee")],
            heading=gettext_lazy("Addressees of the group"),
            label=pgettext_lazy("row of a form", "Addressee"),
        ),
    ]

    def name_in_list(self, group: AddresseeGroup) -> str:
        return str(group.name)

    name_in_list.short_description = pgettext_lazy("name of a thing", "Name")  # type: ignore[attr-defined]
