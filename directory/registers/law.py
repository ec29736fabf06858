"""Registers of what the law says: calendars, their days, deadline rules, classifiers, profiles."""

from typing import Any

from django.contrib.admin import SimpleListFilter
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList

from directory.forms import CalendarForm, DeadlineRuleForm
from directory.models import Classifier, DeadlineRule, Holiday, Profile, WorkingCalendar
from directory.profile_forms import ProfileForm
from directory.registers.base import PolicyHelper, Register, RegisterEditView, RowsPanel
from directory.registers.exchange import CalendarButtons, ExchangedRegister


class CalendarRegister(ExchangedRegister):
    model = WorkingCalendar
    button_helper_class = CalendarButtons
    menu_icon = "calendar-alt"
    list_display = ("name_in_list", "code", "weekly_days", "regimes_in_list", "version")
    ordering = ("code",)
    edit_handler = ObjectList(
        [
            FieldPanel("name"),
            FieldRowPanel([FieldPanel("code"), FieldPanel("weekly_days")]),
            FieldPanel("eve_shortening_minutes"),
            FieldPanel("week"),
            RowsPanel(
                "regimes",
                [
                    FieldPanel("kind"),
                    FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on")]),
                ],
                heading=gettext_lazy("Regimes"),
                label=gettext_lazy("Regime"),
                order=("starts_on", "pk"),
                help_text=gettext_lazy("While a regime holds, only the weekly days off count."),
            ),
        ],
        base_form_class=CalendarForm,
    )

    def name_in_list(self, calendar: WorkingCalendar) -> str:
        return str(calendar.name)

    name_in_list.short_description = pgettext_lazy("name of a thing", "Name")  # type: ignore[attr-defined]

    def regimes_in_list(self, calendar: WorkingCalendar) -> str:
        """From the row itself: no query per row."""
        regimes = calendar.as_calendar().regimes
        return "; ".join(_from_until(one.starts_on, one.ends_on) for one in regimes)

    regimes_in_list.short_description = gettext_lazy("Martial law")  # type: ignore[attr-defined]


class CalendarFilter(SimpleListFilter):
    """Django's own filter by a relation asks its admin site, which is not installed here."""

    title = gettext_lazy("Calendar")
    parameter_name = "calendar"

    def lookups(self, request: Any, model_admin: Any) -> list[tuple[str, str]]:
        calendars = WorkingCalendar.objects.order_by("code").only("code", "name")
        return [(one.code, str(one.name)) for one in calendars]

    def queryset(self, request: Any, queryset: QuerySet) -> QuerySet:
        return queryset.filter(calendar__code=self.value()) if self.value() else queryset


class HolidayRegister(Register):
    model = Holiday
    menu_icon = "date"
    list_display = ("date", "name_in_list", "kind", "calendar")
    list_filter = (CalendarFilter, "kind")
    list_select_related = ("calendar",)
    ordering = ("-date",)
    panels = [
        FieldPanel("calendar"),
        FieldRowPanel([FieldPanel("date"), FieldPanel("kind")]),
        FieldPanel("name"),
    ]

    def name_in_list(self, day: Holiday) -> str:
        return str(day.name)

    name_in_list.short_description = pgettext_lazy("name of a thing", "Name")  # type: ignore[attr-defined]


def _rule_form(*, is_new: bool) -> ObjectList:
    """What a term consists of is written once: later changes are a new version."""
    fixed = {} if is_new else {"read_only": True}
    return ObjectList(
        [
            FieldPanel("name"),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("code", **fixed), FieldPanel("valid_from", **fixed)]),
                    FieldPanel("valid_until"),
                ],
                heading=gettext_lazy("Version"),
                help_text=gettext_lazy(
                    "A changed term is a new rule with the same code and a later first day."
                ),
            ),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("amount", **fixed), FieldPanel("unit", **fixed)]),
                    FieldRowPanel([FieldPanel("anchor", **fixed), FieldPanel("roll", **fixed)]),
                    FieldPanel("calendar", **fixed),
                    FieldRowPanel(
                        [
                            FieldPanel("max_total_amount", **fixed),
                            FieldPanel("max_total_unit", **fixed),
                        ]
                    ),
                ],
                heading=gettext_lazy("Term"),
            ),
            FieldPanel("reminders"),
        ],
        base_form_class=DeadlineRuleForm,
    )


class RuleEditView(RegisterEditView):
    def get_edit_handler(self) -> Any:
        return _rule_form(is_new=False).bind_to_model(DeadlineRule)


class RuleRegister(ExchangedRegister):
    model = DeadlineRule
    menu_icon = "time"
    edit_handler = _rule_form(is_new=True)
    edit_view_class = RuleEditView
    list_display = ("code", "version", "name_in_list", "term_in_list", "valid_from", "valid_until")
    list_filter = ("unit", "anchor")
    search_fields = ("code",)
    ordering = ("code", "-version")

    def name_in_list(self, rule: DeadlineRule) -> str:
        return str(rule.name)

    name_in_list.short_description = pgettext_lazy("name of a thing", "Name")  # type: ignore[attr-defined]

    def term_in_list(self, rule: DeadlineRule) -> str:
        return f"{rule.amount} · {rule.get_unit_display()}"

    term_in_list.short_description = gettext_lazy("Term")  # type: ignore[attr-defined]


class NeverDeleted(PolicyHelper):
    """Cards of years ago name what is in such a register."""

    def user_can_delete_obj(self, user: Any, obj: Any) -> bool:
        return False


class ClassifierRegister(ExchangedRegister):
    model = Classifier
    permission_helper_class = NeverDeleted
    menu_icon = "tag"
    list_display = ("name_in_list", "number", "code", "choice")
    ordering = ("number", "code")
    panels = [
        FieldPanel("name"),
        FieldRowPanel([FieldPanel("code"), FieldPanel("number")]),
        FieldPanel("choice"),
        RowsPanel(
            "values",
            [
                FieldRowPanel([FieldPanel("code"), FieldPanel("official_code")]),
                FieldPanel("label"),
                FieldRowPanel([FieldPanel("is_priority"), FieldPanel("goes_to_head")]),
                FieldPanel("counted_as"),
                FieldRowPanel([FieldPanel("counted_from"), FieldPanel("counted_until")]),
                FieldRowPanel([FieldPanel("valid_from"), FieldPanel("valid_until")]),
            ],
            heading=gettext_lazy("Values"),
            label=gettext_lazy("Value"),
            help_text=gettext_lazy("Old records keep a value that is out of force."),
        ),
    ]

    def name_in_list(self, classifier: Classifier) -> str:
        return str(classifier.name)

    name_in_list.short_description = pgettext_lazy("name of a thing", "Name")  # type: ignore[attr-defined]


class ProfileRegister(ExchangedRegister):
    model = Profile
    menu_icon = "sliders"
    list_display = (
        *("name_in_list", "code", "time_zone", "office_hours", "version", "default_in_list"),
    )
    ordering = ("code",)
    edit_handler = ObjectList(
        [
            FieldPanel("name"),
            FieldRowPanel([FieldPanel("code"), FieldPanel("is_default")]),
            FieldPanel("languages"),
            FieldRowPanel([FieldPanel("time_zone"), FieldPanel("calendar")]),
            FieldRowPanel([FieldPanel("office_opens"), FieldPanel("office_closes")]),
            FieldPanel("registration"),
            FieldPanel("index_template"),
            FieldPanel("entity_index_template"),
            FieldPanel("terms"),
            FieldPanel("entity_terms"),
            FieldPanel(
                "account_required",
                help_text=gettext_lazy(
                    "Whoever writes through the site registers first. Without it the e-mail is "
                    "confirmed by a link, and the appeal counts as received when it is opened."
                ),
            ),
            FieldPanel("population"),
        ],
        base_form_class=ProfileForm,
    )

    def name_in_list(self, profile: Profile) -> str:
        return str(profile.name)

    name_in_list.short_description = pgettext_lazy("name of a thing", "Name")  # type: ignore[attr-defined]

    def office_hours(self, profile: Profile) -> str:
        return f"{profile.office_opens:%H:%M}–{profile.office_closes:%H:%M}"

    office_hours.short_description = gettext_lazy("Office hours")  # type: ignore[attr-defined]

    def default_in_list(self, profile: Profile) -> str:
        return pgettext("default profile", "Yes") if profile.is_default else "—"

    default_in_list.short_description = gettext_lazy("Used by default")  # type: ignore[attr-defined]


def _from_until(first: Any, last: Any) -> str:
    if last is None:
        return _("from %(first)s") % {"first": f"{first:%d.%m.%Y}"}
    return f"{first:%d.%m.%Y}–{last:%d.%m.%Y}"
